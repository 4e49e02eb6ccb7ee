"""Changing what a task says: its names, weight, agencies and dates. The original due date is never touched."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.exceptions import NotAllowedInState, Problem
from programs.models import Agency, Milestone, Task, TaskState
from programs.services.acting import acting
from programs.services.given import refuse, text_problems, weight_problems
from programs.services.permissions import require_reason, require_staff
from programs.services.records import row_update
from programs.services.versions import require_version

CHANGEABLE = ("name_en", "name_zh", "weight", "start", "due", "lead", "cooperating")
NEED_REASON = frozenset({"due", "lead"})
FINISHED = frozenset({TaskState.CLOSED, TaskState.CANCELLED})


def task_reschedule(*, task: Task, due: date, by: Actor, reason: str, expected_version: int | None = None) -> Task:
    """Move the due date of an open task, with a reason. `task_update` says what is raised."""
    return task_update(task=task, changes={"due": due}, by=by, reason=reason, expected_version=expected_version)


def task_update(
    *, task: Task, changes: Mapping[str, Any], by: Actor, reason: str = "", expected_version: int | None = None
) -> Task:
    """Change names, weight, start, due, lead or cooperating agencies in one step; the stored task is returned.

    Coordinators only. A new due date or lead agency needs a reason. Values that are the same change nothing, so it
    may run twice. Raises NotAllowed, NotAllowedInState (closed or cancelled), StaleVersion, or InvalidInput with
    every problem at once.
    """
    with acting(by=by, reason=reason.strip()):
        row = Task.objects.select_for_update().get(pk=task.pk)
        require_staff(by, row.program_id)
        require_version(row, expected_version)
        if row.state in FINISHED:
            raise NotAllowedInState(_("A closed or cancelled task is not changed."), hint=_("Reopen it first."))
        refuse(_problems(row, changes))
        cooperating = changes.get("cooperating")
        differing = {name for name, value in changes.items() if name != "cooperating" and getattr(row, name) != value}
        if differing & NEED_REASON:
            require_reason(reason)
        refuse(_contradictions(row, changes, differing))
        for name in differing:
            setattr(row, name, changes[name])
        agencies_differ = cooperating is not None and {agency.pk for agency in cooperating} != set(
            row.cooperating.values_list("pk", flat=True)
        )
        if differing or agencies_differ:
            row_update(row)
        if agencies_differ:
            row.cooperating.set(cooperating or [])
    return Task.objects.for_lists().get(pk=row.pk)


def _problems(row: Task, changes: Mapping[str, Any]) -> list[Problem]:
    found = [
        Problem("unknown_field", _("'%(name)s' cannot be changed here.") % {"name": name}, f"/{name}")
        for name in changes
        if name not in CHANGEABLE
    ]
    for name in ("name_en", "name_zh"):
        if name in changes:
            found += text_problems(changes[name], f"/{name}", most=300)
    if "weight" in changes:
        found += weight_problems(changes["weight"], "/weight")
    found += [
        Problem("not_a_date", _("This must be a date."), f"/{name}")
        for name in ("start", "due")
        if name in changes and not isinstance(changes[name], date)
    ]
    if "lead" in changes and not isinstance(changes["lead"], Agency):
        found.append(Problem("not_an_agency", _("This must be an agency."), "/lead"))
    cooperating = changes["cooperating"] or () if "cooperating" in changes else row.cooperating.all()
    if changes.keys() & {"lead", "cooperating"} and changes.get("lead", row.lead) in cooperating:
        found.append(Problem("lead_cooperates", _("The lead agency cannot cooperate with itself."), "/cooperating"))
    if not found and not (changes.get("name_en", row.name_en).strip() or changes.get("name_zh", row.name_zh).strip()):
        found.append(Problem("name_missing", _("Give a name in English or Chinese."), "/name_en"))
    return found


def _contradictions(row: Task, changes: Mapping[str, Any], differing: set[str]) -> list[Problem]:
    found: list[Problem] = []
    if not differing & {"start", "due"}:
        return found
    start, due = changes.get("start", row.start), changes.get("due", row.due)
    program = row.program
    found += [
        Problem(
            "outside_programme",
            _("The date lies outside the programme (%(start)s to %(end)s).")
            % {"start": program.start, "end": program.end},
            f"/{name}",
            value=str(day),
        )
        for name, day in (("start", start), ("due", due))
        if name in differing and not program.start <= day <= program.end
    ]
    if due < start:
        found.append(Problem("due_before_start", _("The due date is not before the start."), "/due", value=str(due)))
    late = (
        Milestone.objects.filter(task=row, done_on__isnull=True, due__gt=due).order_by("position").first()
        if "due" in differing
        else None
    )
    if late is not None:
        message = _("The milestone '%(name)s' would be due after the task.") % {"name": late.name}
        found.append(Problem("milestone_after_due", message, "/due", _("Move the milestone first."), str(late.due)))
    return found
