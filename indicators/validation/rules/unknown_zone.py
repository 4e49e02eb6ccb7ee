"""The zone exists."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "unknown_zone", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Zone codes that nobody knows; an empty code counts."""
    for row in grid.zone.rows([code not in grid.reference.zones for code in grid.zone.values]):
        if ("zone", row) not in grid.strange:
            yield Hit(row, "zone", grid.zone.values[int(grid.zone.codes[row])])
