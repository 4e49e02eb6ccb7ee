"""My work: what an agency owes, which tasks wait for it, and what became of what it handed in."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from indicators.models import Obligation, ReportingPeriod, Submission
from indicators.pages.deliveries import Waiting, in_words, returned_unanswered, waiting_places
from indicators.services.kept_rows import Place
from programs import clock
from programs.models import ProgressReport, Task, TaskState
from programs.pages.base import AGENCY, Page
from programs.services.tasks.transitions import allowed_transitions

SOON_DAYS = 14
TASK_SOON_DAYS = 30
NEWEST = 10
WORKED_ON = (TaskState.ASSIGNED, TaskState.RETURNED, TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS)


class MyWork(Page):
    """The first page of an agency's staff."""

    read_roles = AGENCY
    template_name = "indicators/work.html"

    def context(self) -> dict[str, Any]:
        """Owed values by period, tasks by what they wait for, the newest deliveries; a fixed number of queries."""
        today = clock.today()
        agencies = self.actor.agency_ids()
        tasks = list(
            self.rows(Task.objects.filter(lead__in=agencies, state__in=WORKED_ON))
            .select_related("zone", "lead", "measure__section")
            .order_by("due", "code")
        )
        reports = (
            self.rows(ProgressReport.objects.filter(state="returned", task__lead__in=agencies))
            .select_related("task")
            .order_by("-reviewed_at")
        )
        submissions = list(
            self.rows(Submission.objects.defer("body")).select_related("agency").order_by("-received_at")[:NEWEST]
        )
        return {
            "memberships": self.request.user.memberships.filter(agency__in=agencies).select_related("agency"),
            "groups": self.owed(today),
            "task_groups": task_groups(tasks, today),
            "steps": {task.pk: allowed_transitions(task, self.actor) for task in tasks},
            "returned_reports": reports[:NEWEST],
            "deliveries": in_words(submissions),
            "returned": in_words(
                returned_unanswered(self.rows(Submission.objects.defer("body")), agencies, self.waiting)
            ),
        }

    @cached_property
    def waiting(self) -> dict[tuple[int, Place], Waiting]:
        """The values of the agencies that wait for review; one query."""
        return waiting_places(self.rows(Submission.objects.all()), self.actor.agency_ids())

    def owed(self, today: date) -> list[dict[str, Any]]:
        """What has not been handed in, by programme and period, the earliest due date first; two queries."""
        rows = self.rows(Obligation.objects.filter(received_at__isnull=True)).select_related(
            "program", "indicator__unit", "zone", "agency"
        )
        groups: dict[tuple[int, str], dict[str, Any]] = {}
        for row in rows.order_by("due", "period", "indicator__code", "zone__sort_order"):
            group = groups.setdefault(
                (row.program_id, row.period), {"program": row.program, "period": row.period, "rows": []}
            )
            group["rows"].append({"obligation": row, "state": due_state(row.due, today, SOON_DAYS)})
        periods = {
            (row.program_id, row.code): row
            for row in self.rows(ReportingPeriod.objects.filter(code__in={period for _program, period in groups}))
        }
        for key, group in groups.items():
            group["open"] = key in periods and periods[key].is_open
        return list(groups.values())


def due_state(due: date, today: date, soon_days: int) -> dict[str, Any]:
    """How near a due date is: `late`, `soon` or `open`, with the days."""
    days = (due - today).days
    kind = "late" if days < 0 else "soon" if days <= soon_days else "open"
    return {"kind": kind, "days": abs(days)}


def task_groups(tasks: Iterable[Task], today: date) -> list[dict[str, Any]]:
    """Tasks by what they wait for; each task stands in the first group that fits."""
    groups: dict[str, dict[str, Any]] = {
        "returned": {"title": _("Returned for correction"), "rows": []},
        "acknowledge": {"title": _("To acknowledge"), "rows": []},
        "late": {"title": _("Overdue"), "rows": []},
        "soon": {"title": _("Due within 30 days"), "rows": []},
        "open": {"title": _("Under way"), "rows": []},
    }
    for task in tasks:
        state = due_state(task.due, today, TASK_SOON_DAYS)
        kind = {TaskState.RETURNED: "returned", TaskState.ASSIGNED: "acknowledge"}.get(
            TaskState(task.state), state["kind"]
        )
        groups[kind]["rows"].append({"task": task, "state": state})
    return [{"kind": kind, **group} for kind, group in groups.items() if group["rows"]]
