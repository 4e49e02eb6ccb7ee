"""The page of a task: what it is, where it stands, its milestones, progress, evidence and history."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from programs import clock
from programs.actors import Role
from programs.models import Milestone, Task
from programs.models.tasks import OPEN_STATES, TRANSITIONS
from programs.pages.base import AGENCY, Page
from reports.pages.drawing import timeline
from reports.pages.reading import Reading, chosen, newest_first, readable_evaluations
from reports.pages.rows import task_row
from reports.pages.trail import task_history

AGENCY_STEPS = ("acknowledge", "start", "report_done")


class TaskPage(Page):
    """One task: how an evaluation found it, and how it stands today. Its lead agency finds here what it can do next."""

    read_roles = (Role.COORDINATOR, Role.LEADER, Role.AUDITOR, *AGENCY)
    template_name = "reports/task.html"
    task: Task

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the task within the reader's scope."""
        rows = Task.objects.select_related("program", "measure__section", "zone", "lead").prefetch_related(
            "cooperating"
        )
        self.task = self.one(rows, code=kwargs["code"])
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        """The task with its parts; a fixed number of queries."""
        task = self.task
        milestones = list(task.milestones.order_by("position"))
        progress = list(task.progress_reports.order_by("-submitted_at").prefetch_related("evidence"))
        evidence = list(task.evidence.order_by("added_at"))
        today = clock.today()
        leads = task.lead_id in self.actor.agency_ids()
        reading = None if leads and not self.actor.reads_all else self.reading()
        line = reading.source.row("tasks", task.code) if reading else None
        return {
            "task": task,
            "program": task.program,
            "milestones": milestones,
            "timeline": task_timeline(task, milestones),
            "progress": progress,
            "evidence": evidence,
            "history": task_history(task, milestones, progress, evidence),
            "reading": reading,
            "evaluation": reading.evaluation if reading else None,
            "line": task_row(reading, line) if reading and line else None,
            "today": today,
            "overdue_days": max((today - task.due).days, 0) if task.state in OPEN_STATES else 0,
            "steps": [step for step in AGENCY_STEPS if leads and task.state in TRANSITIONS[step][0]],
            "leads": leads,
            "open": task.state in OPEN_STATES,
            "staff": self.actor.has_role_in(task.program_id, Role.COORDINATOR),
        }

    def reading(self) -> Reading | None:
        """The evaluation named by `?evaluation=`, else the newest one that the reader may see."""
        evaluations = newest_first(readable_evaluations(self.actor, self.task.program))
        return chosen(evaluations, self.request.GET.get("evaluation", ""))


def task_timeline(task: Task, milestones: list[Milestone]) -> dict[str, Any]:
    """The drawing of the milestones between the task's start and its last date."""
    dates = [
        task.due,
        task.original_due,
        *(row.due for row in milestones),
        *(row.done_on for row in milestones if row.done_on),
    ]
    steps = [(row.original_due, row.due, row.done_on) for row in milestones]
    return timeline(task.start, max(dates), clock.today(), steps)
