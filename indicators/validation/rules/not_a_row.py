"""Each row is an object of columns and values."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import COLUMNS, ERROR, Hit

CODE, SEVERITY = "not_a_row", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Entries that the reader found to be something else; they count as empty rows."""
    for row, name in grid.table.unknown:
        if not name and row is not None:
            yield Hit(row, "", "", {"columns": list(COLUMNS)})
