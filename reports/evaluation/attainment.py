"""Attainment: how far a figure has come against its target, by which formula, and whether the target is met.

Notation: b baseline, T target, y actual. Source: EVALUATION methods 2a, table of target types; the maintained range
and its tolerance follow the same table. Values are in the indicator's unit, attainment is a plain ratio
(1 = fully attained), not a percentage.
"""

from decimal import Decimal
from typing import NamedTuple

from reports.evaluation.decimals import ONE, ZERO, exact
from reports.evaluation.types import Target

FALLING = frozenset({"decrease", "maximum"})
TO_BE_REACHED = frozenset({"increase", "decrease", "cumulative", "step"})


def is_met(target: Target, value: Decimal) -> bool:
    """Whether `value` meets the target.

    Rising types need y >= T (y > T when `strict`), falling types y <= T (y < T); `maintain` needs
    low <= y <= high, where a missing bound is no bound, and `strict` leaves out the bounds themselves.
    A target of 0 is a target like any other. Without a target value nothing is met.
    """
    if target.type == "maintain":
        low = target.low is None or (value > target.low if target.strict else value >= target.low)
        high = target.high is None or (value < target.high if target.strict else value <= target.high)
        return low and high
    if target.target is None:
        return False
    if value == target.target:
        return not target.strict
    return (value < target.target) == (target.type in FALLING)


class Attained(NamedTuple):
    """An attainment and the formula behind it; both None where none has a meaning.

    `kind` is `change` (y - b) / (T - b), `level` y / T, `year` y of the year so far / T of the year, `range` 1 inside and
    1 - distance / tolerance outside, `met` 1 when met and else 0, `capped` 1 because more does not count.
    """

    value: Decimal | None = None
    kind: str | None = None


NOT_ATTAINABLE = Attained()


@exact
def attained(target: Target, value: Decimal) -> Attained:
    """Attainment of `value` with its kind, both None where it has no meaning.

    * increase, decrease, cumulative: `change`; the sign comes from T - b, so a fall from 100 to 50 stands at 0.5 when y is
      75. Without a baseline None; with T = b it is `met` when met, else None.
    * minimum, maximum: `level`, only where the baseline is 0 by nature and T is not 0.
    * maintain: `range`; not below 0, and 0 outside without tolerance.
    * step: `met`.
    * yearly: None here; see `yearly.attained_in_year`.

    Below the baseline the value is negative: moving away is shown, not hidden. A target that is `capped` limits it to 1.
    """
    found = _uncapped(target, value)
    return Attained(ONE, "capped") if found.value is not None and target.capped and found.value > ONE else found


def _uncapped(target: Target, value: Decimal) -> Attained:
    if target.type == "maintain":
        return Attained(_range_attainment(target, value), "range")
    if target.target is None or target.type == "yearly":
        return NOT_ATTAINABLE
    if target.type == "step":
        return Attained(ONE if is_met(target, value) else ZERO, "met")
    if target.type in {"minimum", "maximum"}:
        by_nature = target.baseline == 0 and target.target != 0
        return Attained(value / target.target, "level") if by_nature else NOT_ATTAINABLE
    return _share_of_way(target, target.baseline, target.target, value)


def _share_of_way(target: Target, baseline: Decimal | None, goal: Decimal, value: Decimal) -> Attained:
    if baseline is None:
        return NOT_ATTAINABLE
    if goal == baseline:
        return Attained(ONE, "met") if is_met(target, value) else NOT_ATTAINABLE
    return Attained((value - baseline) / (goal - baseline), "change")


def _range_attainment(target: Target, value: Decimal) -> Decimal:
    if is_met(target, value):
        return ONE
    gap = outside_by(target, value)
    if not target.tolerance:
        return ZERO
    return max(ZERO, ONE - gap / target.tolerance)


@exact
def outside_by(target: Target, value: Decimal) -> Decimal:
    """Distance of `value` from the range or limit that it breaks, in the indicator's unit; 0 where none is broken."""
    if target.type == "maintain":
        below = target.low - value if target.low is not None else ZERO
        above = value - target.high if target.high is not None else ZERO
        return max(ZERO, below, above)
    if target.target is None:
        return ZERO
    gap = value - target.target if target.type in FALLING else target.target - value
    return max(ZERO, gap)
