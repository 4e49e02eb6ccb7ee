"""Clause coverage: which clauses of the plan have tasks, evidence and indicators, and which have none."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from programs.models import Evidence, Measure, Program, Task
from programs.querysets import MeasureQuerySet, TaskQuerySet


@dataclass(frozen=True, slots=True)
class CoverageTotals:
    """Counts of a programme. A cancelled task counts nowhere; drafts do not need evidence yet."""

    measures: int
    measures_without_task: int
    measures_without_indicator: int
    tasks: int
    tasks_without_evidence: int


def coverage_of_measures(program: Program) -> MeasureQuerySet:
    """The programme's measures with tasks, tasks_open, tasks_closed, evidence_count and indicator_count; one query."""
    tasks = Task.objects.filter(~Q(state="cancelled"), measure=OuterRef("pk"))
    found: MeasureQuerySet = (
        Measure.objects.filter(program=program)
        .select_related("section")
        .annotate(
            task_count=_count(tasks, "measure"),
            task_open_count=_count(tasks.open(), "measure"),
            task_closed_count=_count(tasks.filter(state="closed"), "measure"),
            evidence_count=_count(
                Evidence.objects.filter(~Q(task__state="cancelled"), task__measure=OuterRef("pk")), "task__measure"
            ),
            indicator_count=Count("indicator_uses", distinct=True),
        )
    )
    return found.order_by("number")


def tasks_without_evidence(program: Program) -> TaskQuerySet:
    """Tasks that were assigned and not cancelled, and have no evidence."""
    found: TaskQuerySet = (
        Task.objects.filter(program=program).exclude(state__in=("draft", "cancelled")).without_evidence()
    )
    return found.order_by("due", "code")


def coverage_totals(program: Program) -> CoverageTotals:
    """The gaps of a programme in numbers; five queries whatever its size."""
    measures = Measure.objects.filter(program=program)
    return CoverageTotals(
        measures=measures.count(),
        measures_without_task=measures.without_task().count(),
        measures_without_indicator=measures.without_indicator().count(),
        tasks=Task.objects.filter(program=program).exclude(state="cancelled").count(),
        tasks_without_evidence=tasks_without_evidence(program).count(),
    )


def _count(rows: "QuerySet[Task] | QuerySet[Evidence]", path: str) -> Coalesce:
    numbers = rows.order_by().values(path).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), Value(0))
