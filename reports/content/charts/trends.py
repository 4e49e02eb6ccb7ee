"""Small multiples: one panel per zone, the same axis in all of them, actual values against the expected path."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from reports.content.cells import number_cell, text_cell
from reports.content.charts.theme import ACCENT, PATH, WIDTH, finished
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Chart, Column, Row, Table
from reports.formats.numbers import format_number, to_decimal
from reports.formats.periods import format_period, period_end

MOST_INDICATORS = 4
MOST_SPREAD = 3
Point = tuple[str, Decimal]


def trend_charts(source: Source) -> list[Chart]:
    """Charts of the first indicators that have a path and at least three observed periods in most zones."""
    charts: list[Chart] = []
    for indicator in source.result["indicators"]:
        lines = [line for line in source.lines_of(indicator["code"]) if line["zone"]]
        drawn = [
            line for line in lines if len(_points(line["history"], "value")) >= 3 and _points(line["path"], "expected")
        ]
        if drawn and len(drawn) * 2 >= len(lines):
            charts.append(_chart(indicator["code"], drawn, source))
        if len(charts) == MOST_INDICATORS:
            break
    return charts


def _points(rows: Sequence[Mapping[str, Any]] | None, field: str) -> list[Point]:
    found = ((str(row["period"]), to_decimal(row[field])) for row in rows or [])
    return [(period, value) for period, value in found if value is not None and period_end(period) is not None]


def _chart(code: str, lines: list[Mapping[str, Any]], source: Source) -> Chart:
    bases = [_points(line["history"], "value")[0][1] for line in lines]
    indexed = min(bases) > 0 and max(bases) / min(bases) > MOST_SPREAD
    name, unit = source.name("indicators", code), source.unit(code)
    if indexed:
        start = format_period(min(_points(line["history"], "value")[0][0] for line in lines), source.language)
        measure = _("first period shown (%(period)s) = 100") % {"period": start}
    else:
        measure = unit
    caption = f"{name} ({measure})" if source.suffix == "en" else f"{name}（{measure}）"
    return Chart(
        f"trend_{clean_text(code, 20)}",
        caption,
        _alt_text(name, lines, source),
        _spec(lines, source, indexed=indexed),
        _data(code, lines, source),
        "line",
        tuple(range(1, len(lines) + 1)),
    )


def _alt_text(name: str, lines: list[Mapping[str, Any]], source: Source) -> str:
    parts = []
    for line in lines:
        history, places = _points(line["history"], "value"), source.decimals(line["indicator"])
        parts.append(
            f"{source.zone_name(line['zone'])}: {format_number(history[0][1], places)} → {format_number(history[-1][1], places)}"
        )
    return _("Lines of %(name)s by zone against the expected path.") % {"name": name} + " " + "; ".join(parts)


def _data(code: str, lines: list[Mapping[str, Any]], source: Source) -> Table:
    values = {str(line["zone"]): dict(_points(line["history"], "value")) for line in lines}
    periods = sorted(
        {period for points in values.values() for period in points}, key=lambda period: (period_end(period), period)
    )
    columns = (Column(_("Period"), 1.5), *(Column(source.zone_name(zone), 1, "right") for zone in values))
    rows = tuple(
        Row(
            (
                text_cell(format_period(period, source.language)),
                *(number_cell(points.get(period), source.decimals(code)) for points in values.values()),
            )
        )
        for period in periods
    )
    return Table(
        f"trend_{clean_text(code, 20)}_data",
        source.name("indicators", code),
        columns,
        rows,
        note=source.unit(code),
        dense=True,
    )


def _spec(lines: list[Mapping[str, Any]], source: Source, *, indexed: bool) -> dict[str, Any]:
    kinds = [_("Actual"), _("Expected path")]
    names = [source.zone_name(line["zone"])[:24] for line in lines]
    values = [
        value for line, zone in zip(lines, names, strict=True) for value in _values(line, zone, kinds, indexed=indexed)
    ]
    years = alt.Axis(format="%Y", tickCount="year", labelFontSize=9, grid=False, labelFlush=False)
    drawn = (
        alt.Chart(alt.Data(values=values))
        .mark_line(strokeWidth=1.8, point=False)
        .encode(
            x=alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=years),
            y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=4, labelFontSize=9)),
            color=alt.Color(
                "series:N",
                scale=alt.Scale(domain=kinds, range=[ACCENT, PATH]),
                legend=alt.Legend(symbolType="stroke"),
            ),
            strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=kinds, range=[[1, 0], [4, 3]]), legend=None),
        )
    )
    panel = drawn.properties(width=(WIDTH + 20 - 12 * len(lines)) / len(lines), height=92)
    return finished(panel.facet(column=alt.Column("zone:N", sort=names, title=None), spacing=12))


def _values(line: Mapping[str, Any], zone: str, kinds: list[str], *, indexed: bool) -> list[dict[str, Any]]:
    """Points of one panel: the history, and the path from the first observed period on."""
    history, path = _points(line["history"], "value"), _points(line["path"], "expected")
    base = history[0][1] / 100 if indexed else Decimal(1)
    first = period_end(history[0][0])
    kept = [point for point in path if period_end(point[0]) >= first] or path
    return [
        {"zone": zone, "series": kind, "day": str(period_end(period)), "value": float(value / base)}
        for kind, points in zip(kinds, (history, kept), strict=True)
        for period, value in points
    ]
