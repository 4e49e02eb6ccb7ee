"""Looks numbers up in unsorted columns."""

import numpy as np

from indicators.validation.columns import Ints

MONTHS = 1 << 20  # more than any month number, so that series * MONTHS + month is one number per cell


def positions(haystack: Ints, needles: Ints) -> Ints:
    """Where each needle stands in the haystack (distinct numbers, any order); -1 where it does not."""
    if not len(haystack):
        return np.full(len(needles), -1, dtype=np.int64)
    order = np.argsort(haystack)
    ordered = haystack[order]
    place = np.minimum(np.searchsorted(ordered, needles), len(ordered) - 1)
    return np.where(ordered[place] == needles, order[place], -1).astype(np.int64)
