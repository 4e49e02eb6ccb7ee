"""The value has no more decimals than the indicator keeps."""

from collections.abc import Iterator

import numpy as np

from indicators.validation.grid import Grid
from indicators.validation.numbers import shortest
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "too_precise", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Decimals beyond those of the indicator; zeros at the end do not count. Whole numbers have a rule of their own."""
    allowed = grid.per_indicator(lambda fact: 99 if fact.whole else fact.decimals, 99)
    written = np.array([len(text) - text.index(".") - 1 if "." in text else 0 for text in grid.texts])
    for row in np.flatnonzero(written > allowed).tolist():
        fraction = shortest(grid.texts[row]).partition(".")[2]
        if len(fraction) > allowed[row]:
            fact = grid.fact(row)
            yield Hit(
                row,
                "value",
                grid.table.value[row],
                {"decimals": int(allowed[row]), "indicator": fact.code if fact else ""},
            )
