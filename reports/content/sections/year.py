"""The year in figures: the year's total or last value of every indicator, beside last year and what the year asked for."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import change_cell, number_cell, rating_cell, share_cell, text_cell
from reports.content.lines import value_cell
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Column, Paragraph, Row, Section, Table
from reports.formats.periods import format_period


def year_section(source: Source) -> Section:
    """The programme's figures; those of the zones are in the annex."""
    lines = [line for indicator in source.result["indicators"] if (line := source.line(indicator["code"])) is not None]
    table = Table(
        "year",
        _("Figures of the year and what was expected of it"),
        (
            Column(_("Indicator"), 3.2),
            Column(_("Value"), 1.7, "right"),
            Column(_("What it covers"), 1.7),
            Column(_("A year before"), 1.4, "right"),
            Column(_("Year on year"), 1.4, "right"),
            Column(_("Expected for the year"), 1.4, "right"),
            Column(_("Final target"), 1.4, "right"),
            Column(_("Attainment"), 1.3, "right"),
            Column(_("Rating"), 1.5),
        ),
        tuple(_row(line, source) for line in lines),
        dense=True,
        empty=_("No indicator line has been computed yet."),
    )
    words = _(
        "Flows stand with the total of the year, stocks with their value at its end, rates with the rate of the year. "
        "Expected is what the agreed path, or the yearly target, asks for at the end of the year."
    )
    return Section("year", "", _("The year in figures"), (Paragraph(words, source.language), table))


def _row(line: Mapping[str, Any], source: Source) -> Row:
    code = line["indicator"]
    places = source.decimals(code)
    return Row(
        (
            text_cell(source.name("indicators", code), detail=source.joined(clean_text(code, 20), source.unit(code))),
            value_cell(line, source, strong=True),
            text_cell(_covers(line, source)),
            number_cell(line["year_ago"], places),
            change_cell(line["change"], source),
            number_cell(line["expected"], places),
            number_cell(line["target"], places),
            share_cell(line["attainment"]),
            rating_cell(line["rating"], assessment=str(line["assessment"])),
        )
    )


def _covers(line: Mapping[str, Any], source: Source) -> str:
    """What the value counts over time, where the result says so; else the period it is of."""
    codes = {reason["code"] for reason in line["reasons"]}
    nature = source.indicator(line["indicator"]).get("nature")
    if "running_total" in codes:
        return _("total since the baseline")
    if nature == "flow" and ("year_to_date" in codes or line["value_period"] == source.scope["period"]):
        return _("total of the year")
    if nature == "stock":
        return _("at the end of the year")
    if nature == "rate" and line["value_period"] == source.scope["period"]:
        return _("rate of the year")
    return format_period(clean_text(line["value_period"], 12), source.language)
