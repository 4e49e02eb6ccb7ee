"""Checks of one target: whether its type has what it needs. Periods have been found readable before."""

from collections.abc import Iterator

from reports.evaluation.errors import Fault
from reports.evaluation.periods import parse
from reports.evaluation.types import Target


def target_faults(place: str, target: Target) -> Iterator[Fault]:
    """Faults of the target at `place`, none when it can be evaluated.

    A range needs a bound, all other types a value; a cumulative target needs to know since when; a path needs points
    or positive values where its kind says so; the baseline comes before the target.
    """
    if target.type == "maintain":
        yield from _range(place, target)
    elif target.target is None:
        yield Fault("no_target_value", place, f"A target of the type {target.type} needs a value.")
    if target.tolerance is not None and target.tolerance < 0:
        yield Fault("bad_tolerance", place, "The tolerance is 0 or more.")
    if target.type == "cumulative" and target.baseline_period is None:
        yield Fault(
            "no_baseline_period", place, "A cumulative target needs a baseline period: the total is counted since then."
        )
    begin, finish = target.baseline_period, target.target_period
    if begin is not None and finish is not None and parse(begin).last_month >= parse(finish).last_month:
        yield Fault("target_before_baseline", place, "The target period ends after the baseline period.")
    yield from _path(place, target)


def _range(place: str, target: Target) -> Iterator[Fault]:
    if target.low is None and target.high is None:
        yield Fault("no_target_value", place, "A range to maintain needs a lower or an upper bound.")
    if target.low is not None and target.high is not None and target.low > target.high:
        yield Fault("bad_range", place, "The lower bound is not above the upper bound.")


def _path(place: str, target: Target) -> Iterator[Fault]:
    if target.path in {"step", "s_curve"} and not target.points:
        yield Fault("no_points", place, f"A path of the kind {target.path} needs points.")
    if target.path == "s_curve" and any(not 0 <= point.value <= 1 for point in target.points):
        yield Fault("bad_share", place, "The points of an s-curve are shares from 0 to 1.")
    values = (target.baseline, target.target)
    if target.path == "geometric" and any(value is not None and value <= 0 for value in values):
        yield Fault("not_positive", place, "A geometric path needs a baseline and a target above 0.")
