"""Data quality: what was due, what arrived, what was late or revised; never hidden behind a percentage alone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import count_cell, number_cell, share_cell, text_cell
from reports.content.charts.completeness import completeness_chart
from reports.content.paper import first_on_paper
from reports.content.source import Source
from reports.content.tree import Block, Cell, Column, Paragraph, Row, Section, Table
from reports.formats.numbers import format_share, to_decimal

ON_PAPER = 8


def quality_section(source: Source) -> Section:
    """Sentence, zones, agencies with their chart, indicators with gaps."""
    quality = source.result["quality"]
    blocks: list[Block] = [Paragraph(_sentence(quality["overall"]), source.language)]
    zones = [(text_cell(source.zone_name(row["zone"])), row) for row in quality["by_zone"]]
    total = [(text_cell(source.zone_label, strong=True), quality["overall"])] if zones else []
    blocks.append(_table("quality_by_zone", _("Completeness and timeliness by zone"), _("Zone"), zones + total))
    chart = completeness_chart(source)
    if chart:
        blocks.append(chart)
    agencies = [
        (text_cell(source.name("agencies", row["agency"])), row) for row in _worst_first(quality["by_agency"], "agency")
    ]
    blocks.append(
        _table("quality_by_agency", _("Completeness and timeliness by agency, lowest first"), _("Agency"), agencies)
    )
    indicators = [
        (text_cell(source.name("indicators", row["indicator"])), row)
        for row in _worst_first(quality["by_indicator"], "indicator")
    ]
    blocks.append(
        _table(
            "quality_by_indicator",
            _("Completeness and timeliness by indicator, lowest first"),
            _("Indicator"),
            indicators,
        )
    )
    return Section("quality", "", _("Data quality"), tuple(blocks))


def _sentence(overall: Mapping[str, Any]) -> str:
    return _(
        "Of %(expected)s values due, %(received)s arrived (%(completeness)s): %(on_time)s on time, %(late)s late, %(missing)s missing. "
        "Of those that arrived, %(reported_missing)s say that the value is missing; %(revised)s were revised, %(provisional)s are provisional, %(warnings)s carry a warning. A missing value is never counted as zero."
    ) % {
        **{
            key: int(overall.get(key) or 0)
            for key in (
                "expected",
                "received",
                "on_time",
                "late",
                "missing",
                "revised",
                "provisional",
                "reported_missing",
            )
        },
        "completeness": format_share(overall["completeness"]),
        "warnings": int(overall.get("findings_warning") or 0),
    }


def _received(row: Mapping[str, Any]) -> Cell:
    """What arrived, and how much of it says that there is no value."""
    number = row["reported_missing"]
    return replace(
        count_cell(row["received"]), detail=_("%(number)s reported as missing") % {"number": number} if number else ""
    )


def _worst_first(rows: list[Mapping[str, Any]], key: str) -> list[Mapping[str, Any]]:
    def place(row: Mapping[str, Any]) -> tuple[bool, Any, Any, str]:
        completeness, timeliness = to_decimal(row["completeness"]), to_decimal(row["timeliness"])
        return completeness is None, completeness or 0, timeliness or 0, str(row[key])

    return sorted(rows, key=place)


def _table(key: str, caption: str, first: str, rows: list[tuple[Cell, Mapping[str, Any]]]) -> Table:
    columns = (
        Column(first, 3.6),
        Column(_("Values due"), 0.95, "right"),
        Column(_("Received"), 1.7, "right"),
        Column(_("On time"), 1.05, "right"),
        Column(_("Late"), 0.7, "right"),
        Column(_("Missing"), 1.1, "right"),
        Column(_("Completeness"), 1.7, "right"),
        Column(_("Timeliness"), 1.35, "right"),
        Column(_("Median days late"), 1.25, "right"),
        Column(_("Revised"), 1.1, "right"),
        Column(_("Provisional"), 1.4, "right"),
        Column(_("Warnings"), 1.25, "right"),
    )
    drawn = tuple(
        Row(
            (
                name,
                count_cell(row["expected"]),
                _received(row),
                *(count_cell(row[field]) for field in ("on_time", "late", "missing")),
                share_cell(row["completeness"]),
                share_cell(row["timeliness"]),
                number_cell(row.get("median_days_late"), 1),
                *(count_cell(row.get(field)) for field in ("revised", "provisional", "findings_warning")),
            ),
            strong=name.strong,
        )
        for name, row in rows
    )
    table = Table(
        key,
        caption,
        columns,
        drawn,
        dense=True,
        empty=_("Nothing was due in this period."),
    )
    return first_on_paper(table, "quality", ON_PAPER)
