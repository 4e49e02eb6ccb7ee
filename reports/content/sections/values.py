"""Annex: every figure of every zone in one row per indicator, with its rating and attainment in small print below."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import heat_cell, text_cell
from reports.content.lines import value_cell, years_text
from reports.content.sections.ratings import legend
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Cell, Column, Paragraph, Row, Section, Table
from reports.formats.numbers import MISSING, format_share


def values_section(source: Source) -> Section:
    """The figures of all zones side by side. The workbook has them in its list of indicators."""
    note = _("Each value links to the observations and submissions behind it.")
    blocks = (Paragraph(note, source.language, "note"), legend(), _values(source))
    return Section("values", "", _("Indicators by zone"), blocks, annex=True)


def _values(source: Source) -> Table:
    zones = ["", *source.zones]
    return Table(
        "values_by_zone",
        _("Value, rating and attainment of every indicator by zone"),
        (
            Column(_("Indicator"), 3.6),
            *(Column(clean_text(source.zone_name(zone), 20), 1.6, "right") for zone in zones),
        ),
        tuple(
            Row(
                (
                    text_cell(
                        source.name("indicators", indicator["code"]),
                        detail=source.joined(clean_text(indicator["code"], 20), source.unit(indicator["code"])),
                    ),
                    *(_cell(source.line(indicator["code"], zone), source) for zone in zones),
                )
            )
            for indicator in source.result["indicators"]
        )
        if source.result["lines"]
        else (),
        empty=_("No indicator line has been computed yet."),
        dense=True,
    )


def _cell(line: Mapping[str, Any] | None, source: Source) -> Cell:
    if line is None:
        return text_cell(MISSING)
    attained = format_share(line["attainment"]) if line["attainment"] is not None else ""
    marks = source.joined(
        heat_cell(line["rating"], assessment=str(line["assessment"])).text, attained, years_text(line)
    )
    missing = line["missing_periods"] or (line["missing"] and not line["zone"])
    partial = _("partial") if missing and line["value"] is not None else ""
    return replace(value_cell(line, source), detail=source.joined(partial, marks))
