"""Overdue tasks, longest first, against the current and the original due date."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import date_cell, number_cell, rating_cell, text_cell
from reports.content.paper import first_on_paper
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Column, Paragraph, Row, Section, Table

ON_PAPER = 18
NOT_COUNTED = frozenset({"draft", "cancelled"})


def overdue_section(source: Source, most: int = ON_PAPER) -> Section:
    """Every task that is late against its current or its original due date; `most` of them on paper."""
    late = [
        task
        for task in source.result["tasks"]["lines"]
        if task["state"] not in NOT_COUNTED and (_days(task, "overdue_days") or _days(task, "overdue_days_original"))
    ]
    late.sort(key=lambda task: (-_days(task, "overdue_days"), -_days(task, "overdue_days_original"), str(task["code"])))
    table = Table(
        "overdue",
        _caption(late),
        _columns(),
        tuple(_row(task, source) for task in late),
        empty=_("No task is overdue."),
        dense=True,
    )
    blocks: list[Block] = [
        Paragraph(
            _(
                "Days late are counted against the due date in force and against the date first agreed: moving a date does not make "
                "a task punctual."
            ),
            source.language,
        ),
        first_on_paper(table, "overdue", most),
    ]
    return Section("overdue", "", _("Overdue tasks"), tuple(blocks))


def _caption(late: Sequence[Mapping[str, Any]]) -> str:
    """The number that the first page gives, and apart from it the tasks whose date was moved out of lateness."""
    overdue = sum(bool(_days(task, "overdue_days")) for task in late)
    figures = {"number": overdue, "moved": len(late) - overdue}
    if figures["moved"]:
        return _("Overdue tasks: %(number)s; late on the date first agreed only: %(moved)s") % figures
    return _("Overdue tasks: %(number)s") % figures


def _days(task: Mapping[str, Any], field: str) -> int:
    return max(0, int(task.get(field) or 0))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Task"), 3.5),
        Column(_("Zone"), 1.3),
        Column(_("Lead agency"), 3),
        Column(_("Due date"), 1.65),
        Column(_("First due date"), 1.65),
        Column(_("Days late"), 0.8, "right"),
        Column(_("Days late, first date"), 1.1, "right"),
        Column(_("Rating"), 1.4),
    )


def _row(task: Mapping[str, Any], source: Source) -> Row:
    return Row(
        (
            text_cell(
                source.name("tasks", task["code"]),
                detail=source.joined(clean_text(task["code"], 40), clean_text(task["measure"], 40)),
            ),
            text_cell(source.zone_name(task["zone"])),
            text_cell(source.name("agencies", task["lead"])),
            date_cell(task["due"], source),
            date_cell(task["original_due"], source),
            number_cell(_days(task, "overdue_days"), 0, strong=True),
            number_cell(_days(task, "overdue_days_original"), 0),
            rating_cell(task["rating"]),
        )
    )
