"""Each cell stands in a delivery once: two numbers for one cell are never added and never chosen from."""

from collections.abc import Iterator

import numpy as np

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "duplicate_row", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """The second and later rows of the same indicator, zone, period and dimensions, however they are spelt."""
    _, first, inverse = np.unique(grid.cell, return_index=True, return_inverse=True)
    if len(first) == len(grid):
        return
    first_of_row = first[inverse.reshape(-1)]
    for row in np.flatnonzero(first_of_row != np.arange(len(grid))).tolist():
        yield Hit(row, "", "", {"first": int(first_of_row[row])})
