"""One line of an evaluation: indicator x zone, with its figures, path, rating and reasons.

The judged figure, its history and its path are the same quantity: for a flow under a cumulative target all are
running totals since the baseline, under a yearly target totals since January; else the figures as they stand.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from reports.evaluation import growth, pace, periods
from reports.evaluation.attainment import TO_BE_REACHED, attainment, is_met
from reports.evaluation.decimals import SHARE_PLACES, exact, to_text
from reports.evaluation.figures import PLAIN, YEAR_TO_DATE, Figure, Figures, Mode
from reports.evaluation.periods import Period
from reports.evaluation.progress import progress_index
from reports.evaluation.rating import Standing, Verdict, months_left, rate
from reports.evaluation.reasons import Reason, reason, share_text
from reports.evaluation.trajectory import expected
from reports.evaluation.types import PROGRAMME, Indicator, RatingRule, Target
from reports.evaluation.yearly import Year, expected_in_year, share_met, years_tested

HISTORY = 13
STATUS_NOTES = {"P": "provisional", "E": "estimated"}


@dataclass(frozen=True, slots=True)
class LineContext:
    """What all lines of one evaluation share."""

    figures: Figures
    period: Period
    rule: RatingRule


class Line:
    """The working of one line. `as_json` gives the form of the stored result."""

    def __init__(self, context: LineContext, indicator: Indicator, zone: str, target: Target | None) -> None:
        """Look up the figures that the line shows; `target` is ready (see `targets.resolve`) or None."""
        self.context = context
        self.indicator = indicator
        self.zone = zone
        self.target = target
        self.rule = indicator.rule or context.rule
        self.mode = _mode(indicator, target)
        self.period = context.figures.period_of(indicator, context.period)
        self.figure = self.at(self.period)
        self.partial = self._partial()
        self.judged = self.partial is None or self.rule.allow_partial
        self.past = [(moment, self.at(moment)) for moment in periods.window(self.period, HISTORY - 1)]
        self.year_ago = self.past[periods.PER_YEAR[self.period.frequency] - 1][1]

    def at(self, period: Period) -> Figure:
        """The judged figure of a period; a running total stands on its baseline."""
        figure = self.context.figures.get(self.indicator.code, self.zone, period, self.mode)
        if self.mode[0] == "running" and figure.value is not None and self.target is not None and self.target.baseline:
            return figure._replace(value=figure.value + self.target.baseline)
        return figure

    def expected(self, period: Period) -> Decimal | None:
        """The value expected at the end of a period, or None without a path."""
        if self.target is None:
            return None
        if self.target.type == "yearly":
            return expected_in_year(self.target, period, flow=self.indicator.nature == "flow")
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

    def index(self) -> Decimal | None:
        """The progress index at the value's period, within the year for a yearly target on a flow; as `attainment`."""
        target = self.target
        if target is None or not self.judged:
            return None
        start = Decimal(0) if target.type == "yearly" and self.indicator.nature == "flow" else target.baseline
        return progress_index(start, self.figure.value, self.expected(self.period))

    def attainment(self, years: tuple[Year, ...]) -> Decimal | None:
        """Attainment of the figure, or the share of years met; of a partial figure only where the rule allows it."""
        if self.target is None or self.figure.value is None or not self.judged:
            return None
        if self.target.type == "yearly":
            return share_met(years)
        return attainment(self.target, self.figure.value)

    @exact
    def as_json(self) -> dict[str, Any]:
        """The line of the result, numbers as texts."""
        years = self.years()
        attained = self.attainment(years)
        index = self.index()
        standing = Standing(
            period=self.period.code,
            value=self.figure.value,
            gap=self.figure.gap,
            target=self.target,
            expected=self.expected(self.period),
            index=index,
            growth=self.growth_ratio(),
            attainment=attained,
            partial=self.partial,
            lost=self.lost(),
            years=years,
            flow=self.indicator.nature == "flow",
        )
        verdict = rate(self.rule, standing)
        return {
            "indicator": self.indicator.code,
            "zone": self.zone,
            **self._values(),
            **self._target_values(),
            "attainment": to_text(attained, SHARE_PLACES),
            "progress_index": to_text(index, SHARE_PLACES),
            "rating": verdict.rating,
            "assessment": verdict.assessment,
            "rule": self.rule.code,
            "reasons": [each.as_json() for each in (*verdict.reasons, *self._notes(verdict))],
            "contributing": list(self.figure.contributing),
            "missing": list(self.figure.missing_zones),
            "observations": [{"id": row, "version": version} for row, version in sorted(self.figure.observations)],
            "history": self._history(),
            "path": self._path(),
        }

    def _values(self) -> dict[str, Any]:
        change = self.change()
        return {
            "value": to_text(self.figure.value),
            "value_period": self.period.code,
            "status": self.figure.status,
            "previous": to_text(self.past[0][1].value),
            "previous_period": self.past[0][0].code,
            "year_ago": to_text(self.year_ago.value),
            "change": {"kind": change.kind, "value": to_text(change.value, SHARE_PLACES), "reason": change.reason},
            "numerator": to_text(self.figure.numerator),
            "denominator": to_text(self.figure.denominator),
        }

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

    def _history(self) -> list[dict[str, Any]]:
        """The newest 13 periods, oldest first, from the first one with a value; gaps inside stay visible as null.

        A point is partial when zones or periods did not contribute, so that a gap is not taken for a fall.
        """
        shown = [*reversed(self.past), (self.period, self.figure)]
        first = next((place for place, (_, figure) in enumerate(shown) if figure.value is not None), len(shown))
        return [
            {"period": moment.code, "value": to_text(figure.value), "partial": figure.is_partial}
            for moment, figure in shown[first:]
        ]

    def _path(self) -> list[dict[str, Any]]:
        """Expected values at the baseline, at each period of the history since then, and at the target."""
        target = self.target
        if target is None:
            return []
        chosen = _path_periods(self.period, target.baseline_period, target.target_period)
        points = [(moment.code, self.expected(moment)) for moment in chosen]
        return [{"period": code, "expected": to_text(value)} for code, value in points if value is not None]


@lru_cache(maxsize=4096)
def _path_periods(period: Period, baseline_period: str | None, target_period: str | None) -> tuple[Period, ...]:
    """Where a path is drawn: at its ends, and at the periods of the history between; one period per month end."""
    ends = [periods.parse(code) for code in (baseline_period, target_period) if code]
    begin = ends[0].last_month if baseline_period else 0
    moments = {moment.last_month: moment for moment in (*ends, *periods.window(period, HISTORY - 1), period)}
    return tuple(moments[month] for month in sorted(moments) if month >= begin)


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
