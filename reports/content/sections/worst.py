"""What needs attention first: the tasks that are overdue longest and the indicators furthest behind, with whose they are."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import date_cell, number_cell, text_cell
from reports.content.lines import value_cell
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Column, Row, Table
from reports.formats.numbers import to_decimal

MOST = 5


def worst_tables(source: Source) -> list[Table]:
    """At most one table of tasks and one of indicator figures; none where nothing is overdue or off track."""
    return [table for table in (_tasks(source), _indicators(source)) if table.rows]


def late_longest(source: Source) -> list[Mapping[str, Any]]:
    """The tasks that are overdue longest, at most `MOST`."""
    late = [task for task in source.result["tasks"]["lines"] if task["overdue_days"]]
    return sorted(late, key=lambda task: (-int(task["overdue_days"]), str(task["code"])))[:MOST]


def furthest_behind(source: Source) -> list[Mapping[str, Any]]:
    """The figures of zones that are off track with the lowest index, at most `MOST`."""
    behind = [line for line in source.result["lines"] if line["zone"] and line["rating"] == "off_track"]
    places = {str(row["code"]): place for place, row in enumerate(source.result["indicators"])}
    return sorted(behind, key=lambda line: (_index(line), places.get(str(line["indicator"]), 0), str(line["zone"])))[
        :MOST
    ]


def _tasks(source: Source) -> Table:
    return Table(
        "worst_tasks",
        _("Needs attention: tasks overdue longest"),
        (
            Column(_("Task"), 4),
            Column(_("Zone"), 1.2),
            Column(_("Lead agency"), 3.2),
            Column(_("Due date"), 1.4),
            Column(_("Days late"), 1, "right"),
        ),
        tuple(_task_row(task, source) for task in late_longest(source)),
        dense=True,
    )


def _task_row(task: Mapping[str, Any], source: Source) -> Row:
    return Row(
        (
            text_cell(source.name("tasks", task["code"]), detail=clean_text(task["code"], 40)),
            text_cell(source.zone_name(task["zone"])),
            text_cell(source.name("agencies", task["lead"])),
            date_cell(task["due"], source),
            number_cell(task["overdue_days"], 0, strong=True),
        )
    )


def _indicators(source: Source) -> Table:
    return Table(
        "worst_indicators",
        _("Needs attention: indicators furthest behind their path"),
        (
            Column(_("Indicator"), 4),
            Column(_("Zone"), 1.2),
            Column(_("Value"), 2.4, "right"),
            Column(_("Expected"), 1.6, "right"),
            Column(_("Index"), 1, "right"),
        ),
        tuple(_indicator_row(line, source) for line in furthest_behind(source)),
        dense=True,
    )


def _index(line: Mapping[str, Any]) -> tuple[bool, Any]:
    """Lines with the lowest index first; those rated without one after them."""
    index = to_decimal(line["progress_index"])
    return index is None, index or 0


def _indicator_row(line: Mapping[str, Any], source: Source) -> Row:
    code = line["indicator"]
    return Row(
        (
            text_cell(source.name("indicators", code), detail=source.joined(clean_text(code, 20), source.unit(code))),
            text_cell(source.zone_name(line["zone"])),
            value_cell(line, source, strong=True),
            number_cell(line["expected"], source.decimals(code)),
            number_cell(line["progress_index"], 2),
        )
    )
