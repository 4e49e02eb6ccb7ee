"""The value lies between the indicator's smallest and largest."""

from collections.abc import Iterator

import numpy as np

from indicators.validation.grid import Grid
from indicators.validation.numbers import shortest
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "out_of_range", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Below the minimum or above the maximum; both bounds themselves are allowed. Negative values are a minimum's matter."""
    low = grid.per_indicator(lambda fact: fact.minimum, -np.inf)
    high = grid.per_indicator(lambda fact: fact.maximum, np.inf)
    for row in np.flatnonzero((grid.numbers < low) | (grid.numbers > high)).tolist():
        yield Hit(row, "value", grid.table.value[row], {"minimum": _shown(low[row]), "maximum": _shown(high[row])})


def _shown(bound: float) -> str:
    """The bound as people write it, "" where there is none."""
    return "" if np.isinf(bound) else shortest(f"{bound:.6f}")
