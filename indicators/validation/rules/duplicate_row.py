"""Each cell stands in a delivery once: two numbers for one cell are never added and never chosen from."""

from collections.abc import Iterator

from indicators.validation.columns import repeated
from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "duplicate_row", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """The second and later rows of the same indicator, zone, period and dimensions, however they are spelt."""
    for row, first in repeated(*grid.cell):
        yield Hit(row, "", "", {"first": first})
