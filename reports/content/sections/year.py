"""The year in figures: the year's total or last value of every indicator, beside last year and what the year asked for."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import change_cell, number_cell, rating_cell, text_cell
from reports.content.lines import attained_cell, target_cell, value_cell
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
            Column(_("Expected at the end of the year"), 1.4, "right"),
            Column(_("Target"), 1.5, "right"),
            Column(_("Attainment"), 1.7, "right"),
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
            value_cell(line, source, strong=True, span=False),
            text_cell(_covers(line, source)),
            number_cell(line["year_ago"], places),
            change_cell(line["change"], source),
            number_cell(line["expected"], places),
            target_cell(line, source),
            attained_cell(line),
            rating_cell(line["rating"], assessment=str(line["assessment"])),
        )
    )


def _covers(line: Mapping[str, Any], source: Source) -> str:
    """Which months the value counts, in words; the period it is of for any other."""
    if line["value"] is None:
        return ""
    nature = source.indicator(line["indicator"]).get("nature")
    whole = line["value_period"] == source.scope["period"]
    if line["covers"] == "since_baseline":
        return _("total since the baseline")
    if nature == "flow" and (whole or (line["covers"] == "year_to_date" and line["value_period"].endswith("-12"))):
        return _("total of the year")
    if nature == "stock":
        return _("at the end of the year")
    if nature == "rate" and whole:
        return _("rate of the year")
    return format_period(clean_text(line["value_period"], 12), source.language)
