"""Rating of an indicator line by written rules: one verdict with its reasons.

Ratings: on_track, at_risk, off_track, completed, not_rated. The assessment beside it says what kind of verdict it is:
rated, no_data, not_due, not_assessable, achieved, achieved_then_lost, no_target. A missing value is never coloured:
everything without a verdict is not_rated. Source: EVALUATION methods 2a; thresholds are data (`RatingRule`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.evaluation import periods
from reports.evaluation.attainment import FALLING, is_met, outside_by
from reports.evaluation.decimals import ZERO
from reports.evaluation.reasons import Reason, reason, share_text
from reports.evaluation.types import RatingRule, Target
from reports.evaluation.yearly import Year, count_tested, unknown

PATH_CODES = {"on_track": "on_path", "at_risk": "behind_path", "off_track": "far_behind_path"}
GROWTH_CODES = {"on_track": "growth_on_pace", "at_risk": "growth_behind_pace", "off_track": "growth_far_behind_pace"}
GAP_ASSESSMENT = {"not_due": "not_due", "no_value": "no_data", "reported_missing": "no_data"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a rating reads of one line; values in the indicator's unit.

    `period` is the value's period. `gap` is the code of the reason why `value` is None. `partial` tells what did not
    contribute, `mismatch` why value and target cannot be compared. `lost` is the newest earlier period in which the target was met. `growth` is the growth ratio, asked
    for by rules of that method. `years` are the tests of a yearly target, `flow` says that its value grows in a year.
    """

    period: str
    value: Decimal | None
    gap: str | None = None
    target: Target | None = None
    expected: Decimal | None = None
    index: Decimal | None = None
    growth: Decimal | None = None
    attainment: Decimal | None = None
    partial: Reason | None = None
    mismatch: Reason | None = None
    lost: str | None = None
    years: tuple[Year, ...] = ()
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Rating, kind of verdict and reasons, the decisive one first."""

    rating: str
    assessment: str
    reasons: tuple[Reason, ...] = ()


def rate(rule: RatingRule, standing: Standing) -> Verdict:
    """The verdict on one line.

    In this order: no value (no_data, not_due or not_assessable), no target (a partial figure says so), a target for
    periods of another length, a partial figure unless the rule allows it, a value from before the path begins, then the
    rule of the target type. Raises KeyError for an unknown target type, which `check_inputs` reports first.
    """
    if standing.value is None:
        gap = standing.gap or "no_value"
        return Verdict("not_rated", GAP_ASSESSMENT.get(gap, "not_assessable"), (reason(gap, period=standing.period),))
    partial = () if standing.partial is None else (standing.partial,)
    if standing.target is None:
        return Verdict("not_rated", "no_target", (reason("no_target"), *partial))
    if standing.mismatch is not None:
        return Verdict("not_rated", "not_assessable", (standing.mismatch, *partial))
    if standing.partial is not None and not rule.allow_partial:
        return Verdict("not_rated", "not_assessable", (standing.partial,))
    begin = standing.target.baseline_period
    if begin is not None and periods.parse(standing.period).last_month <= periods.parse(begin).last_month:
        return Verdict("not_rated", "not_due", (reason("before_path", period=begin),))
    verdict = BY_TYPE[standing.target.type](rule, standing, standing.target, standing.value)
    if standing.partial is not None:
        verdict = replace(verdict, reasons=(*verdict.reasons, standing.partial))
    return verdict


def months_left(standing_period: str, target: Target) -> int | None:
    """Months from the end of the period to the end of the target period, 0 or less when it has passed; None without one."""
    if target.target_period is None:
        return None
    return periods.parse(target.target_period).last_month - periods.parse(standing_period).last_month


def _reach(rule: RatingRule, standing: Standing, target: Target, value: Decimal) -> Verdict:
    left = months_left(standing.period, target)
    if is_met(target, value):
        reasons = [reason("achieved", value=value, target=target.target)]
        if left is not None and left > 0:
            reasons.append(reason("achieved_early", period=target.target_period))
        return Verdict("completed", "achieved", tuple(reasons))
    if left is not None and left <= 0:
        verdict = Verdict("off_track", "rated", (reason("target_missed", value=value, target=target.target),))
    elif target.type == "step" and not target.points:
        verdict = Verdict("not_rated", "not_due", (reason("step_not_due", period=target.target_period),))
    else:
        verdict = _by_index(rule, standing, target, value)
    return _after_loss(standing, verdict)


def _after_loss(standing: Standing, verdict: Verdict) -> Verdict:
    """A target met before and lost since is at best at risk, however far ahead of the path the value still is."""
    if standing.lost is None:
        return verdict
    rating = "off_track" if verdict.rating == "off_track" else "at_risk"
    return Verdict(rating, "achieved_then_lost", (reason("achieved_then_lost", period=standing.lost), *verdict.reasons))


def _by_index(rule: RatingRule, standing: Standing, target: Target, value: Decimal) -> Verdict:
    if target.target is None or target.baseline is None or standing.expected is None:
        return Verdict("not_rated", "not_assessable", (reason("no_path"),))
    upward = target.type not in FALLING
    if target.baseline == target.target or (target.baseline < target.target) != upward:
        wrong = reason("baseline_beyond_target", baseline=target.baseline, target=target.target)
        return Verdict("not_rated", "not_assessable", (wrong,))
    if standing.index is None:
        if value != target.baseline and (value > target.baseline) != upward:
            return Verdict("at_risk", "rated", (reason("moving_away", value=value, baseline=target.baseline),))
        return Verdict("not_rated", "not_due", (reason("nothing_expected_yet", expected=standing.expected),))
    if standing.index < 0:
        return Verdict("off_track", "rated", (reason("moving_away", value=value, baseline=target.baseline),))
    return _on_the_way(rule, standing, standing.index, value)


def _on_the_way(rule: RatingRule, standing: Standing, index: Decimal, value: Decimal) -> Verdict:
    notes: tuple[Reason, ...] = ()
    if rule.method == "growth_ratio":
        if standing.growth is not None:
            return _by_growth(rule, standing.growth)
        notes = (reason("growth_ratio_undefined"),)
    rating, threshold = _grade(rule, index)
    paced = reason(
        PATH_CODES[rating], index=share_text(index), threshold=threshold, value=value, expected=standing.expected
    )
    return Verdict(rating, "rated", (paced, *notes))


def _by_growth(rule: RatingRule, ratio: Decimal) -> Verdict:
    rating, threshold = _grade(rule, ratio)
    return Verdict(rating, "rated", (reason(GROWTH_CODES[rating], ratio=share_text(ratio), threshold=threshold),))


def _grade(rule: RatingRule, index: Decimal) -> tuple[str, Decimal]:
    """Rating of an index and the threshold that decided it; an index on a threshold has reached it."""
    if index >= rule.on_track:
        return "on_track", rule.on_track
    return ("at_risk", rule.on_track) if index >= rule.at_risk else ("off_track", rule.at_risk)


def _limit(rule: RatingRule, standing: Standing, target: Target, value: Decimal) -> Verdict:
    """A floor or ceiling: it must hold to the end, so meeting it early is on track and not yet completed.

    A broken one is measured against its path while there is one and the target date has not come; else it is broken
    today, at risk within its tolerance and off track beyond.
    """
    left = months_left(standing.period, target)
    if is_met(target, value):
        if left is not None and left <= 0:
            return Verdict("completed", "achieved", (reason("achieved", value=value, target=target.target),))
        return Verdict("on_track", "rated", (reason("limit_kept", value=value, limit=target.target),))
    if left is None or left <= 0:
        return _broken(target, value)
    has_path = target.baseline is not None and standing.expected is not None
    return _after_loss(standing, _by_index(rule, standing, target, value) if has_path else _broken(target, value))


def _broken(target: Target, value: Decimal) -> Verdict:
    if target.tolerance is not None and outside_by(target, value) <= target.tolerance:
        near = reason("within_tolerance", value=value, limit=target.target, tolerance=target.tolerance)
        return Verdict("at_risk", "rated", (near,))
    return Verdict("off_track", "rated", (reason("limit_broken", value=value, limit=target.target),))


def _maintain(rule: RatingRule, standing: Standing, target: Target, value: Decimal) -> Verdict:
    if is_met(target, value):
        inside = reason("in_range", value=value, low=target.low, high=target.high)
        left = months_left(standing.period, target)
        ended = left is not None and left <= 0
        return Verdict("completed" if ended else "on_track", "achieved" if ended else "rated", (inside,))
    outside = reason("outside_range", value=value, low=target.low, high=target.high, distance=outside_by(target, value))
    near = (standing.attainment or ZERO) >= rule.at_risk
    return Verdict("at_risk" if near else "off_track", "rated", (outside,))


def _yearly(rule: RatingRule, standing: Standing, target: Target, value: Decimal) -> Verdict:
    period = periods.parse(standing.period)
    verdict = _this_year(rule, standing, target, value, period)
    failed = [year.year for year in standing.years if year.met is False and year.year != period.year]
    reasons = list(verdict.reasons)
    met, of = count_tested(standing.years)
    if of:
        reasons.append(reason("years_met", met=met, of=of))
    left = months_left(standing.period, target)
    ended = left is not None and left <= 0
    if unknown(standing.years) and not ended:
        reasons.append(_unjudged(standing.years))
    if failed:
        reasons.append(reason("earlier_year_missed", years=", ".join(map(str, failed))))
        if verdict.rating == "on_track":
            return Verdict("at_risk", "rated", tuple(reasons))
    if ended:
        return _final_years(standing.years, tuple(reasons))
    return replace(verdict, reasons=tuple(reasons))


def _final_years(years: tuple[Year, ...], reasons: tuple[Reason, ...]) -> Verdict:
    if any(year.met is False for year in years):
        return Verdict("off_track", "rated", reasons)
    if unknown(years) or not years:
        return Verdict("not_rated", "not_assessable", (*reasons, _unjudged(years)))
    return Verdict("completed", "achieved", reasons)


def _unjudged(years: tuple[Year, ...]) -> Reason:
    return reason("years_unknown", years=", ".join(map(str, unknown(years))))


def _this_year(rule: RatingRule, standing: Standing, target: Target, value: Decimal, period: periods.Period) -> Verdict:
    if is_met(target, value):
        return Verdict("on_track", "rated", (reason("year_met", year=period.year, value=value, target=target.target),))
    if period.last_month % 12 == 11:
        missed = reason("year_missed", year=period.year, value=value, target=target.target)
        return Verdict("off_track", "rated", (missed,))
    if standing.flow and standing.index is not None:
        return _on_the_way(replace(rule, method="progress_index"), standing, standing.index, value)
    return Verdict("not_rated", "not_due", (reason("year_not_over", value=value, target=target.target),))


Judge = Callable[[RatingRule, Standing, Target, Decimal], Verdict]
BY_TYPE: dict[str, Judge] = {
    "increase": _reach,
    "decrease": _reach,
    "cumulative": _reach,
    "step": _reach,
    "minimum": _limit,
    "maximum": _limit,
    "maintain": _maintain,
    "yearly": _yearly,
}
