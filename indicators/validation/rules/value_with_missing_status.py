"""A value and the status "missing" exclude each other."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, MISSING, Hit

CODE, SEVERITY = "value_with_missing_status", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Status M on a row that has a value."""
    for row in grid.status.rows([status == MISSING for status in grid.status.values]):
        if not grid.absent[row]:
            yield Hit(row, "value", grid.table.value[row])
