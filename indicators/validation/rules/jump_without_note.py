"""A large change says why."""

from collections.abc import Iterator

import numpy as np

from indicators.validation.rules.unit_jump import jumps
from indicators.validation.stored import Comparison
from indicators.validation.types import WARNING, Hit

CODE, SEVERITY = "jump_without_note", WARNING
LARGE = 0.30


def check(comparison: Comparison) -> Iterator[Hit]:
    """More than 30 % above or below the value before, without a note. What is many times as much has a rule of its own."""
    before = comparison.previous
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.abs(comparison.numbers - before) / np.abs(before)
    silent = ~comparison.grid.has_note[comparison.rows]
    large = silent & (change > LARGE) & ~jumps(comparison)
    for position in np.flatnonzero(large).tolist():
        row = int(comparison.rows[position])
        percent = "" if np.isinf(change[position]) else f"{change[position] * 100:.0f}"
        yield Hit(
            row,
            "note",
            comparison.grid.texts[row],
            {"before": f"{before[position]:.15g}", "percent": percent, "limit": "30"},
        )
