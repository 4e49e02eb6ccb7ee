"""Tasks whose due date is near, the nearest first."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import date_cell, number_cell, rating_cell, text_cell
from reports.content.paper import first_on_paper
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Column, Row, Section, Table


def due_soon_section(source: Source, most: int) -> Section:
    """Tasks that the evaluation marks as due soon; `most` of them on paper."""
    found = [(days, task) for task in source.result["tasks"]["lines"] if (days := _days_left(task)) is not None]
    found.sort(key=lambda pair: (pair[0], str(pair[1]["code"])))
    table = Table(
        "due_soon",
        _("Tasks due within %(days)s days") % {"days": source.result["rules"]["tasks"]["due_soon_days"]},
        (
            Column(_("Task"), 4),
            Column(_("Zone"), 1.3),
            Column(_("Lead agency"), 3.2),
            Column(_("Due date"), 1.65),
            Column(_("Days left"), 1, "right"),
            Column(_("Rating"), 1.4),
        ),
        tuple(_row(days, task, source) for days, task in found),
        empty=_("No task is due soon."),
        dense=True,
    )
    return Section("due_soon", "", _("Tasks due soon"), (first_on_paper(table, "due_soon", most),))


def _days_left(task: Mapping[str, Any]) -> int | None:
    days = [reason["params"]["days"] for reason in task["reasons"] if reason["code"] == "due_soon"]
    return int(days[0]) if days else None


def _row(days: int, task: Mapping[str, Any], source: Source) -> Row:
    return Row(
        (
            text_cell(source.name("tasks", task["code"]), detail=clean_text(task["code"], 40)),
            text_cell(source.zone_name(task["zone"])),
            text_cell(source.name("agencies", task["lead"])),
            date_cell(task["due"], source),
            number_cell(days, 0, strong=True),
            rating_cell(task["rating"]),
        )
    )
