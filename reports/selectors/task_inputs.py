"""Tasks, milestones and evidence as they stood at a moment, as an evaluation reads them."""

from collections import defaultdict
from datetime import datetime

from django.utils import timezone

from programs.audit.past import rows_as_of
from programs.models import Evidence, Milestone, Program, Task
from reports.evaluation import types
from reports.selectors.plan_inputs import PlanRows


def tasks(program: Program, rows: PlanRows, as_of: datetime) -> tuple[tuple[types.Task, ...], set[int]]:
    """The programme's tasks at `as_of`, and the primary keys of their lead agencies. Six queries."""
    found = {
        row.pk: row
        for row in rows_as_of(Task.objects.filter(program=program), as_of, lambda row: row.program_id == program.pk)
    }
    milestones: dict[int, list[types.Milestone]] = defaultdict(list)
    for row in rows_as_of(Milestone.objects.filter(task__program=program), as_of, lambda row: row.task_id in found):
        milestones[row.task_id].append(types.Milestone(row.weight, row.due, row.original_due, row.done_on))
    proven = {
        row.task_id
        for row in rows_as_of(Evidence.objects.filter(task__program=program), as_of, lambda row: row.task_id in found)
    }
    listed = tuple(
        _task(row, rows, tuple(milestones[pk]), pk in proven)
        for pk, row in found.items()
        if row.zone_id in rows.zones and row.measure_id in rows.measures
    )
    return listed, {row.lead_id for row in found.values()}


def _task(row: Task, rows: PlanRows, milestones: tuple[types.Milestone, ...], proven: bool) -> types.Task:
    measure = rows.measures[row.measure_id]
    return types.Task(
        code=row.code,
        name_en=row.name_en,
        name_zh=row.name_zh,
        measure=measure.code,
        section=rows.sections[measure.section_id].code,
        zone=rows.zones[row.zone_id].code,
        lead=rows.agencies[row.lead_id].code,
        state=row.state,
        due=row.due,
        original_due=row.original_due,
        start=timezone.localdate(row.acknowledged_at) if row.acknowledged_at else None,
        reported_done=timezone.localdate(row.reported_done_at) if row.reported_done_at else None,
        closed=timezone.localdate(row.closed_at) if row.closed_at else None,
        weight=row.weight,
        evidence=proven,
        suspended=row.state == "suspended",
        milestones=milestones,
    )
