"""What was finished in the period of an annual evaluation: measures all of whose tasks are closed, and tasks by section."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import count_cell, date_cell, text_cell
from reports.content.paper import first_on_paper
from reports.content.sections.overdue import NOT_COUNTED
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Column, Paragraph, Row, Section, Table

ON_PAPER = 20


def closed_section(source: Source) -> Section:
    """Sentence, measures finished in the year, tasks closed in the year by section of the plan."""
    tasks = [task for task in source.result["tasks"]["lines"] if _within(closed_on(task), source)]
    late = sum(any(reason["code"] == "done_late" for reason in task["reasons"]) for task in tasks)
    measures = _finished(source)
    words = _(
        "Tasks closed in the year: %(tasks)s, of them done late: %(late)s. Measures finished in the year, with every task "
        "closed: %(measures)s."
    ) % {"tasks": len(tasks), "late": late, "measures": len(measures)}
    blocks = (Paragraph(words, source.language), _measures(measures, source), _sections(tasks, source))
    return Section("closed", "", _("Closed in the year"), blocks)


def closed_on(task: Mapping[str, Any]) -> str:
    """The ISO date on which a task was closed; empty for any other task."""
    dates = [reason["params"]["date"] for reason in task["reasons"] if reason["code"] == "closed"]
    return str(dates[0]) if dates else ""


def _within(day: str, source: Source) -> bool:
    return bool(day) and source.scope["period_start"] <= day <= source.scope["period_end"]


def _finished(source: Source) -> list[tuple[Mapping[str, Any], int, str]]:
    """Measure, number of its tasks, and the day the last of them was closed, in the order of the plan."""
    days: dict[str, list[str]] = defaultdict(list)
    for task in source.result["tasks"]["lines"]:
        if task["state"] not in NOT_COUNTED:
            days[str(task["measure"])].append(closed_on(task))
    return [
        (measure, len(found), max(found))
        for measure in source.result["measures"]
        if (found := days.get(str(measure["code"]))) and all(found) and _within(max(found), source)
    ]


def _measures(measures: list[tuple[Mapping[str, Any], int, str]], source: Source) -> Table:
    table = Table(
        "measures_closed",
        _("Measures finished in the year"),
        (
            Column(_("Code"), 0.8),
            Column(_("Section of the plan"), 2.6),
            Column(_("Measure"), 4),
            Column(_("Tasks"), 0.8, "right"),
            Column(_("Last task closed on"), 1.6),
        ),
        tuple(
            Row(
                (
                    text_cell(clean_text(measure["code"], 20)),
                    text_cell(source.name("sections", measure["section"])),
                    text_cell(source.name("measures", measure["code"])),
                    count_cell(number),
                    date_cell(day, source),
                )
            )
            for measure, number, day in measures
        ),
        empty=_("No measure was finished in the year."),
        dense=True,
    )
    return first_on_paper(table, "closed", ON_PAPER)


def _sections(tasks: list[Mapping[str, Any]], source: Source) -> Table:
    counts = Counter(str(task["section"]) for task in tasks)
    return Table(
        "tasks_closed_by_section",
        _("Tasks closed in the year by section of the plan"),
        (Column(_("Section of the plan"), 4), Column(_("Tasks closed"), 1, "right")),
        tuple(
            Row((text_cell(f"{section['number']}  {source.name('sections', section['code'])}"), count_cell(number)))
            for section in source.result["sections"]
            if (number := counts[str(section["code"])])
        ),
        empty=_("No task was closed in the year."),
        dense=True,
    )
