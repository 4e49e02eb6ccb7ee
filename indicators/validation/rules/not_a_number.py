"""The value is a number."""

from collections.abc import Iterator
from datetime import date

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "not_a_number", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Values that are neither a decimal nor a decimal with a unit behind it (that has a rule of its own)."""
    for row, reading in grid.odd.items():
        if not reading.text:
            yield Hit(row, "value", grid.table.value[row])
    for (column, row), item in grid.strange.items():
        if column == "value" and not isinstance(item, date):
            yield Hit(row, "value", item)
