"""Days on which open milestones were reached, as fields of the forms about a task."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.exceptions import DomainError, Problem
from programs.models import Milestone, Task
from programs.services.tasks.milestones import UNDER_WAY, milestone_complete


def open_milestones(task: Task) -> list[Milestone]:
    """The milestones that the lead agency can record as reached now, in their order."""
    return list(task.milestones.filter(done_on=None).order_by("position")) if task.state in UNDER_WAY else []


def field_of(milestone: Milestone) -> str:
    """The name of a milestone's field."""
    return f"milestone-{milestone.pk}"


def fields_for(milestones: Sequence[Milestone], typed: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """What the form shows: each milestone, its field, what was typed, and whether it is late."""
    return [
        {"row": row, "field": field_of(row), "typed": typed.get(field_of(row), ""), "late": row.due < today}
        for row in milestones
    ]


def milestones_record(milestones: Sequence[Milestone], typed: Mapping[str, Any], by: Actor) -> list[Problem]:
    """Record the days that were typed; the problems, each at its field."""
    found: list[Problem] = []
    for row in milestones:
        text, pointer = str(typed.get(field_of(row), "")).strip(), f"/{field_of(row)}"
        if not text:
            continue
        try:
            milestone_complete(milestone=row, done_on=date.fromisoformat(text), by=by)
        except ValueError:
            hint = _("Write it as 2026-09-30.")
            found.append(Problem("day_malformed", _("This is not a day."), pointer, hint, text[:40]))
        except DomainError as error:
            found += [replace(problem, pointer=pointer) for problem in error.problems]
    return found
