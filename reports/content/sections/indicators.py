"""Indicators against target: the programme's figures with the zones' ratings beside them, then the trends."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import change_cell, heat_cell, number_cell, rating_cell, text_cell
from reports.content.charts.trends import trend_charts
from reports.content.lines import attained_cell, fraction_text, value_cell
from reports.content.sections.ratings import legend
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Cell, Column, Paragraph, Row, Section, Subheading, Table
from reports.formats.periods import format_period


def indicators_section(source: Source) -> Section:
    """Programme table with zone ratings, then small multiples of the key indicators."""
    blocks: list[Block] = [
        Paragraph(
            _(
                "Expected is the value that the agreed path asks for at the end of the period; attainment is the share of the way "
                "from the baseline to the final target, or for a target of each year the share of the year's target. Changes of rates are in percentage points. Figures of every zone are in the annex."
            ),
            source.language,
        ),
        legend(),
        _table(source),
    ]
    charts = trend_charts(source)
    if charts:
        blocks += [Subheading(_("Trend against the expected path")), _drawn(len(charts), source), *charts]
    return Section("indicators", "", _("Indicators against target"), tuple(blocks))


def _drawn(number: int, source: Source) -> Paragraph:
    words = _(
        "Drawn are %(shown)s of %(total)s indicators: the first that have an agreed path and enough figures. The course of "
        "every indicator is on its page in the portal and in the JSON file."
    ) % {"shown": number, "total": len(source.result["indicators"])}
    return Paragraph(words, source.language, "note")


def _table(source: Source) -> Table:
    columns = (
        Column(_("Indicator"), 3.2),
        Column(_("Value"), 2.8, "right"),
        Column(_("Year on year"), 1.4, "right"),
        Column(_("Expected"), 1.4, "right"),
        Column(_("Attainment"), 1.8, "right"),
        Column(_("Rating"), 1.6),
        *(Column(clean_text(source.zone_name(zone), 20), 1.5, "center") for zone in source.zones),
    )
    rows = tuple(_row(indicator, source) for indicator in source.result["indicators"])
    return Table(
        "indicators",
        _("Programme figures, %(period)s, and ratings of the zones")
        % {"period": format_period(clean_text(source.scope["period"], 12), source.language)},
        columns,
        rows if source.result["lines"] else (),
        dense=True,
        empty=_("No indicator line has been computed yet."),
        note=_(
            "A figure of another period, of several periods or of some zones only says so below it. A dash instead of a programme "
            "figure: the indicator is not put together over the zones."
        ),
    )


def _row(indicator: Mapping[str, Any], source: Source) -> Row:
    code = indicator["code"]
    name = text_cell(source.name("indicators", code), detail=source.joined(clean_text(code, 20), source.unit(code)))
    zones = tuple(_zone_cell(source.line(code, zone)) for zone in source.zones)
    line = source.line(code)
    if line is None:
        return Row((name, *(text_cell("—") for _place in range(4)), text_cell("—"), *zones))
    value = value_cell(line, source)
    fraction = fraction_text(line)
    if fraction:
        value = replace(value, detail=source.joined(value.detail, fraction))
    return Row(
        (
            name,
            value,
            change_cell(line["change"], source),
            number_cell(line["expected"], source.decimals(code)),
            attained_cell(line),
            rating_cell(line["rating"], assessment=str(line["assessment"])),
            *zones,
        )
    )


def _zone_cell(line: Mapping[str, Any] | None) -> Cell:
    return text_cell("—") if line is None else heat_cell(line["rating"], assessment=str(line["assessment"]))
