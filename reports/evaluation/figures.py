"""Figures: the value of an indicator in a zone for a period, from the observations, by the declared rules.

One index over the cells, then look-ups only: the work grows with the number of lines and periods asked for, never
with their product. Each figure knows the observations behind it and what did not contribute.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.evaluation.cumulative import running_total
from reports.evaluation.decimals import exact, total
from reports.evaluation.periods import Period, children, from_month, latest_ended, normal, parse, until
from reports.evaluation.ratio import ratio
from reports.evaluation.timing import adds_periods, over_time
from reports.evaluation.types import PROGRAMME, VALUE_STATUSES, Cell, Indicator, Obligation
from reports.evaluation.zones import Part, aggregate

EMPTY_GAPS = {"M": "reported_missing", "Q": "suppressed", "N": "not_applicable"}
STATUS_ORDER = "ABPE"

# How a figure is read: as it stands, as running total since the end of a month, or as total since January.
Mode = tuple[str, int]
NO_CELLS: Mapping[Period, Cell] = {}
PLAIN: Mode = ("plain", 0)
YEAR_TO_DATE: Mode = ("year_to_date", 0)


class Figure(NamedTuple):
    """One figure. `value` None comes with `gap`, the code of the reason.

    `status` is the weakest status that went in (A, B, P, E). `missing` lists period codes and `missing_zones` zone
    codes without a value; `observations` are (row id, version) of everything that went in.
    """

    value: Decimal | None = None
    gap: str | None = None
    status: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: tuple[str, ...] = ()
    contributing: tuple[str, ...] = ()
    missing_zones: tuple[str, ...] = ()
    observations: tuple[tuple[int, int], ...] = ()

    @property
    def is_partial(self) -> bool:
        """True for a value to which some zones or periods did not contribute."""
        return self.value is not None and bool(self.missing or self.missing_zones)


class Figures:
    """All figures of one evaluation. Answers are remembered; nothing is ever changed after construction."""

    def __init__(
        self,
        indicators: Mapping[str, Indicator],
        zones: Mapping[str, tuple[str, ...]],
        cells: Iterable[Cell],
        obligations: Iterable[Obligation],
        today: date,
    ) -> None:
        """Index the inputs.

        `zones` gives for each indicator code the zones where it applies, in plan order. `today` is the date of the
        data: a figure whose due date, or without obligation whose period's end, lies later is not due.
        """
        self.indicators = indicators
        self.zones = zones
        self.today = today
        self._cells: dict[tuple[str, str], dict[Period, Cell]] = {}
        for cell in cells:
            self._cells.setdefault((cell.indicator, cell.zone), {})[parse(cell.period)] = cell
        self._due: dict[tuple[str, str, str], date] = {}
        for owed in obligations:
            key = (owed.indicator, owed.zone, normal(owed.period))
            self._due[key] = max(owed.due, self._due.get(key, owed.due))
        self._known: dict[tuple[str, str, Period, Mode], Figure] = {}

    def period_of(self, indicator: Indicator, period: Period) -> Period:
        """The period whose figure stands for `period`.

        The same frequency: `period` itself. A coarser one: the newest that has ended by then (a quarter's evaluation
        reads the last full year). A finer one: the last inside `period` for stocks and series cumulative in the year,
        `period` as a whole for sums and recomputed rates.
        """
        if len(children(period, indicator.frequency)) == 0:
            return latest_ended(indicator.frequency, period.last_month)
        if indicator.numerator is None and (indicator.cumulative or indicator.time_rule == "last"):
            return children(period, indicator.frequency)[-1]
        return period

    def get(self, code: str, zone: str, period: Period, mode: Mode = PLAIN) -> Figure:
        """The figure of indicator `code`; zone `""` aggregates over the zones where it applies."""
        key = (code, zone, period, mode)
        known = self._known.get(key)
        if known is None:
            indicator = self.indicators[code]
            known = (
                self._of_programme(indicator, period, mode)
                if zone == PROGRAMME
                else self._of_zone(indicator, zone, period, mode)
            )
            self._known[key] = known
        return known

    def forget(self) -> None:
        """Drop the remembered answers, to keep a large evaluation small in memory; answers do not change."""
        self._known.clear()

    def _of_zone(self, indicator: Indicator, zone: str, period: Period, mode: Mode) -> Figure:
        if mode[0] == "running":
            return self._running(indicator, zone, period, mode[1])
        if mode[0] == "year_to_date":
            return self._spanned(indicator, zone, from_month(indicator.frequency, period.year * 12), period)
        if indicator.numerator is not None and indicator.denominator is not None:
            return self._ratio(indicator, indicator.numerator, indicator.denominator, zone, period)
        if period.frequency == indicator.frequency:
            return self._observed(indicator, zone, period)
        inside = children(period, indicator.frequency)
        return self._spanned(indicator, zone, inside[0], period) if inside else _empty(zone, "period_mismatch")

    def _observed(self, indicator: Indicator, zone: str, period: Period) -> Figure:
        cell = self._cells.get((indicator.code, zone), NO_CELLS).get(period)
        if cell is None:
            return _empty(zone, "not_due" if self._is_not_due(indicator, zone, period) else "no_value")
        if cell.status not in VALUE_STATUSES:
            return _empty(zone, EMPTY_GAPS[cell.status])
        seen = ((cell.observation, cell.version),) if cell.observation is not None else ()
        return Figure(cell.value, status=cell.status, contributing=(zone,), observations=seen)

    def _is_not_due(self, indicator: Indicator, zone: str, period: Period) -> bool:
        return self._due.get((indicator.code, zone, period.code), period.end) > self.today

    def _spanned(self, indicator: Indicator, zone: str, first: Period, last: Period) -> Figure:
        """The figure from `first` (of the indicator's frequency) to the end of `last`, by the time rule."""
        inside = until(first, from_month(indicator.frequency, last.last_month))
        rule = "last" if indicator.cumulative else indicator.time_rule
        used = inside[-1:] if rule == "last" else inside
        figures = [self._observed(indicator, zone, period) for period in used]
        span = over_time(rule, [figure.value for figure in figures])
        gap = span.reason
        if gap == "no_value":
            gap = _common_gap(figure.gap for figure in figures)
        missing = tuple(used[place].code for place in span.missing)
        if span.value is None:
            return _empty(zone, gap or "no_value")
        return Figure(span.value, None, _weakest(figures), None, None, missing, (zone,), (), _seen(figures))

    def _running(self, indicator: Indicator, zone: str, period: Period, start_month: int) -> Figure:
        cells = self._cells.get((indicator.code, zone), {})
        last = from_month(indicator.frequency, period.last_month)
        series = {moment: cell.value for moment, cell in cells.items()}
        running = running_total(series, start_month, last, cumulative=indicator.cumulative)
        if running.value is None:
            return _empty(zone, self._observed(indicator, zone, last).gap or "no_value")
        inside = [cell for moment, cell in cells.items() if start_month < moment.last_month <= last.last_month]
        figures = [
            self._observed(indicator, zone, parse(cell.period)) for cell in sorted(inside, key=lambda cell: cell.period)
        ]
        missing = tuple(moment.code for moment in running.missing)
        return Figure(running.value, None, _weakest(figures), None, None, missing, (zone,), (), _seen(figures))

    def _ratio(self, indicator: Indicator, over: str, under: str, zone: str, period: Period) -> Figure:
        numerator, denominator = self._sides(over, under, zone, period)
        value, gap = ratio(numerator.value, denominator.value, indicator.factor)
        gaps = {numerator.gap, denominator.gap}
        if value is None and numerator.value is None and denominator.value is None:
            gap = _common_gap((numerator.gap, denominator.gap))
        elif value is None and "not_due" in gaps:
            gap = "not_due"
        sides = [numerator, denominator]
        return Figure(
            value,
            gap,
            _weakest(sides),
            numerator.value,
            denominator.value,
            tuple(sorted({*numerator.missing, *denominator.missing})),
            () if value is None else (zone,),
            (zone,) if value is None else (),
            _seen(sides),
        )

    def _sides(self, over: str, under: str, zone: str, period: Period) -> tuple[Figure, Figure]:
        """Numerator and denominator over the same periods.

        Where periods are missing on one side, both are added up over the periods that both have; where they cannot be
        told apart (a stock, another frequency), neither side has a value.
        """
        numerator, denominator = self._side(over, zone, period), self._side(under, zone, period)
        known = numerator.value is not None and denominator.value is not None
        if not known or numerator.missing == denominator.missing:
            return numerator, denominator
        first, second = self.indicators[over], self.indicators[under]
        if not (adds_periods(first) and adds_periods(second) and first.frequency == second.frequency):
            return _empty(zone, "different_periods"), _empty(zone, "different_periods")
        inside = children(period, first.frequency)
        both = [(self._observed(first, zone, each), self._observed(second, zone, each)) for each in inside]
        return _in_common(zone, inside, both)

    def _side(self, code: str, zone: str, period: Period) -> Figure:
        """Numerator, denominator or weight: of the same period; a stock known less often stands with its newest value."""
        indicator = self.indicators[code]
        if indicator.nature == "stock":
            period = self.period_of(indicator, period)
        return self.get(code, zone, period)

    def _of_programme(self, indicator: Indicator, period: Period, mode: Mode) -> Figure:
        figures = {zone: self.get(indicator.code, zone, period, mode) for zone in self.zones[indicator.code]}
        figures = {zone: figure for zone, figure in figures.items() if figure.gap != "not_applicable"}
        parts = [self._part(indicator, zone, figure, period) for zone, figure in figures.items()]
        whole = aggregate(indicator.zone_rule, parts, indicator.factor)
        used = [figures[zone] for zone in whole.contributing]
        gap = whole.reason
        if gap == "no_value":
            gap = _common_gap(figure.gap for figure in figures.values())
        return Figure(
            whole.value,
            gap,
            _weakest(used),
            whole.numerator,
            whole.denominator,
            tuple(sorted({code for figure in used for code in figure.missing})),
            whole.contributing,
            whole.missing,
            _seen(used),
        )

    def _part(self, indicator: Indicator, zone: str, figure: Figure, period: Period) -> Part:
        weight = self._side(indicator.weight_indicator, zone, period) if indicator.weight_indicator else None
        whole = None if weight is None or weight.missing else weight.value
        return Part(zone, figure.value, whole, figure.numerator, figure.denominator)


def _empty(zone: str, gap: str) -> Figure:
    return Figure(gap=gap, missing_zones=(zone,))


def _in_common(zone: str, inside: Sequence[Period], both: Sequence[tuple[Figure, Figure]]) -> tuple[Figure, Figure]:
    """Two sums over the periods in which both sides have a value; without such a period both are empty."""
    there = [one.value is not None and other.value is not None for one, other in both]
    missing = tuple(period.code for period, known in zip(inside, there, strict=True) if not known)
    if not any(there):
        return _empty(zone, "different_periods"), _empty(zone, "different_periods")
    used = [pair for pair, known in zip(both, there, strict=True) if known]
    numerator, denominator = (_added([pair[side] for pair in used], zone, missing) for side in (0, 1))
    return numerator, denominator


@exact
def _added(figures: Sequence[Figure], zone: str, missing: tuple[str, ...]) -> Figure:
    value = total(figure.value for figure in figures if figure.value is not None)
    return Figure(value, None, _weakest(figures), None, None, missing, (zone,), (), _seen(figures))


def _weakest(figures: Iterable[Figure]) -> str | None:
    found = [figure.status for figure in figures if figure.status is not None]
    return max(found, key=STATUS_ORDER.index) if found else None


def _seen(figures: Iterable[Figure]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys(row for figure in figures for row in figure.observations))


def _common_gap(gaps: Iterable[str | None]) -> str:
    """One reason for several missing values: not due only when all are; a single shared reason; else no value."""
    found = {gap for gap in gaps if gap is not None}
    return found.pop() if len(found) == 1 else "no_value"
