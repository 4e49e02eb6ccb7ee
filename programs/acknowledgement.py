"""When a lead agency has to acknowledge a task, and whether it did so late. Pure; the caller gives the day."""

from datetime import date
from typing import Protocol

from django.utils import timezone

from programs import working_days

WITHIN_WORKING_DAYS = 5


class Assigned(Protocol):
    """What is looked at: a task's moments."""

    assigned_at: object
    acknowledged_at: object


def acknowledge_by(task: Assigned) -> date | None:
    """The last day for acknowledging: five working days after the assignment; None before it."""
    if task.assigned_at is None:
        return None
    return working_days.added(timezone.localdate(task.assigned_at), WITHIN_WORKING_DAYS)  # type: ignore[arg-type]


def is_late(task: Assigned, today: date) -> bool:
    """Whether the task was acknowledged after that day, or is not acknowledged and the day has passed."""
    last = acknowledge_by(task)
    if last is None:
        return False
    acknowledged = timezone.localdate(task.acknowledged_at) if task.acknowledged_at else today  # type: ignore[arg-type]
    return acknowledged > last
