"""A value many times the one before, or a small part of it, is most likely mistyped or in another unit (万元 for 亿元)."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from indicators.validation.columns import Flags
from indicators.validation.stored import Comparison
from indicators.validation.types import REVIEW, Hit

CODE, SEVERITY = "unit_jump", REVIEW
FACTOR = 8.0
SMALL = 10.0  # counts below it double and vanish by themselves
UNIT_POWERS = (3, 4, 8)  # 千, 万 and 亿
NEARNESS = 0.3  # in powers of ten: between half and twice the factor


def check(comparison: Comparison) -> Iterator[Hit]:
    """Such a value is not stored before somebody of the coordination group has looked at it."""
    before = comparison.previous
    for position in np.flatnonzero(jumps(comparison)).tolist():
        row = int(comparison.rows[position])
        factor = comparison.numbers[position] / before[position]
        params = {"before": f"{before[position]:.15g}", "factor": plain(factor)}
        if abs(factor) < 1:
            params["part"] = plain(1 / factor)
        fact = comparison.grid.fact(row)
        if fact is not None and fact.scaled and _near_unit(factor):
            params |= {"indicator": fact.code, "unit_en": fact.unit_en, "unit_zh": fact.unit_zh}
        yield Hit(row, "value", comparison.grid.texts[row], params)


def plain(factor: float) -> str:
    """Three digits of a factor as people write it: 10330 or 0.0000968, never 1.03e+04."""
    return format(Decimal(f"{factor:.3g}"), "f")


def jumps(comparison: Comparison) -> Flags:
    """Where a value is 8 times the one before or more, or an eighth or less. Zeros, missing values and small counts
    never are."""
    numbers, before = np.abs(comparison.numbers), np.abs(comparison.previous)
    with np.errstate(divide="ignore", invalid="ignore"):
        far = (numbers >= FACTOR * before) | (numbers <= before / FACTOR)
    counts = comparison.grid.per_indicator(lambda fact: fact.whole, 0)[comparison.rows] > 0
    return far & (numbers > 0) & (before > 0) & ~(counts & (np.maximum(numbers, before) < SMALL))


def _near_unit(factor: float) -> bool:
    power = abs(np.log10(abs(factor)))
    return any(abs(power - exponent) <= NEARNESS for exponent in UNIT_POWERS)
