"""Facts of a task on the day of the evaluation: completion, plan, schedule performance, days overdue.

Completion counts finished steps, never a free-hand percentage. Reported done counts only with evidence; struck off
(closed) counts in full. Lateness is measured against the current and the original due date, so that a new date does
not erase it. Source: EVALUATION methods 2h.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.evaluation.decimals import ONE, ZERO
from reports.evaluation.earned_schedule import Step, earned, performance, performance_in_time, planned
from reports.evaluation.types import Milestone, Task

HALF = Decimal("0.5")
NOT_COUNTED = frozenset({"draft", "cancelled"})


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules of tasks read. Ratios are plain; days are whole days.

    `late` and `late_original` count from the current and the original due date to the day the task was done, else to
    today. `overdue` and `overdue_original` are the same for tasks that are still owed, and 0 for done ones and for
    `waiting` ones: those wait for a higher authority or are suspended, and their lateness is not the zone's.
    """

    task: Task
    is_closed: bool
    is_done: bool
    finished: date | None
    waiting: bool
    completion: Decimal
    planned: Decimal | None
    spi: Decimal | None
    spi_t: Decimal | None
    late: int
    late_original: int
    late_steps: int

    @property
    def overdue(self) -> int:
        """Days past the current due date of a task that is still owed."""
        return 0 if self.is_done or self.waiting else self.late

    @property
    def overdue_original(self) -> int:
        """Days past the original due date of a task that is still owed."""
        return 0 if self.is_done or self.waiting else self.late_original

    @property
    def counts(self) -> bool:
        """Whether the task belongs to totals: drafts and cancelled tasks do not."""
        return self.task.state not in NOT_COUNTED


def facts_of(task: Task, today: date) -> TaskFacts:
    """Facts of `task` at the end of day `today`; what happened later is not seen.

    A closed task is complete from its closing date on. A task that the agency reported done with evidence is done
    from that date on. A done task without any date counts as done in time.
    """
    is_closed = task.state == "closed" and (task.closed is None or task.closed <= today)
    is_done = is_closed or (task.evidence and is_claimed_done(task, today))
    finished = _earliest(task.reported_done, task.closed) if is_done else None
    steps = _steps(task, today, is_done=is_done)
    done, plan = earned(steps), planned(steps, today)
    ended = finished if is_done else today
    waiting = not is_done and (task.waiting_approval or task.suspended or task.state == "suspended")
    dated = task.state not in NOT_COUNTED
    return TaskFacts(
        task=task,
        is_closed=is_closed,
        is_done=is_done,
        finished=finished,
        waiting=waiting,
        completion=done,
        planned=plan,
        spi=performance(done, plan),
        spi_t=performance_in_time(steps, task.start, today, finished),
        late=_days_late(task.due, ended) if dated else 0,
        late_original=_days_late(task.original_due or task.due, ended) if dated else 0,
        late_steps=0 if is_done else sum(1 for step in task.milestones if _is_late(step, today)),
    )


def is_claimed_done(task: Task, today: date) -> bool:
    """Whether the lead agency had reported the task done by the end of `today`, with or without evidence."""
    claimed = task.state in {"reported_done", "closed"}
    return claimed and task.reported_done is not None and task.reported_done <= today


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _steps(task: Task, today: date, *, is_done: bool) -> list[Step]:
    """The milestones as steps; a task without any is one step, 0 or 100, due on its due date."""
    if not task.milestones:
        return [Step(ONE, task.due, ONE if is_done else ZERO)]
    return [Step(step.weight, step.due, ONE if is_done else _credit(task, step, today)) for step in task.milestones]


def _credit(task: Task, step: Milestone, today: date) -> Decimal:
    if step.done is not None and step.done <= today:
        return ONE
    started = step.started is not None and step.started <= today
    return HALF if started and task.credit_rule == "50/50" else ZERO


def _is_late(step: Milestone, today: date) -> bool:
    return step.due < today and (step.done is None or step.done > today)


def _days_late(due: date | None, ended: date | None) -> int:
    return 0 if due is None or ended is None else max(0, (ended - due).days)
