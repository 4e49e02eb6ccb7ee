"""Attainment: how much of the way from the baseline to the target is done, and whether the target is met.

Notation: b baseline, T target, y actual. Source: EVALUATION methods 2a, table of target types; the maintained range
and its tolerance follow the same table. Values are in the indicator's unit, attainment is a plain ratio
(1 = fully attained), not a percentage.
"""

from decimal import Decimal

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


@exact
def attainment(target: Target, value: Decimal) -> Decimal | None:
    """Attainment of `value`, or None where it has no meaning.

    * increase, decrease, cumulative: (y - b) / (T - b); the sign comes from T - b, so a fall from 100 to 50 stands
      at 0.5 when y is 75. Without a baseline None; with T = b it is 1 when met, else None.
    * minimum, maximum: y / T, only where the baseline is 0 by nature and T is not 0.
    * maintain: 1 inside the range; outside 1 - distance / tolerance, not below 0; without tolerance 0.
    * step: 1 when met, else 0.
    * yearly: None here; see `yearly.share_met`.

    Below the baseline the value is negative: moving away is shown, not hidden. `capped` limits it to 1.
    """
    result = _uncapped(target, value)
    return ONE if result is not None and target.capped and result > ONE else result


def _uncapped(target: Target, value: Decimal) -> Decimal | None:
    if target.type == "maintain":
        return _range_attainment(target, value)
    if target.target is None or target.type == "yearly":
        return None
    if target.type == "step":
        return ONE if is_met(target, value) else ZERO
    if target.type in {"minimum", "maximum"}:
        return value / target.target if target.baseline == 0 and target.target != 0 else None
    return _share_of_way(target, target.baseline, target.target, value)


def _share_of_way(target: Target, baseline: Decimal | None, goal: Decimal, value: Decimal) -> Decimal | None:
    if baseline is None:
        return None
    if goal == baseline:
        return ONE if is_met(target, value) else None
    return (value - baseline) / (goal - baseline)


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
