"""Targets made ready: baselines read from the series, and programme targets summed from the zones' targets."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from reports.evaluation.decimals import ZERO, exact, total
from reports.evaluation.figures import PLAIN, Figures
from reports.evaluation.periods import children, parse
from reports.evaluation.types import PROGRAMME, Indicator, Target

SUMMABLE = frozenset({"increase", "decrease", "minimum", "maximum", "cumulative", "yearly"})
Key = tuple[str, str]


@exact
def resolve(
    targets: Iterable[Target],
    indicators: Mapping[str, Indicator],
    zones: Mapping[str, tuple[str, ...]],
    figures: Figures,
) -> dict[Key, Target]:
    """Targets by (indicator, zone), each with its baseline where one can be known.

    A baseline that was not set is the observed figure of the baseline period (all zones must have it for the
    programme); for a flow that is added up over years it is 0. A programme target that was not set is the sum of the
    zones' targets where the indicator itself is a sum and every zone has a target of one type and one pair of
    periods; its path is the sum of the zones' paths, which is linear when all of them are.
    """
    ready = {
        (target.indicator, target.zone): _with_baseline(target, indicators[target.indicator], figures)
        for target in targets
    }
    for code, indicator in indicators.items():
        if (code, PROGRAMME) not in ready and indicator.zone_rule == "sum":
            summed = _summed([ready.get((code, zone)) for zone in zones[code]])
            if summed is not None:
                ready[code, PROGRAMME] = summed
    return ready


def _with_baseline(target: Target, indicator: Indicator, figures: Figures) -> Target:
    if target.baseline is not None or target.type == "maintain":
        return target
    if target.type == "cumulative" and indicator.nature == "flow":
        return replace(target, baseline=ZERO)
    return replace(target, baseline=_observed_baseline(target, indicator, figures))


def _observed_baseline(target: Target, indicator: Indicator, figures: Figures) -> Decimal | None:
    if target.baseline_period is None or target.type == "yearly":
        return None
    period = parse(target.baseline_period)
    if not children(period, indicator.frequency):
        return None
    figure = figures.get(target.indicator, target.zone, figures.period_of(indicator, period), PLAIN)
    return None if figure.missing or figure.missing_zones else figure.value


def _summed(parts: list[Target | None]) -> Target | None:
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    if len({(part.type, part.baseline_period, part.target_period, part.strict, part.capped) for part in known}) > 1:
        return None
    first = known[0]
    goals = [part.target for part in known if part.target is not None]
    if first.type not in SUMMABLE or len(goals) < len(known):
        return None
    baselines = [part.baseline for part in known if part.baseline is not None]
    return replace(
        first,
        zone=PROGRAMME,
        target=total(goals),
        baseline=total(baselines) if len(baselines) == len(known) else None,
        tolerance=None,
        path="linear" if {part.path for part in known} == {"linear"} else "sum_of_zones",
        points=(),
        parts=tuple(known),
    )
