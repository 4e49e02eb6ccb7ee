"""One evaluation opened for pages: which one a reader may see, and its figures in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language

from programs.actors import Actor
from programs.models import Program
from programs.periods import parse
from programs.scoping import visible_to
from reports.content.source import Source
from reports.content.tree import Language, ReportMeta
from reports.models import Evaluation
from reports.selectors.published import seen_by


def readable_evaluations(actor: Actor, program: Program) -> QuerySet[Evaluation]:
    """Published evaluations; for coordinators and auditors of the programme also the others."""
    rows = visible_to(actor, Evaluation.objects.filter(program=program))
    return rows.filter(seen_by(actor, ("published",), state="report__state", program="program_id"))


def newest_first(evaluations: QuerySet[Evaluation]) -> list[Evaluation]:
    """Without inputs and results, by the end of the period, then by the moment of the data. One query."""
    rows = evaluations.select_related("report").defer("inputs", "result")
    return sorted(rows, key=lambda row: (parse(row.period).end, row.as_of, row.computed_at), reverse=True)


def with_result(evaluation: Evaluation) -> Evaluation:
    """The evaluation with its result loaded, its inputs not. One query."""
    return Evaluation.objects.select_related("report", "program").defer("inputs").get(pk=evaluation.pk)


def chosen(evaluations: Sequence[Evaluation], wanted: str) -> "Reading | None":
    """The evaluation named in the address, else the newest published of `evaluations` (the newest where none is), None
    without any; 404 for another name.
    """
    if not wanted:
        first = next((row for row in evaluations if is_published(row)), next(iter(evaluations), None))
        return Reading(with_result(first)) if first else None
    found = next((row for row in evaluations if str(row.pk) == wanted), None)
    if found is None:
        raise Http404
    reading = Reading(with_result(found))
    reading.suffix = f"?evaluation={found.pk}"
    return reading


def is_published(evaluation: Evaluation) -> bool:
    """Whether the report of the evaluation is published."""
    report = getattr(evaluation, "report", None)
    return report is not None and report.state == "published"


class Reading:
    """The result of an evaluation with its rows by code, in the active language."""

    def __init__(self, evaluation: Evaluation):
        self.evaluation = evaluation
        self.result: Mapping[str, Any] = evaluation.result
        self.language = cast(Language, "zh-hans" if (get_language() or "en").startswith("zh") else "en")
        self.source = Source(self.result, self.language, ReportMeta(evaluation_id=str(evaluation.pk)))
        self.base = f"/programs/{self.result['program']['code']}/"
        self.suffix = ""

    def to(self, kind: str, code: str) -> str:
        """The address of an indicator, zone, section, measure or task page, for the same evaluation."""
        if kind == "tasks":
            return f"/tasks/{code}/{self.suffix}"
        return f"{self.base}{kind}/{code}/{self.suffix}"

    def to_tasks(self, **filters: str) -> str:
        """The address of the task list with filters."""
        asked = "&".join(f"{key}={value}" for key, value in filters.items() if value)
        joint = "&" if self.suffix else "?"
        return f"{self.base}tasks/{self.suffix}{joint}{asked}" if asked else f"{self.base}tasks/{self.suffix}"

    def to_lineage(self, indicator: str, zone: str) -> str:
        """The address of the page that tells how a figure was computed."""
        return f"/lineage/{self.evaluation.pk}/{indicator}/{zone or 'all'}"

    def name(self, kind: str, code: str) -> str:
        """The name of a coded row."""
        return self.source.name(kind, code)
