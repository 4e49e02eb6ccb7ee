"""Annex: every indicator line with all its figures, grouped by indicator."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import change_cell, number_cell, rating_cell, share_cell, text_cell
from reports.content.lines import fraction_text, reason_text, value_cell
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Column, Paragraph, Row, Section, Table


def details_section(source: Source) -> Section:
    """One row per indicator and zone; the value links to the observations behind it."""
    rows = tuple(
        _row(
            line,
            source,
            group=(
                clean_text(indicator["code"], 20),
                source.name("indicators", indicator["code"]),
                source.unit(indicator["code"]),
            ),
        )
        for indicator in source.result["indicators"]
        for line in source.lines_of(indicator["code"])
    )
    table = Table(
        "indicator_details",
        _("Indicators by zone"),
        _columns(),
        rows,
        group_columns=(_("Code"), _("Indicator"), _("Unit")),
        dense=True,
        empty=_("No indicator line has been computed yet."),
    )
    return Section(
        "details",
        "",
        _("Indicators by zone in full"),
        (
            Paragraph(_("Each value links to the observations and submissions behind it."), source.language, "note"),
            table,
        ),
        annex=True,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Zone"), 1.35),
        Column(_("Value"), 1.4, "right"),
        Column(_("Previous"), 1.2, "right"),
        Column(_("Year on year"), 1.8, "right"),
        Column(_("Baseline"), 1.2, "right"),
        Column(_("Expected"), 1.3, "right"),
        Column(_("Target"), 1.2, "right"),
        Column(_("Target date"), 1.15),
        Column(_("Attainment"), 1.4, "right"),
        Column(_("Rating"), 1.5),
        Column(_("Why"), 3.05),
    )


def _row(line: Mapping[str, Any], source: Source, *, group: tuple[str, ...]) -> Row:
    places = source.decimals(line["indicator"])
    fraction = fraction_text(line)
    why = reason_text(line, source)
    return Row(
        (
            text_cell(source.zone_name(line["zone"]), strong=not line["zone"]),
            value_cell(line, source, strong=True),
            number_cell(line["previous"], places),
            change_cell(line["change"], source),
            number_cell(line["baseline"], places),
            number_cell(line["expected"], places),
            number_cell(line["target"], places),
            text_cell(clean_text(line["target_period"], 12)),
            share_cell(line["attainment"]),
            rating_cell(line["rating"], assessment=str(line["assessment"])),
            text_cell(clean_text(f"{fraction}  {why}" if fraction else why, 400)),
        ),
        group=group,
        strong=not line["zone"],
    )
