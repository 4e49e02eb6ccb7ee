"""Small multiples: the programme and every zone, the same axis in all panels, actual values against the expected path.

A figure to which zones or periods did not contribute is a hollow mark off the line, so that a gap is no fall.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.cells import number_cell, text_cell
from reports.content.charts.theme import ACCENT, PATH, WIDTH, finished
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Chart, Column, Row, Table
from reports.formats.numbers import format_number, to_decimal
from reports.formats.periods import format_period, period_end

MOST_INDICATORS = 4
MOST_SPREAD = 3
LEAST_POINTS = 3
SPACE = 12


class Point(NamedTuple):
    """A figure of a period; None where there is none. `partial`: zones or periods did not contribute.

    Points of different segments are not joined: a total since January starts again.
    """

    period: str
    value: Decimal | None
    partial: bool = False
    segment: int = 0


class Trend(NamedTuple):
    """What one panel shows: a line of the result with its figures and its path."""

    line: Mapping[str, Any]
    history: list[Point]
    path: list[Point]

    @property
    def whole(self) -> list[tuple[str, Decimal]]:
        """The figures that can be compared with one another."""
        return [(point.period, point.value) for point in self.history if point.value is not None and not point.partial]


def trend_charts(source: Source) -> list[Chart]:
    """Charts of the first indicators that have a path and at least three whole figures in most zones."""
    charts: list[Chart] = []
    for indicator in source.result["indicators"]:
        trends = [_trend(line) for line in source.lines_of(indicator["code"])]
        drawn = [trend for trend in trends if len(trend.whole) >= LEAST_POINTS and trend.path]
        zones = [trend for trend in drawn if trend.line["zone"]]
        if zones and len(zones) * 2 >= sum(bool(trend.line["zone"]) for trend in trends):
            charts.append(_chart(indicator["code"], sorted(drawn, key=lambda trend: bool(trend.line["zone"])), source))
        if len(charts) == MOST_INDICATORS:
            break
    return charts


def _trend(line: Mapping[str, Any]) -> Trend:
    history = [
        Point(str(row["period"]), to_decimal(row["value"]), bool(row["partial"]), int(row["segment"]))
        for row in line["history"]
        if period_end(str(row["period"])) is not None
    ]
    path = [
        Point(str(row["period"]), to_decimal(row["expected"]), segment=int(row["segment"]))
        for row in line["path"] or []
    ]
    return Trend(line, history, [each for each in path if each.value is not None and period_end(each.period)])


def _chart(code: str, trends: list[Trend], source: Source) -> Chart:
    bases = [trend.whole[0][1] for trend in trends]
    indexed = min(bases) > 0 and max(bases) / min(bases) > MOST_SPREAD
    name, unit = source.name("indicators", code), source.unit(code)
    if indexed:
        start = format_period(min(trend.whole[0][0] for trend in trends), source.language)
        measure = _("first period shown (%(period)s) = 100") % {"period": start}
    else:
        measure = unit
    caption = f"{name} ({measure})" if source.suffix == "en" else f"{name}（{measure}）"
    return Chart(
        f"trend_{clean_text(code, 20)}",
        caption,
        _alt_text(name, trends, source),
        _spec(trends, source, indexed=indexed),
        _data(code, trends, source),
        "line",
        tuple(place for place, trend in enumerate(trends, start=1) if trend.line["zone"]),
    )


def _alt_text(name: str, trends: list[Trend], source: Source) -> str:
    parts = []
    for trend in trends:
        places, whole = source.decimals(trend.line["indicator"]), trend.whole
        parts.append(
            f"{source.zone_name(trend.line['zone'])}: {format_number(whole[0][1], places)} → {format_number(whole[-1][1], places)}"
        )
    return _("Lines of %(name)s by zone against the expected path.") % {"name": name} + " " + "; ".join(parts)


def _data(code: str, trends: list[Trend], source: Source) -> Table:
    """The figures by period. Partial ones stand in a column of their own, where no chart takes them for a fall."""
    places = source.decimals(code)
    periods = sorted(
        {point.period for trend in trends for point in trend.history}, key=lambda period: (period_end(period), period)
    )
    partial = {period: _partial_words(period, trends, places, source) for period in periods}
    extra = (Column(_("Partial figures"), 2),) if any(partial.values()) else ()
    names = [source.zone_name(trend.line["zone"]) for trend in trends]
    rows = tuple(
        Row(
            (
                text_cell(format_period(period, source.language)),
                *(number_cell(dict(trend.whole).get(period), places) for trend in trends),
                *(text_cell(partial[period]) for _column in extra),
            )
        )
        for period in periods
    )
    return Table(
        f"trend_{clean_text(code, 20)}_data",
        source.name("indicators", code),
        (Column(_("Period"), 1.5), *(Column(name, 1, "right") for name in names), *extra),
        rows,
        note=source.unit(code),
        dense=True,
    )


def _partial_words(period: str, trends: list[Trend], places: int, source: Source) -> str:
    found = [
        f"{source.zone_name(trend.line['zone'])} {format_number(point.value, places)}"
        for trend in trends
        for point in trend.history
        if point.period == period and point.partial
    ]
    return pgettext("between the names of a list", ", ").join(found)


def _spec(trends: list[Trend], source: Source, *, indexed: bool) -> dict[str, Any]:
    kinds = [_("Actual"), _("Expected path")]
    partial = _("Partial: some zones or periods are missing")
    names = [source.zone_name(trend.line["zone"])[:24] for trend in trends]
    values = [
        value
        for trend, zone in zip(trends, names, strict=True)
        for value in _values(trend, zone, (*kinds, partial), indexed=indexed)
    ]
    years = alt.Axis(format="%Y", tickCount="year", labelFontSize=9, grid=False, labelFlush=False, labelOverlap=True)
    base = alt.Chart().encode(
        x=alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=years),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=4, labelFontSize=9)),
    )
    layers = [*_lines(base, kinds), *_marks(base, partial, needed=any(value["series"] == partial for value in values))]
    width = (WIDTH + 20 - SPACE * len(trends)) / len(trends)
    panels = alt.layer(*layers).properties(width=width, height=92)
    return finished(
        panels.facet(data=alt.Data(values=values), column=alt.Column("zone:N", sort=names, title=None), spacing=SPACE)
    )


def _lines(base: alt.Chart, kinds: list[str]) -> list[alt.Chart]:
    """The two lines, interrupted where a figure is missing or partial, and dots for figures without a neighbour."""
    lines = base.transform_filter(alt.FieldOneOfPredicate(field="series", oneOf=kinds))
    dots = base.transform_filter("datum.alone")
    return [
        lines.mark_line(strokeWidth=1.8, point=False).encode(
            detail="run:N",
            color=alt.Color(
                "series:N",
                scale=alt.Scale(domain=kinds, range=[ACCENT, PATH]),
                legend=alt.Legend(symbolType="stroke"),
            ),
            strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=kinds, range=[[1, 0], [4, 3]]), legend=None),
        ),
        dots.mark_point(filled=True, size=12, color=ACCENT, opacity=1),
    ]


def _marks(base: alt.Chart, partial: str, *, needed: bool) -> list[alt.Chart]:
    if not needed:
        return []
    marks = base.transform_filter(alt.FieldEqualPredicate(field="series", equal=partial))
    look = alt.Legend(symbolFillColor="white", symbolType="circle", symbolSize=30, labelLimit=330)
    stroke = alt.Stroke("series:N", scale=alt.Scale(domain=[partial], range=[ACCENT]), legend=look)
    return [marks.mark_point(filled=False, fill="white", size=22, strokeWidth=1.2).encode(stroke=stroke)]


def _values(trend: Trend, zone: str, kinds: tuple[str, str, str], *, indexed: bool) -> list[dict[str, Any]]:
    """Points of one panel: the history in unbroken runs, partial figures, and the path from the first period on."""
    actual, expected, partial = kinds
    base = trend.whole[0][1] / 100 if indexed else Decimal(1)
    found = []

    def add(series: str, points: Sequence[Point], run: int = 0, *, alone: bool = False) -> None:
        for point in points:
            day, value = str(period_end(point.period)), float((point.value or Decimal(0)) / base)
            found.append({"zone": zone, "series": series, "day": day, "value": value, "run": run, "alone": alone})

    runs = groupby(trend.history, key=lambda point: (point.value is None, point.partial, point.segment))
    for number, ((missing, is_partial, _segment), members) in enumerate(runs):
        points = list(members)
        if not missing:
            alone = len(points) == 1 and not is_partial
            add(partial if is_partial else actual, points, number, alone=alone)
    first = period_end(next(point.period for point in trend.history if point.value is not None))
    course = [point for point in trend.path if period_end(point.period) >= first] or trend.path
    for segment, members in groupby(course, key=lambda point: point.segment):
        add(expected, list(members), segment)
    return found
