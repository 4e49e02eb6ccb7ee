"""Counts are whole numbers."""

from collections.abc import Iterator

import numpy as np

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "not_whole", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """A fraction where the indicator counts things."""
    whole = grid.per_indicator(lambda fact: fact.whole, 0) > 0
    fractional = whole & ~np.isnan(grid.numbers) & (grid.numbers != np.floor(grid.numbers))
    for row in np.flatnonzero(fractional).tolist():
        yield Hit(row, "value", grid.table.value[row])
