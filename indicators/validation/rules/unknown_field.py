"""Columns and keys that nobody knows are told, because a misspelt one would be lost."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import COLUMNS, ERROR, Hit

CODE, SEVERITY = "unknown_field", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """What the reader could not place; row -1 stands for the head line."""
    for row, name in grid.table.unknown:
        if name:
            yield Hit(-1 if row is None else row, name, name, {"columns": list(COLUMNS)})
