"""The tasks of an agency on its first page: what waits for it, what it waits for, what is finished."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from programs.models import Task, TaskState

TASK_SOON_DAYS = 30
LED = (
    TaskState.ASSIGNED,
    TaskState.RETURNED,
    TaskState.ACKNOWLEDGED,
    TaskState.IN_PROGRESS,
    TaskState.REPORTED_DONE,
    TaskState.SUSPENDED,
)
BY_STATE = {
    TaskState.RETURNED: "returned",
    TaskState.ASSIGNED: "acknowledge",
    TaskState.REPORTED_DONE: "reported",
    TaskState.SUSPENDED: "suspended",
}
WAITING = ("reported", "suspended")


def due_state(due: date, today: date, soon_days: int) -> dict[str, Any]:
    """How near a due date is: `late`, `soon` or `open`, with the days."""
    days = (due - today).days
    kind = "late" if days < 0 else "soon" if days <= soon_days else "open"
    return {"kind": kind, "days": abs(days)}


def task_groups(tasks: Iterable[Task], today: date) -> list[dict[str, Any]]:
    """Tasks by what they wait for; each task stands in the first group that fits.

    What the coordination group has to do next is not shown as late.
    """
    groups: dict[str, dict[str, Any]] = {
        "returned": {"title": _("Returned for correction"), "rows": []},
        "acknowledge": {"title": _("To acknowledge"), "rows": []},
        "late": {"title": _("Overdue"), "rows": []},
        "soon": {"title": _("Due within 30 days"), "rows": []},
        "open": {"title": _("Under way"), "rows": []},
        "reported": {"title": _("Reported done, waiting for verification"), "rows": []},
        "suspended": {"title": _("Suspended"), "rows": []},
    }
    for task in tasks:
        state = due_state(task.due, today, TASK_SOON_DAYS)
        kind = BY_STATE.get(TaskState(task.state), state["kind"])
        groups[kind]["rows"].append({"task": task, "state": {"kind": "open"} if kind in WAITING else state})
    return [{"kind": kind, **group} for kind, group in groups.items() if group["rows"]]
