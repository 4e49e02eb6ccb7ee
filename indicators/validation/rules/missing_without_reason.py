"""A missing value is said to be missing, with its reason: it is never an empty cell, and never zero."""

from collections.abc import Iterator

import numpy as np

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, MISSING, Hit

CODE, SEVERITY = "missing_without_reason", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Status M without a note, or an empty value with another status; `status` tells which. A value that stands beside
    M has a rule of its own."""
    missing = grid.status.mapped(lambda status: status == MISSING)
    is_missing = np.array(missing.values, dtype=bool)[missing.codes] if missing.values else grid.absent
    for row in np.flatnonzero(is_missing & grid.absent & ~grid.has_note).tolist():
        if ("note", row) not in grid.strange:
            yield Hit(row, "note", "", {"status": MISSING})
    for row in np.flatnonzero(~is_missing & grid.absent).tolist():
        yield Hit(row, "value", "")
