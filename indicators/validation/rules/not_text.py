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
            yield Hit(row, column, item, _parts(grid, row) if column == "dimensions" else {})


def _parts(grid: Grid, row: int) -> dict[str, list[str]]:
    """What the row's indicator can be broken down by, as it is written: `size=small`."""
    fact = grid.fact(row)
    names = fact.dimensions if fact else ()
    return {"parts": [f"{name}={value}" for name in names for value in grid.reference.values.get(name, ())]}
