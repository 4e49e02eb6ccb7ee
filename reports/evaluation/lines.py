"""One line of an evaluation: indicator x zone, with its figures, path, rating and reasons.

The judged figure, its history and its path are the same quantity: for a flow under a cumulative target all are
running totals since the baseline, under a yearly target totals since January; else the figures as they stand.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from reports.evaluation import growth, pace, periods
from reports.evaluation.attainment import NOT_ATTAINABLE, TO_BE_REACHED, Attained, attained, is_met
from reports.evaluation.bounds import bound_broken
from reports.evaluation.course import history_points, path_periods, path_point, yearly_path
from reports.evaluation.decimals import SHARE_PLACES, ZERO, exact, to_text
from reports.evaluation.figures import PLAIN, YEAR_TO_DATE, Figure, Figures, Mode
from reports.evaluation.lengths import mismatch
from reports.evaluation.periods import Period
from reports.evaluation.progress import progress_index
from reports.evaluation.rating import Standing, Verdict, months_left, rate
from reports.evaluation.reasons import Reason, reason, share_text
from reports.evaluation.timing import adds_periods
from reports.evaluation.trajectory import expected
from reports.evaluation.types import PROGRAMME, Indicator, RatingRule, Target
from reports.evaluation.yearly import Year, attained_in_year, count_tested, expected_in_year, years_tested

HISTORY = 13
STATUS_NOTES = {"P": "provisional", "E": "estimated"}


class Before(NamedTuple):
    """The figure that a line is compared with. `reason` says why there is none to compare."""

    period: Period
    value: Decimal | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LineContext:
    """What all lines of one evaluation share."""

    figures: Figures
    period: Period
    rule: RatingRule


class Line:
    """The working of one line. `as_json` gives the form of the stored result."""

    def __init__(
        self, context: LineContext, indicator: Indicator, zone: str, target: Target | None, period: Period
    ) -> None:
        """Look up the figures that the line shows.

        `target` is ready (see `targets.resolve`) or None; `period` is the one that is judged (see `lengths`).
        """
        self.context = context
        self.indicator = indicator
        self.zone = zone
        self.target = target
        self.rule = indicator.rule or context.rule
        self.mode = _mode(indicator, target)
        self.period = period
        self.figure = self.at(self.period)
        self.partial = self._partial()
        self.mismatch = mismatch(indicator, target, period)
        self.judged = self.mismatch is None and (self.partial is None or self.rule.allow_partial)
        self.past = [(moment, self.at(moment)) for moment in periods.window(self.period, HISTORY - 1)]
        self.year_ago = self.past[periods.PER_YEAR[self.period.frequency] - 1][1]

    @property
    def grows_in_year(self) -> bool:
        """Whether the judged figure is a flow's total since January, made for a target of each year."""
        return self.mode == YEAR_TO_DATE

    @property
    def restarts(self) -> bool:
        """Whether the judged figure starts again each January."""
        as_reported = self.indicator.cumulative and self.indicator.numerator is None and self.mode == PLAIN
        return self.grows_in_year or as_reported

    def at(self, period: Period) -> Figure:
        """The judged figure of a period; a running total stands on its baseline."""
        figure = self.context.figures.get(self.indicator.code, self.zone, period, self.mode)
        if self.mode[0] == "running" and figure.value is not None and self.target is not None and self.target.baseline:
            return figure._replace(value=figure.value + self.target.baseline)
        return figure

    def expected(self, period: Period) -> Decimal | None:
        """The value expected at the end of a period, or None without a path."""
        if self.target is None or self.mismatch is not None:
            return None
        if self.target.type == "yearly":
            return expected_in_year(self.target, period, flow=self.grows_in_year)
        return expected(self.target, period.last_month)

    def years(self) -> tuple[Year, ...]:
        """The tests of a yearly target, oldest first; empty for other types."""
        if self.target is None or self.target.type != "yearly":
            return ()
        result = []
        for year in years_tested(self.target, self.period):
            figure = self.at(periods.from_month(self.period.frequency, year * 12 + 11))
            whole = figure.value is not None and not figure.missing and not figure.missing_zones
            result.append(Year(year, is_met(self.target, figure.value) if whole and figure.value is not None else None))
        return tuple(result)

    def lost(self) -> str | None:
        """The newest earlier period since the baseline with a complete figure that met a target to be reached."""
        target, value = self.target, self.figure.value
        if target is None or value is None or is_met(target, value) or not _can_be_lost(target, self.period):
            return None
        for moment, figure in self._since_baseline(target):
            whole = not figure.missing and not figure.missing_zones
            if figure.value is not None and whole and is_met(target, figure.value):
                return moment.code
        return None

    def _since_baseline(self, target: Target) -> list[tuple[Period, Figure]]:
        if target.baseline_period is None:
            return self.past
        first = periods.first_after(self.period.frequency, periods.parse(target.baseline_period).last_month)
        found = [(moment, figure) for moment, figure in self.past if moment.last_month >= first.last_month]
        older = periods.until(first, periods.shift(self.period, -HISTORY))
        return found + [(moment, self.at(moment)) for moment in reversed(older)]

    def change(self) -> growth.Change:
        """Change on the same period of last year; refused where the two do not cover the same."""
        before = self.year_ago
        if self.indicator.nature == "yes_no":
            return growth.Change("not_computable", reason="yes_no")
        result = growth.change(self.figure.value, before.value, percentage=self.indicator.percentage)
        if result.value is None:
            return result
        if self.figure.missing or before.missing or self.figure.contributing != before.contributing:
            return growth.Change("not_computable", reason="different_coverage")
        since = self.past[: periods.PER_YEAR[self.period.frequency] - 1]
        if any(figure.status == "B" for figure in (self.figure, *(figure for _, figure in since))):
            return growth.Change("not_computable", reason="series_break")
        return result

    def growth_ratio(self) -> Decimal | None:
        """Observed against required growth, where the rule of this line asks for it."""
        target = self.target
        if self.rule.method != "growth_ratio" or target is None or self.figure.value is None:
            return None
        if target.baseline_period is None or target.target_period is None:
            return None
        begin = periods.parse(target.baseline_period).last_month
        finish = periods.parse(target.target_period).last_month
        passed = self.period.last_month - begin
        return growth.growth_ratio(
            target.baseline, self.figure.value, target.target, months=passed, months_in_all=finish - begin
        )

    def _partial(self) -> Reason | None:
        """What did not contribute to the figure: zones first, then periods."""
        figure = self.figure
        if self.zone == PROGRAMME and figure.missing_zones:
            have = len(figure.contributing)
            missing = ", ".join(figure.missing_zones)
            return reason("partial_zones", have=have, of=have + len(figure.missing_zones), missing=missing)
        return reason("partial_periods", missing=", ".join(figure.missing)) if figure.missing else None

    def previous(self) -> Before:
        """The same point of the previous evaluation period (March for June in a quarterly one), or of the line's own.

        Refused where it does not cover the zones and periods that the value covers, and across a January at which a total
        since January starts again.
        """
        step = max(periods.MONTHS[each.frequency] for each in (self.period, self.context.period))
        moment = periods.from_month(self.period.frequency, self.period.last_month - step)
        before = self.at(moment)
        if before.value is None:
            return Before(moment, None, before.gap)
        there = () if self.figure.value is None else self.figure.contributing
        if before.is_partial if not there else not self._covers_the_same(before):
            return Before(moment, None, "different_coverage")
        if self.restarts and moment.year != self.period.year:
            return Before(moment, None, "year_restarted")
        return Before(moment, before.value)

    def _covers_the_same(self, other: Figure) -> bool:
        return (self.figure.contributing, self.figure.missing) == (other.contributing, other.missing)

    def index_baseline(self) -> Decimal | None:
        """Where the progress index starts: the baseline, or 0 for a total since January."""
        return ZERO if self.grows_in_year else self.target.baseline if self.target else None

    def index(self) -> Decimal | None:
        """The progress index at the value's period, within the year for a yearly target on a flow; as `attained`."""
        if self.target is None or not self.judged:
            return None
        return progress_index(self.index_baseline(), self.figure.value, self.expected(self.period))

    def attained(self) -> Attained:
        """Attainment of the figure with its kind; of a partial figure only where the rule allows it."""
        if self.target is None or self.figure.value is None or not self.judged:
            return NOT_ATTAINABLE
        if self.grows_in_year:
            return attained_in_year(self.target, self.figure.value)
        return attained(self.target, self.figure.value)

    @exact
    def as_json(self) -> dict[str, Any]:
        """The line of the result, numbers as texts."""
        years = self.years()
        found = self.attained()
        index = self.index()
        standing = Standing(
            period=self.period.code,
            value=self.figure.value,
            gap=self.figure.gap,
            target=self.target,
            expected=self.expected(self.period),
            index=index,
            growth=self.growth_ratio(),
            attainment=found.value,
            partial=self.partial,
            mismatch=self.mismatch,
            lost=self.lost(),
            years=years,
            flow=self.grows_in_year,
        )
        verdict = rate(self.rule, standing)
        return {
            "indicator": self.indicator.code,
            "zone": self.zone,
            **self._values(),
            **self._target_values(),
            "attainment": to_text(found.value, SHARE_PLACES),
            "attainment_kind": found.kind,
            **self._years_values(years),
            "progress_index": to_text(index, SHARE_PLACES),
            "index_baseline": None if index is None else to_text(self.index_baseline()),
            "rating": verdict.rating,
            "assessment": verdict.assessment,
            "rule": self.rule.code,
            "reasons": [each.as_json() for each in (*verdict.reasons, *self._notes(verdict))],
            "contributing": list(self.figure.contributing),
            "missing": list(self.figure.missing_zones),
            "observations": [{"id": row, "version": version} for row, version in sorted(self.figure.observations)],
            "missing_periods": list(self.figure.missing),
            "history": history_points([*reversed(self.past), (self.period, self.figure)], restarts=self.restarts),
            "path": self._path(),
        }

    def _values(self) -> dict[str, Any]:
        change, before = self.change(), self.previous()
        return {
            "value": to_text(self.figure.value),
            "value_period": self.period.code,
            "covers": "year_to_date" if self.restarts else "since_baseline" if self.mode[0] == "running" else "period",
            "status": self.figure.status,
            "previous": to_text(before.value),
            "previous_period": before.period.code,
            "previous_reason": before.reason,
            "year_ago": to_text(self.year_ago.value),
            "change": {"kind": change.kind, "value": to_text(change.value, SHARE_PLACES), "reason": change.reason},
            "numerator": to_text(self.figure.numerator),
            "denominator": to_text(self.figure.denominator),
        }

    def _years_values(self, years: tuple[Year, ...]) -> dict[str, int | None]:
        met, of = count_tested(years) if self.target is not None and self.target.type == "yearly" else (None, None)
        return {"years_met": met, "years_tested": of}

    def _target_values(self) -> dict[str, Any]:
        target = self.target
        if target is None:
            names = ("baseline", "baseline_period", "target", "target_period", "expected", "required_pace")
            return dict.fromkeys(names)
        left = months_left(self.period.code, target)
        needed = (
            None if left is None or not self.judged else pace.required_change(self.figure.value, target.target, left)
        )
        met = self.figure.value is not None and is_met(target, self.figure.value)
        return {
            "baseline": to_text(target.baseline),
            "baseline_period": target.baseline_period and periods.normal(target.baseline_period),
            "target": to_text(target.target),
            "target_period": target.target_period and periods.normal(target.target_period),
            "expected": to_text(self.expected(self.period)),
            "required_pace": None if met or target.type == "yearly" else to_text(needed),
        }

    def _notes(self, verdict: Verdict) -> list[Reason]:
        """What a reader must know beside the verdict."""
        notes: list[Reason] = []
        target = self.target
        if self.figure.value is None:
            return notes
        broken = bound_broken(self.indicator, self.figure.value, summed=self._is_sum())
        if broken is not None:
            notes.append(broken)
        if self.figure.status in STATUS_NOTES:
            notes.append(reason(STATUS_NOTES[self.figure.status]))
        if target is None:
            return notes
        if target.parts:
            notes.append(reason("target_summed_from_zones", zones=len(target.parts)))
        if self.mode[0] == "running":
            notes.append(reason("running_total", since=target.baseline_period))
        if self.mode[0] == "year_to_date":
            notes.append(reason("year_to_date", year=self.period.year))
        left = months_left(self.period.code, target)
        if target.path == "geometric" and left is not None and verdict.assessment in {"rated", "achieved_then_lost"}:
            rate_needed = pace.required_growth(self.figure.value, target.target, left)
            if rate_needed is not None:
                notes.append(reason("required_growth", rate=share_text(rate_needed), until=target.target_period))
        return notes

    def _is_sum(self) -> bool:
        """Whether the figure adds up values of several zones or periods."""
        over_zones = self.zone == PROGRAMME and self.indicator.zone_rule in {"sum", "count_yes"}
        longer = self.period.frequency != self.indicator.frequency
        return over_zones or self.mode != PLAIN or (longer and adds_periods(self.indicator))

    def _path(self) -> list[dict[str, Any]]:
        """Expected values at the baseline, at each period of the history since then, and at the target; see `course`."""
        target = self.target
        if target is None:
            return []
        shown = (*reversed([moment for moment, _ in self.past]), self.period)
        if self.grows_in_year:
            return yearly_path(target, shown)
        chosen = path_periods(shown, target.baseline_period, target.target_period)
        points = [(moment, self.expected(moment)) for moment in chosen]
        return [path_point(moment, value) for moment, value in points if value is not None]


def _mode(indicator: Indicator, target: Target | None) -> Mode:
    """How the judged figure is read under a target; only flows are ever added up."""
    if target is None or indicator.nature != "flow" or indicator.numerator is not None:
        return PLAIN
    if target.type == "yearly":
        return YEAR_TO_DATE
    if target.type == "cumulative" and target.baseline_period is not None:
        return ("running", periods.parse(target.baseline_period).last_month)
    return PLAIN


def _can_be_lost(target: Target, period: Period) -> bool:
    if target.type in TO_BE_REACHED:
        return True
    left = months_left(period.code, target)
    return target.type in {"minimum", "maximum"} and left is not None and left > 0
