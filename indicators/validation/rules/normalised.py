"""Spellings that were put right on the way in are told, so that nothing is changed in silence."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import WARNING, Hit

CODE, SEVERITY = "normalised", WARNING


def check(grid: Grid) -> Iterator[Hit]:
    """Full-width digits, spaces, thousands commas, a leading plus or zeros: accepted, with what was understood."""
    for row, reading in grid.odd.items():
        if reading.tidied:
            yield Hit(row, "value", grid.table.value[row], {"understood": reading.text})
