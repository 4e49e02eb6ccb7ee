"""A delivery that waited gives way to what was handed in after it."""

from collections.abc import Iterator

import numpy as np

from indicators.validation.stored import Comparison
from indicators.validation.types import WARNING, Hit

CODE, SEVERITY = "superseded_since", WARNING


def check(comparison: Comparison) -> Iterator[Hit]:
    """Values that would replace one of a later delivery. Such rows are left out; what is equal to it stays equal."""
    stored = comparison.stored
    if not stored.newer:
        return
    _new, changed, _same = comparison.changes()
    for position in np.searchsorted(comparison.rows, changed).tolist():
        old = int(comparison.match[position])
        if old in stored.newer:
            row = int(comparison.rows[position])
            indicator, zone, key = comparison.keys[int(comparison.series[position])]
            params = {
                "indicator": indicator,
                "zone": zone,
                "period": comparison.grid.period_of(row),
                "part": key,
                "current": stored.text(old),
                "moment": stored.newer[old],
            }
            yield Hit(row, "value", comparison.grid.texts[row], params)
