"""Spreadsheets like to turn codes into dates; such a cell no longer says what was meant."""

from collections.abc import Iterator
from datetime import date

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "date_in_cell", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Cells that hold a date or a time."""
    for (column, row), item in grid.strange.items():
        if isinstance(item, date):
            yield Hit(row, column, item.isoformat())
