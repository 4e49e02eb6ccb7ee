"""Codes, status and note are texts, dimensions a mapping of codes."""

from collections.abc import Iterator
from datetime import date

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "not_text", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Objects, lists, numbers or truth values where a text belongs."""
    for (column, row), item in grid.strange.items():
        if column != "value" and not isinstance(item, date):
            yield Hit(row, column, item)
