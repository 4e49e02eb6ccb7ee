"""What changed since the last issue: ratings that moved, figures restated, tasks newly overdue or closed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.cells import date_cell, number_cell, rating_cell, text_cell
from reports.content.paper import chosen_on_paper, first_on_paper
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Cell, Column, Paragraph, Row, Section, Table
from reports.content.vocabulary import rating_of
from reports.formats.periods import format_period

MOST_ROWS = 8
SEVERITY = ("off_track", "at_risk", "not_rated", "completed", "on_track")


def changes_section(source: Source, most: int = MOST_ROWS) -> Section:
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
        blocks.append(_moves(changes["rating_moves"], source, most))
    revised, first = _told_apart(changes["restated"])
    if revised:
        blocks.append(_revised(revised, source, most))
    if first:
        blocks.append(_first_reported(first, source, most))
    for key, caption in (("new_overdue", _("Tasks newly overdue")), ("newly_closed", _("Tasks newly closed"))):
        if changes[key]:
            blocks.append(_tasks(key, caption, changes[key], source, most))
    return Section("changes", "", title, tuple(blocks))


def _summary(changes: Mapping[str, Any], source: Source) -> str:
    revised, first = _told_apart(changes["restated"])
    return _(
        "Compared with the evaluation of %(period)s: ratings moved: %(moves)s; figures revised: %(revised)s; figures of earlier periods "
        "reported for the first time: %(first)s; tasks newly overdue: %(overdue)s; tasks newly closed: %(closed)s."
    ) % {
        "period": format_period(clean_text(changes["since"]["period"], 12), source.language),
        "moves": len(changes["rating_moves"]),
        "revised": len(revised),
        "first": len(first),
        "overdue": len(changes["new_overdue"]),
        "closed": len(changes["newly_closed"]),
    }


def _moves(moves: list[Mapping[str, Any]], source: Source, most: int) -> Table:
    table = Table(
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
    )
    worst = sorted(zip(moves, table.rows, strict=True), key=lambda pair: SEVERITY.index(rating_of(pair[0]["to"])))
    return chosen_on_paper(table, "changes", [row for _move, row in worst[:most]])


def _told_apart(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Figures revised, and figures reported for the first time.

    A total is listed only where no zone's figure of that period came or went: else it is another sum, not a revision.
    """
    covered = {_place(row) for row in rows if row["zone"] and (row["from"] is None or row["to"] is None)}
    told = [row for row in rows if row["zone"] or _place(row) not in covered]
    return [row for row in told if row["from"] is not None], [row for row in told if row["from"] is None]


def _place(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row["indicator"]), str(row["period"])


def _revised(rows: list[Mapping[str, Any]], source: Source, most: int) -> Table:
    now = Column(_("Now"), 1.2, "right")
    table = Table(
        "restated",
        _("Figures revised after the last issue"),
        (*_figure_columns(), Column(_("Printed before"), 1.2, "right"), now),
        tuple(
            Row((*_figure_cells(row, source), _figure(row, "from", source), _figure(row, "to", source))) for row in rows
        ),
        dense=True,
    )
    return first_on_paper(table, "changes", most)


def _first_reported(rows: list[Mapping[str, Any]], source: Source, most: int) -> Table:
    table = Table(
        "first_reported",
        _("Figures of earlier periods reported for the first time"),
        (*_figure_columns(), Column(_("Value"), 1.2, "right")),
        tuple(Row((*_figure_cells(row, source), _figure(row, "to", source))) for row in rows),
        dense=True,
    )
    return first_on_paper(table, "changes", most)


def _figure_columns() -> tuple[Column, ...]:
    return Column(_("Indicator"), 3), Column(_("Zone"), 1.5), Column(_("Period"), 1.5)


def _figure_cells(row: Mapping[str, Any], source: Source) -> tuple[Cell, ...]:
    code = row["indicator"]
    return (
        text_cell(source.name("indicators", code), detail=source.unit(code), href=source.lineage(code, row["zone"])),
        text_cell(source.zone_name(row["zone"])),
        text_cell(format_period(clean_text(row["period"], 12), source.language)),
    )


def _figure(row: Mapping[str, Any], side: str, source: Source) -> Cell:
    """A figure before or now, marked where zones or periods were missing: completing a sum is no correction."""
    detail = _("partial") if row[f"{side}_partial"] else ""
    return number_cell(row[side], source.decimals(row["indicator"]), detail=detail)


def _tasks(key: str, caption: str, codes: Sequence[Any], source: Source, most: int) -> Table:
    rows = []
    for code in codes:
        task = source.row("tasks", code)
        rows.append(
            Row(
                (
                    text_cell(source.name("tasks", code), detail=clean_text(code, 40)),
                    text_cell(source.zone_name(task.get("zone"))),
                    text_cell(source.name("agencies", task.get("lead"))),
                    date_cell(task.get("due"), source),
                )
            )
        )
    columns = (
        Column(_("Task"), 4),
        Column(_("Zone"), 1.2),
        Column(_("Lead agency"), 3.2),
        Column(_("Due date"), 1.3),
    )
    return first_on_paper(Table(key, caption, columns, tuple(rows), dense=True), "changes", most)
