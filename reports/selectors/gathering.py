"""Gathers everything that one evaluation reads, with a fixed number of queries, as it was known at a moment."""

from datetime import datetime, time

from django.db.models import Max, Model, Q
from django.utils import timezone

from indicators.models import (
    Indicator,
    IndicatorUse,
    Obligation,
    Observation,
    ReportingPeriod,
    Submission,
    Target,
    Unit,
)
from programs import clock, periods
from programs.audit.past import newest_change, rows_as_of
from programs.models import Agency, Evidence, Measure, Milestone, Program, ProgramZone, Section, Task, Zone
from reports.evaluation import types
from reports.evaluation.changes import previous_of
from reports.models import Evaluation, Report
from reports.selectors import cells, obligation_inputs, plan_inputs, task_inputs

READ_BY_EVALUATION: list[type[Model]] = [
    Program,
    ProgramZone,
    Zone,
    Agency,
    Section,
    Measure,
    Task,
    Milestone,
    Evidence,
    Unit,
    Indicator,
    IndicatorUse,
    Target,
    ReportingPeriod,
    IndicatorUse.measures.through,
]


def settled_moment(program: Program) -> datetime:
    """The as-of moment when nobody names one: the newest change that the evaluation would read, or this morning.

    So running again on the same day without new knowledge gives the same fingerprint. A new day is new knowledge:
    things become overdue.
    """
    issues = Report.objects.filter(evaluation__program=program).aggregate(
        published=Max("published_at"), withdrawn=Max("withdrawn_at")
    )
    moments: list[datetime | None] = [
        newest_change(READ_BY_EVALUATION),
        *issues.values(),
        Observation.objects.filter(series__program=program).aggregate(newest=Max("recorded_at"))["newest"],
        Submission.objects.filter(program=program).aggregate(newest=Max("received_at"))["newest"],
        *Obligation.objects.filter(program=program)
        .aggregate(made=Max("made_at"), recorded=Max("recorded_at"))
        .values(),
        timezone.make_aware(datetime.combine(clock.today(), time.min)),
    ]
    return max(moment for moment in moments if moment is not None)


def gather_inputs(program: Program, period: periods.Period, kind: str, as_of: datetime) -> types.EvaluationInputs:
    """The frozen inputs of an evaluation as known at `as_of`; about 30 queries, whatever the size."""
    stood = rows_as_of(Program.objects.filter(pk=program.pk), as_of, lambda row: row.pk == program.pk)
    program = stood[0] if stood else program
    rows = plan_inputs.plan_rows(program, as_of)
    indicators = plan_inputs.indicators(rows)
    targets = plan_inputs.targets(rows)
    tasks, leads = task_inputs.tasks(program, rows, as_of)
    owed, reporters = obligation_inputs.obligations(program, rows, period, as_of)
    return types.EvaluationInputs(
        scope=types.Scope(
            program=program.code,
            name_en=program.name_en,
            name_zh=program.name_zh,
            start=program.start,
            end=program.end,
            kind=kind,
            period=period.code,
            as_of=timezone.localtime(as_of),
            demonstration=program.demonstration,
        ),
        zones=plan_inputs.zones(rows),
        sections=plan_inputs.sections(rows),
        measures=plan_inputs.measures(rows),
        agencies=plan_inputs.agencies(rows, leads | reporters),
        indicators=indicators,
        targets=targets,
        cells=cells.cells(program, {i.code: i.frequency for i in indicators}, targets, period, as_of),
        tasks=tasks,
        obligations=owed,
        previous=_previous(program, period, kind, as_of),
    )


def _previous(program: Program, period: periods.Period, kind: str, as_of: datetime) -> types.Previous | None:
    """The newest earlier evaluation whose report stood published at `as_of`, also where it was withdrawn since."""
    standing = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=as_of)
    published = Report.objects.filter(
        standing, evaluation__program=program, evaluation__kind=kind, published_at__lte=as_of
    )
    issues = published.values_list("evaluation_id", "evaluation__period", "evaluation__as_of")
    earlier = [
        (periods.parse(code).last_month, moment, pk)
        for pk, code, moment in issues
        if periods.parse(code).last_month < period.last_month
    ]
    if not earlier:
        return None
    newest = max(earlier)[2]
    return previous_of(Evaluation.objects.values_list("result", flat=True).get(pk=newest))
