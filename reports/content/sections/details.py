"""Annex: every indicator line with all its figures, grouped by indicator; on paper those that need attention."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import change_cell, number_cell, rating_cell, text_cell
from reports.content.lines import attained_cell, fraction_text, previous_cell, reason_text, target_cell, value_cell
from reports.content.paper import chosen_on_paper
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Column, Paragraph, Row, Section, Table
from reports.formats.periods import format_period

ON_PAPER = 20


def details_section(source: Source) -> Section:
    """One row per indicator and zone; the value links to the observations behind it."""
    lines = [line for indicator in source.result["indicators"] for line in source.lines_of(indicator["code"])]
    rows = tuple(_row(line, source) for line in lines)
    table = Table(
        "indicator_details",
        _("Indicator lines by zone"),
        _columns(),
        rows,
        group_columns=(_("Code"), _("Indicator"), _("Unit")),
        dense=True,
        empty=_("No indicator line has been computed yet."),
        note=_(
            "Previous is the same figure in the evaluation period before, for yearly figures in the year before; it is left out where "
            "it covers other zones or periods. Expected, target and attainment of a target of each year are those of this year. The index in the reasons is "
            "(value − baseline) ÷ (expected − baseline)."
        ),
    )
    return Section(
        "details",
        "",
        _("Indicator lines in detail"),
        (
            Paragraph(
                _(
                    "Paper explains the lines that need attention, at most %(number)s: off track first, then targets met and lost "
                    "again, then at risk. The workbook and the page hold every line."
                )
                % {"number": ON_PAPER},
                source.language,
                "note",
            ),
            chosen_on_paper(table, "details", [rows[place] for place in _places_to_attend(lines)]),
        ),
        annex=True,
    )


def _places_to_attend(lines: Sequence[Mapping[str, Any]]) -> list[int]:
    """Places of the lines that paper explains, in the order of the lines; the worst when there are too many."""

    def severity(line: Mapping[str, Any]) -> int | None:
        if line["assessment"] == "achieved_then_lost" and line["rating"] != "off_track":
            return 1
        return {"off_track": 0, "at_risk": 2}.get(str(line["rating"]))

    found = [(grade, place) for place, line in enumerate(lines) if (grade := severity(line)) is not None]
    return sorted(place for _grade, place in sorted(found)[:ON_PAPER])


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


def _row(line: Mapping[str, Any], source: Source) -> Row:
    code = line["indicator"]
    group = (clean_text(code, 20), source.name("indicators", code), source.unit(code))
    places = source.decimals(code)
    fraction = fraction_text(line)
    why = reason_text(line, source)
    return Row(
        (
            text_cell(source.zone_name(line["zone"]), strong=not line["zone"]),
            value_cell(line, source, strong=True),
            previous_cell(line, source),
            change_cell(line["change"], source),
            number_cell(line["baseline"], places),
            number_cell(line["expected"], places),
            target_cell(line, source),
            text_cell(format_period(clean_text(line["target_period"], 12), source.language)),
            attained_cell(line),
            rating_cell(line["rating"], assessment=str(line["assessment"])),
            text_cell(clean_text(f"{fraction}  {why}" if fraction else why, 400)),
        ),
        group=group,
        strong=not line["zone"],
    )
