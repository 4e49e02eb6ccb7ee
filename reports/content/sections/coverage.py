"""Clause coverage: measures without a task or an indicator, tasks without evidence."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.cells import count_cell, text_cell
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Column, Paragraph, Row, Section, Table


def coverage_section(source: Source) -> Section:
    """How far tasks, evidence and indicators reach into the clauses of the plan, with the gaps by name."""
    coverage = source.result["coverage"]
    measures, tasks = source.result["measures"], source.result["tasks"]["lines"]
    rows = (
        (_("Measures with a task"), len(measures), coverage["measures_without_task"]),
        (_("Measures with an indicator"), len(measures), coverage["measures_without_indicator"]),
        (_("Tasks with evidence"), len(tasks), coverage["tasks_without_evidence"]),
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
    )
    blocks: list[Block] = [table, _gaps(source)]
    if coverage["tasks_without_evidence"]:
        joint = pgettext("between the names of a list", ", ")
        codes = joint.join(clean_text(code, 40) for code in coverage["tasks_without_evidence"])
        blocks.append(Paragraph(_("Tasks without evidence: %(codes)s.") % {"codes": codes}, source.language))
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
    return Table(
        "coverage_gaps",
        _("Measures with a gap"),
        (Column(_("Code"), 0.8), Column(_("Section of the plan"), 2.4), Column(_("Measure"), 4), Column(_("Gap"), 1.6)),
        tuple(rows),
        empty=_("Every measure has a task and an indicator."),
        dense=True,
        paged_limit=30,
        limit_note=_("The workbook and the page list all %(number)s rows.") % {"number": len(rows)},
    )
