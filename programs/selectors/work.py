"""What waits for whom: the lists of "my work", for agencies and for the coordination group."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from programs import periods
from programs.actors import Actor, Role
from programs.models import ProgressReport, Task
from programs.querysets import SOON, TaskQuerySet
from programs.scoping import visible_to


@dataclass(frozen=True, slots=True)
class MyWork:
    """Lists that nobody has read yet (lazy querysets), the earliest due date first.

    Of an agency: to_acknowledge, overdue, due_soon, returned, progress_owed (for `progress_period`), reports_returned.
    Of the coordination group: to_assign, to_verify, reports_to_review, unacknowledged. Empty for whom they do not concern.
    """

    to_acknowledge: TaskQuerySet
    overdue: TaskQuerySet
    due_soon: TaskQuerySet
    returned: TaskQuerySet
    progress_owed: TaskQuerySet
    progress_period: str
    reports_returned: "QuerySet[ProgressReport]"
    to_assign: TaskQuerySet
    to_verify: TaskQuerySet
    unacknowledged: TaskQuerySet
    reports_to_review: "QuerySet[ProgressReport]"


def my_work(actor: Actor, today: date, *, soon: int = SOON, frequency: str = "Q") -> MyWork:
    """What waits for the actor on `today`. Progress is owed for the newest period of `frequency` that has ended."""
    seen: TaskQuerySet = visible_to(actor, Task.objects.for_lists()).order_by("due", "code")
    led = seen.led_by(actor.agency_ids())
    coordinated = seen if actor.has_role(Role.COORDINATOR) else seen.none()
    reports = visible_to(actor, ProgressReport.objects.select_related("task__zone", "task__lead")).order_by(
        "submitted_at", "pk"
    )
    ended = periods.latest_ended(frequency, _last_month_ended(today))
    return MyWork(
        to_acknowledge=led.never_acknowledged(),
        overdue=led.overdue(today),
        due_soon=led.due_soon(today, soon),
        returned=led.filter(state="returned"),
        progress_owed=led.owing_progress(ended.code, ended.end + timedelta(days=1)),
        progress_period=ended.code,
        reports_returned=reports.filter(state="returned", task__lead__in=actor.agency_ids()),
        to_assign=coordinated.filter(state="draft"),
        to_verify=coordinated.filter(state="reported_done"),
        unacknowledged=coordinated.never_acknowledged(),
        reports_to_review=reports.filter(state="submitted") if actor.has_role(Role.COORDINATOR) else reports.none(),
    )


def _last_month_ended(today: date) -> int:
    """The number (year·12 + month - 1) of the newest month that has ended by the end of `today`."""
    month = today.year * 12 + today.month - 1
    return month if (today + timedelta(days=1)).month != today.month else month - 1
