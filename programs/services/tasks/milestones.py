"""Milestones: done or not done, never a free-hand share; moved only with a reason."""

from datetime import date

from django.utils.translation import gettext as _

from programs import clock
from programs.actors import Actor
from programs.exceptions import InvalidInput, NotAllowedInState
from programs.models import Milestone, Task, TaskState
from programs.services.acting import acting
from programs.services.permissions import require_lead_or_staff, require_reason, require_staff
from programs.services.records import row_update
from programs.services.versions import require_version

UNDER_WAY = frozenset({TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS, TaskState.RETURNED, TaskState.REPORTED_DONE})


def milestone_complete(
    *, milestone: Milestone, done_on: date, by: Actor, expected_version: int | None = None
) -> Milestone:
    """Record that a milestone was reached on a day, today at the latest. By the lead agency or staff; may run twice.

    Raises NotAllowed, NotAllowedInState (the task is not under way, or the milestone is done on another day),
    StaleVersion, InvalidInput (a day in the future or before the task began).
    """
    with acting(by=by):
        row = _locked(milestone)
        require_lead_or_staff(by, row.task)
        require_version(row, expected_version)
        if row.done_on == done_on:
            return row
        _require_under_way(row.task)
        if row.done_on is not None:
            raise NotAllowedInState(
                _("This milestone is done already."),
                code="milestone_done",
                hint=_("The coordination group can open it again."),
            )
        if not row.task.start <= done_on <= clock.today():
            raise InvalidInput(
                _("The day lies in the future or before the task began."), code="day_out_of_range", pointer="/done_on"
            )
        row.done_on, row.done_by = done_on, by.label
        return row_update(row)


def milestone_undo(*, milestone: Milestone, by: Actor, reason: str, expected_version: int | None = None) -> Milestone:
    """Open a milestone that was recorded as done by mistake. Staff only, with a reason; may run twice."""
    reason = require_reason(reason)
    with acting(by=by, reason=reason):
        row = _locked(milestone)
        require_staff(by, row.task.program_id)
        require_version(row, expected_version)
        _require_under_way(row.task)
        if row.done_on is None:
            return row
        row.done_on, row.done_by = None, ""
        return row_update(row)


def milestone_reschedule(
    *, milestone: Milestone, due: date, by: Actor, reason: str, expected_version: int | None = None
) -> Milestone:
    """Move the due date of an open milestone inside its task. Staff only, with a reason; the original date stays."""
    reason = require_reason(reason)
    with acting(by=by, reason=reason):
        row = _locked(milestone)
        require_staff(by, row.task.program_id)
        require_version(row, expected_version)
        if row.done_on is not None or row.task.state in (TaskState.CLOSED, TaskState.CANCELLED):
            raise NotAllowedInState(_("A milestone that is done, or whose task is finished, is not moved."))
        if not row.task.start <= due <= row.task.due:
            raise InvalidInput(
                _("The date lies outside the task (%(start)s to %(due)s).")
                % {"start": row.task.start, "due": row.task.due},
                code="outside_task",
                pointer="/due",
                hint=_("Move the task first."),
            )
        if row.due == due:
            return row
        row.due = due
        return row_update(row)


def _locked(milestone: Milestone) -> Milestone:
    return Milestone.objects.select_related("task__lead").select_for_update(of=("self",)).get(pk=milestone.pk)


def _require_under_way(task: Task) -> None:
    if task.state not in UNDER_WAY:
        raise NotAllowedInState(
            _("The task is not under way (%(state)s).") % {"state": task.get_state_display()},
            hint=_("Acknowledge or resume the task first."),
        )
