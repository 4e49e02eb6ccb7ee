"""Like with like: over which length of time the figures of an indicator are judged.

Only where a longer period shows the sum of shorter ones does the length matter: three months of a flow are three times
a month, while a stock, a rate and a total since January read the same at the end of either.
"""

from collections.abc import Iterable

from reports.evaluation.periods import MONTHS, Period, children, parse
from reports.evaluation.reasons import Reason, reason
from reports.evaluation.timing import adds_periods
from reports.evaluation.types import Indicator, Target

COUNTED_SINCE_A_START = frozenset({"cumulative", "yearly"})


def judged_period(indicator: Indicator, targets: Iterable[Target], period: Period) -> Period:
    """The period whose figure is judged, for all lines of an indicator alike.

    `period` is what stands for the evaluation's period. Where all targets name periods of one finer frequency, it is the
    last period of that frequency inside: a quarter's evaluation reads June against a target for a month.
    """
    if not adds_periods(indicator):
        return period
    named = {each.frequency for target in targets for each in named_periods(target)}
    if len(named) != 1:
        return period
    frequency = named.pop()
    known = MONTHS[indicator.frequency] <= MONTHS[frequency] <= MONTHS[period.frequency]
    return children(period, frequency)[-1] if known else period


def mismatch(indicator: Indicator, target: Target | None, period: Period) -> Reason | None:
    """Why a figure over `period` cannot be held against the target: one of its periods is longer or shorter."""
    if target is None or not adds_periods(indicator):
        return None
    named = named_periods(target)
    if all(each.frequency == period.frequency for each in named):
        return None
    return reason("frequency_mismatch", period=period.code, named=", ".join(each.code for each in named))


def named_periods(target: Target) -> list[Period]:
    """The periods whose levels a target names; none for targets that count since a start."""
    if target.type in COUNTED_SINCE_A_START:
        return []
    levels = [point.period for point in target.points] if target.path == "step" else []
    return [parse(code) for code in (target.baseline_period, *levels, target.target_period) if code is not None]
