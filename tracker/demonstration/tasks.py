"""The told history of tasks: broken down, assigned, acknowledged, worked on, done, closed, moved, some stuck."""

import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from programs import clock, periods
from programs.models import Agency, Milestone, Program, Task
from programs.services.tasks.changes import task_reschedule
from programs.services.tasks.evidence import evidence_add
from programs.services.tasks.generate import tasks_generate
from programs.services.tasks.milestones import milestone_complete
from programs.services.tasks.progress import progress_review, progress_submit
from programs.services.tasks.transitions import task_transition, tasks_transition
from tracker.demonstration.people import coordinator, reporter
from tracker.demonstration.timeline import moment

EVIDENCE = "https://demonstration.example/evidence/{code}"


@dataclass(slots=True)
class Fate:
    """What becomes of one task: milestones with the day each was reached, and how far it gets."""

    task: Task
    steps: list[tuple[Milestone, date]] = field(default_factory=list)
    finished: date | None = None
    closed: bool = False
    returned: bool = False


def tell_tasks(program: Program, today: date) -> None:
    """Tell the whole history up to `today`, in the order of time within each kind of event."""
    office = coordinator(program)
    beginning = program.start + timedelta(days=28)
    with clock.at(moment(beginning)):
        tasks_generate(program=program, by=office)
    tasks = list(
        Task.objects.filter(program=program)
        .select_related("lead", "measure")
        .prefetch_related("milestones")
        .order_by("code")
    )
    assigned = [task for task in tasks if _chance("draft", task).random() > 0.015]
    with clock.at(moment(beginning + timedelta(days=21))):
        tasks_transition(
            tasks=assigned, transition="assign", by=office, reason="Tasks of the plan assigned to their lead agencies"
        )
    begun = _acknowledge(program, assigned, beginning + timedelta(days=24))
    fates = [_fate(task, today) for task in begun]
    _work(program, fates)
    _move_and_stop(program, fates, today)
    _report(program, fates, today)


def _chance(purpose: str, task: Task) -> random.Random:
    return random.Random(f"{purpose}/{task.code}")  # noqa: S311 - invented data, no secret


@contextmanager
def _on(day: date, hour: int = 10) -> Iterator[None]:
    with clock.at(moment(day, hour)):
        yield


def _acknowledge(program: Program, tasks: list[Task], first: date) -> list[Task]:
    by_agency: dict[Agency, list[Task]] = defaultdict(list)
    for task in tasks:
        if _chance("acknowledge", task).random() > 0.025:
            by_agency[task.lead].append(task)
    begun: list[Task] = []
    for agency, led in by_agency.items():
        days = random.Random(agency.code).randint(0, 20)  # noqa: S311 - invented data, no secret
        with _on(first + timedelta(days=days)):
            tasks_transition(tasks=led, transition="acknowledge", by=reporter(agency, program))
        started = [task for task in led if _chance("start", task).random() > 0.03]
        with _on(first + timedelta(days=days + 30)):
            tasks_transition(tasks=started, transition="start", by=reporter(agency, program))
        begun += started
    return begun


def _fate(task: Task, today: date) -> Fate:
    chance = _chance("fate", task)
    pace = chance.choices(("prompt", "late", "stuck"), weights=(78, 16, 6))[0]
    fate = Fate(task)
    milestones = sorted(task.milestones.all(), key=lambda milestone: milestone.position)
    stuck_at = chance.randint(1, len(milestones)) if pace == "stuck" else len(milestones) + 1
    for milestone in milestones:
        delay = chance.randint(-25, 5) if pace == "prompt" else chance.randint(10, 120)
        day = max(milestone.due + timedelta(days=delay), task.start + timedelta(days=90 + milestone.position))
        if milestone.position >= stuck_at or day >= today - timedelta(days=2):
            break
        fate.steps.append((milestone, day))
    if len(fate.steps) == len(milestones):
        fate.finished = max(day for _milestone, day in fate.steps)
        reviewed = fate.finished < today - timedelta(days=30)
        fate.returned = reviewed and chance.random() < 0.08
        fate.closed = reviewed and not fate.returned and chance.random() < 0.9
    return fate


def _work(program: Program, fates: list[Fate]) -> None:
    office = coordinator(program)
    for fate in fates:
        agency = reporter(fate.task.lead, program)
        for milestone, day in fate.steps:
            with _on(day):
                milestone_complete(milestone=milestone, done_on=day, by=agency)
        if fate.finished is None:
            continue
        with _on(fate.finished, 15):
            evidence_add(
                task=fate.task,
                title="Acceptance record (demonstration) 验收材料（演示）",
                url=EVIDENCE.format(code=fate.task.code),
                by=agency,
            )
            task_transition(task=fate.task, transition="report_done", by=agency)
        with _on(fate.finished + timedelta(days=20), 16):
            if fate.closed:
                task_transition(task=fate.task, transition="close", by=office)
            elif fate.returned:
                task_transition(
                    task=fate.task,
                    transition="return",
                    by=office,
                    reason="The evidence does not show the effect that the measure asks for.",
                )


def _move_and_stop(program: Program, fates: list[Fate], today: date) -> None:
    office = coordinator(program)
    unfinished = [fate for fate in fates if fate.finished is None]
    overdue = [fate for fate in unfinished if fate.task.due < today]
    for fate in overdue[::4]:
        with _on(fate.task.due - timedelta(days=10)):
            task_reschedule(
                task=Task.objects.get(pk=fate.task.pk),
                due=min(fate.task.due + timedelta(days=150), program.end),
                by=office,
                reason="Waits for a supporting rule of the higher authority.",
            )
    running = [fate for fate in unfinished if fate.task.due > today]
    for number, fate in enumerate(running[::45]):
        with _on(today - timedelta(days=40 + number)):
            step, reason = (
                ("cancel", "Merged with another task of the same measure.")
                if number % 3 == 2
                else ("suspend", "The legal basis is being revised.")
            )
            task_transition(task=fate.task, transition=step, by=office, reason=reason)


def _report(program: Program, fates: list[Fate], today: date) -> None:
    office = coordinator(program)
    quarter = periods.latest_ended("Q", today.year * 12 + today.month - 2)
    reporting = set(Task.objects.filter(program=program).exclude(state="cancelled").values_list("pk", flat=True))
    for back in (1, 0):
        period = periods.shift(quarter, -back)
        for fate in fates:
            chance = _chance(f"report{back}", fate.task)
            if fate.finished or fate.task.pk not in reporting or chance.random() > 0.3:
                continue
            agency = reporter(fate.task.lead, program)
            done = len(fate.steps)
            with _on(period.end + timedelta(days=chance.randint(2, 12))):
                report = progress_submit(
                    task=fate.task,
                    period=period.code,
                    text=f"Demonstration: {done} milestones reached; work goes on as planned. 演示：已完成{done}个节点，其余工作按计划推进。",
                    problems="Data sharing between two cities is not yet agreed. 两市数据共享尚未达成一致。"
                    if chance.random() < 0.25
                    else "",
                    self_rating=chance.choice(["on_track", "on_track", "on_track", "at_risk"]),
                    by=agency,
                )
            if back or chance.random() < 0.6:
                with _on(period.end + timedelta(days=20)):
                    accept = chance.random() > 0.1
                    progress_review(
                        report=report,
                        accept=accept,
                        by=office,
                        reason="" if accept else "Say what was achieved in this quarter, with figures.",
                    )
