"""Clause coverage: measures without a task or an indicator, tasks that claim something done without evidence."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.cells import count_cell, text_cell
from reports.content.paper import chosen_on_paper, first_on_paper
from reports.content.sections.overdue import NOT_COUNTED
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Column, Paragraph, Row, Section, Table

GAPS_ON_PAPER = 10
GROUPS_ON_PAPER = 6


def coverage_section(source: Source) -> Section:
    """How far tasks, evidence and indicators reach into the clauses of the plan, with the gaps by name."""
    coverage = source.result["coverage"]
    measures = source.result["measures"]
    rows = (
        (_("Measures with a task"), len(measures), coverage["measures_without_task"]),
        (_("Measures with an indicator"), len(measures), coverage["measures_without_indicator"]),
        (
            _("Tasks that claim something done, with evidence"),
            coverage["tasks_claiming_done"],
            coverage["tasks_without_evidence"],
        ),
    )
    table = Table(
        "coverage",
        _("Coverage of the plan"),
        (
            Column(_("What is counted"), 3),
            Column(_("In all"), 1, "right"),
            Column(_("Covered"), 1, "right"),
            Column(_("Not covered"), 1, "right"),
        ),
        tuple(
            Row((text_cell(words), count_cell(total), count_cell(max(0, total - len(gaps))), count_cell(len(gaps))))
            for words, total, gaps in rows
        ),
        dense=True,
    )
    blocks: list[Block] = [table, _gaps(source)]
    if coverage["tasks_without_evidence"]:
        blocks += _without_evidence(source)
    return Section("coverage", "", _("Coverage of the plan's clauses"), tuple(blocks))


def _gaps(source: Source) -> Table:
    coverage = source.result["coverage"]
    no_task, no_indicator = set(coverage["measures_without_task"]), set(coverage["measures_without_indicator"])
    rows = []
    for measure in source.result["measures"]:
        code = measure["code"]
        if code in no_task or code in no_indicator:
            gaps = [
                words for codes, words in ((no_task, _("no task")), (no_indicator, _("no indicator"))) if code in codes
            ]
            rows.append(
                Row(
                    (
                        text_cell(clean_text(code, 20)),
                        text_cell(source.name("sections", measure["section"])),
                        text_cell(source.name("measures", code)),
                        text_cell(pgettext("between the names of a list", ", ").join(gaps), strong=code in no_task),
                    )
                )
            )
    table = Table(
        "coverage_gaps",
        _("Measures with a gap"),
        (Column(_("Code"), 0.8), Column(_("Section of the plan"), 2.4), Column(_("Measure"), 4), Column(_("Gap"), 1.6)),
        tuple(rows),
        empty=_("Every measure has a task and an indicator."),
        dense=True,
    )
    worst = sorted(rows, key=lambda row: not row.cells[3].strong)[:GAPS_ON_PAPER]
    return chosen_on_paper(table, "coverage", worst)


def _without_evidence(source: Source) -> list[Block]:
    tasks = [source.row("tasks", code) for code in source.result["coverage"]["tasks_without_evidence"]]
    tasks = [task for task in tasks if task]
    return [
        Paragraph(
            _("Tasks without evidence are those that claim something done and have no evidence attached."),
            source.language,
            "note",
        ),
        _counted("section", "sections", _("Section of the plan"), tasks, source),
        _counted("lead", "agencies", _("Lead agency"), tasks, source),
        _named(tasks, source),
    ]


def _counted(field: str, kind: str, title: str, tasks: list[Mapping[str, Any]], source: Source) -> Table:
    """The most tasks without evidence first; equal counts in the order of the codes."""
    found = Counter(str(task[field]) for task in tasks)
    every = Counter(str(task[field]) for task in source.result["tasks"]["lines"] if task["state"] not in NOT_COUNTED)
    captions = {
        "section": _("Tasks without evidence by section, most first"),
        "lead": _("Tasks without evidence by lead agency, most first"),
    }
    table = Table(
        f"no_evidence_by_{field}",
        captions[field],
        (Column(title, 4), Column(_("Tasks"), 1, "right"), Column(_("Without evidence"), 1.4, "right")),
        tuple(
            Row((text_cell(source.name(kind, code)), count_cell(every[code]), count_cell(number, strong=True)))
            for code, number in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        dense=True,
    )
    return first_on_paper(table, "coverage", GROUPS_ON_PAPER)


def _named(tasks: list[Mapping[str, Any]], source: Source) -> Table:
    table = Table(
        "tasks_without_evidence",
        _("Tasks without evidence"),
        (
            Column(_("Code"), 1.9),
            Column(_("Section of the plan"), 3),
            Column(_("Task"), 4),
            Column(_("Zone"), 1.2),
            Column(_("Lead agency"), 3.2),
        ),
        tuple(
            Row(
                (
                    text_cell(clean_text(task["code"], 40)),
                    text_cell(source.name("sections", task["section"])),
                    text_cell(source.name("tasks", task["code"])),
                    text_cell(source.zone_name(task["zone"])),
                    text_cell(source.name("agencies", task["lead"])),
                )
            )
            for task in tasks
        ),
        dense=True,
    )
    return chosen_on_paper(table, "coverage", ())
