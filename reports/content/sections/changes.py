"""What changed since the last issue: ratings that moved, figures restated, tasks newly overdue or closed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.cells import number_cell, rating_cell, text_cell
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Column, Paragraph, Row, Section, Subheading, Table
from reports.formats.periods import format_period


def changes_section(source: Source) -> Section:
    """Compared with the evaluation named in `changes.since`; one sentence when this is the first issue."""
    changes = source.result.get("changes")
    title = _("What changed since the last issue")
    if not changes:
        return Section(
            "changes",
            "",
            title,
            (
                Paragraph(
                    _("This is the first issue: there is no earlier evaluation to compare with."), source.language
                ),
            ),
        )
    blocks: list[Block] = [Paragraph(_summary(changes, source), source.language)]
    if changes["rating_moves"]:
        blocks.append(_moves(changes["rating_moves"], source))
    if changes["restated"]:
        blocks.append(_restated(changes["restated"], source))
    for codes, heading in ((changes["new_overdue"], _("Newly overdue")), (changes["newly_closed"], _("Newly closed"))):
        if codes:
            blocks += [Subheading(heading), *(_task_bullet(code, source) for code in codes[:12])]
            if len(codes) > 12:
                blocks.append(
                    Paragraph(_("and %(number)s more") % {"number": len(codes) - 12}, source.language, "note")
                )
    return Section("changes", "", title, tuple(blocks))


def _summary(changes: Mapping[str, Any], source: Source) -> str:
    return _(
        "Compared with the evaluation of %(period)s: ratings moved: %(moves)s; figures restated: %(restated)s; "
        "tasks newly overdue: %(overdue)s; tasks newly closed: %(closed)s."
    ) % {
        "period": format_period(clean_text(changes["since"]["period"], 12), source.language),
        "moves": len(changes["rating_moves"]),
        "restated": len(changes["restated"]),
        "overdue": len(changes["new_overdue"]),
        "closed": len(changes["newly_closed"]),
    }


def _moves(moves: list[Mapping[str, Any]], source: Source) -> Table:
    return Table(
        "rating_moves",
        _("Ratings that moved"),
        (
            Column(_("Indicator"), 4),
            Column(_("Zone"), 1.5),
            Column(pgettext("the issue before", "Before"), 1.5),
            Column(_("Now"), 1.5),
        ),
        tuple(
            Row(
                (
                    text_cell(
                        source.name("indicators", move["indicator"]),
                        href=source.lineage(move["indicator"], move["zone"]),
                    ),
                    text_cell(source.zone_name(move["zone"])),
                    rating_cell(move["from"]),
                    rating_cell(move["to"]),
                )
            )
            for move in moves
        ),
        dense=True,
        paged_limit=15,
        limit_note=_("The workbook and the page list all of them."),
    )


def _restated(rows: list[Mapping[str, Any]], source: Source) -> Table:
    return Table(
        "restated",
        _("Figures restated after the last issue"),
        (
            Column(_("Indicator"), 3),
            Column(_("Zone"), 1.5),
            Column(_("Period"), 1.5),
            Column(_("Printed before"), 1.2, "right"),
            Column(_("Now"), 1.2, "right"),
        ),
        tuple(
            Row(
                (
                    text_cell(source.name("indicators", row["indicator"]), detail=source.unit(row["indicator"])),
                    text_cell(source.zone_name(row["zone"])),
                    text_cell(format_period(clean_text(row["period"], 12), source.language)),
                    number_cell(row["from"], source.decimals(row["indicator"])),
                    number_cell(row["to"], source.decimals(row["indicator"])),
                )
            )
            for row in rows
        ),
        dense=True,
        paged_limit=15,
        limit_note=_("The workbook and the page list all of them."),
    )


def _task_bullet(code: Any, source: Source) -> Paragraph:
    task = source.row("tasks", code)
    zone = source.zone_name(task.get("zone")) if task else ""
    return Paragraph(source.joined(clean_text(code, 40), source.name("tasks", code), zone), source.language, "bullet")
