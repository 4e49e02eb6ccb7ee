"""The value expected at a date on the agreed path from baseline to target.

Notation: b baseline at t0, T target at t1. Source: EVALUATION methods 2a, "expected path". Time is counted in months
between the ends of periods (see `periods`), so a quarter is a quarter of a year.
"""

from decimal import Decimal
from functools import lru_cache

from reports.evaluation import periods
from reports.evaluation.decimals import ONE, ZERO, exact
from reports.evaluation.types import Target


@exact
def expected(target: Target, month: int) -> Decimal | None:
    """Expected value at the end of month number `month`, in the indicator's unit; None where there is no path.

    * before or at t0: b; from t1 on: T;
    * linear: b + (T - b) (t - t0) / (t1 - t0);
    * geometric: b (T / b)^((t - t0) / (t1 - t0)), needs b and T above 0, else None;
    * step: the level of the last agreed point with a date <= t, before the first one b;
    * s_curve: b + share (T - b), the share read from the table of points, linear between them;
    * sum_of_zones: the sum of the expected values of `target.parts`; None when one is missing.

    Ranges (`maintain`) and targets without baseline, baseline period or target period have no path.
    """
    if target.path == "sum_of_zones":
        values = [expected(part, month) for part in target.parts]
        known = [value for value in values if value is not None]
        return sum(known, ZERO) if known and len(known) == len(values) else None
    if target.type in {"maintain", "yearly"} or target.target is None or target.baseline is None:
        return None
    if target.baseline_period is None or target.target_period is None:
        return None
    share = _share_of_time(target.baseline_period, target.target_period, month)
    if share <= 0:
        return target.baseline
    if share >= 1:
        return target.target
    return _between(target, target.baseline, target.target, month, share)


@lru_cache(maxsize=65536)
def _share_of_time(baseline_period: str, target_period: str, month: int) -> Decimal:
    """The share of the months between two periods that has passed; called in the fixed decimal context only."""
    begin = periods.parse(baseline_period).last_month
    finish = periods.parse(target_period).last_month
    if month <= begin:
        return ZERO
    return ONE if month >= finish else Decimal(month - begin) / Decimal(finish - begin)


def _between(target: Target, baseline: Decimal, goal: Decimal, month: int, share: Decimal) -> Decimal | None:
    if target.path == "step":
        return _last_level(target, baseline, month)
    if target.path == "geometric":
        return baseline * (goal / baseline) ** share if baseline > 0 and goal > 0 else None
    if target.path == "s_curve":
        share = _table_share(target, month)
    return baseline + (goal - baseline) * share


def _levels(target: Target) -> list[tuple[int, Decimal]]:
    return sorted((periods.parse(point.period).last_month, point.value) for point in target.points)


def _last_level(target: Target, baseline: Decimal, month: int) -> Decimal:
    reached = [level for moment, level in _levels(target) if moment <= month]
    return reached[-1] if reached else baseline


def _table_share(target: Target, month: int) -> Decimal:
    begin = periods.parse(target.baseline_period or "").last_month
    finish = periods.parse(target.target_period or "").last_month
    inner = [(moment, share) for moment, share in _levels(target) if begin < moment < finish]
    table = [(begin, ZERO), *inner, (finish, ONE)]
    after = next(place for place, (moment, _) in enumerate(table) if moment > month)
    (left, low), (right, high) = table[after - 1], table[after]
    return low + (high - low) * Decimal(month - left) / Decimal(right - left)
