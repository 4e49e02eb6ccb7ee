"""A value about 1,000, 10,000 or 100,000,000 times the one before is most likely in another unit (万元 for 亿元)."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from indicators.validation.columns import Flags, Floats
from indicators.validation.stored import Comparison
from indicators.validation.types import REVIEW, Hit

CODE, SEVERITY = "unit_jump", REVIEW
POWERS = (3, 4, 8)
NEARNESS = 0.3  # in powers of ten: between half and twice the factor


def check(comparison: Comparison) -> Iterator[Hit]:
    """Such a value is not stored before somebody of the coordination group has looked at it."""
    before = comparison.previous
    for position in np.flatnonzero(looks_like_another_unit(comparison.numbers, before)).tolist():
        row = int(comparison.rows[position])
        factor = comparison.numbers[position] / before[position]
        yield Hit(
            row, "value", comparison.grid.texts[row], {"before": f"{before[position]:.15g}", "factor": plain(factor)}
        )


def plain(factor: float) -> str:
    """Three digits of a factor as people write it: 10330 or 0.0000968, never 1.03e+04."""
    return format(Decimal(f"{factor:.3g}"), "f")


def looks_like_another_unit(numbers: Floats, before: Floats) -> Flags:
    """Where the two differ by about 10³, 10⁴ or 10⁸, up or down. Zeros and missing values never do."""
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.abs(np.log10(np.abs(numbers / before)))
    found = np.zeros(len(numbers), dtype=bool)
    for exponent in POWERS:
        found |= np.abs(power - exponent) <= NEARNESS
    return found
