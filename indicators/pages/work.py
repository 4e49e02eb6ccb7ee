"""My work: what an agency owes, which tasks wait for it, and what became of what it handed in."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from indicators.models import Obligation, ReportingPeriod, Submission
from indicators.pages.deliveries import Waiting, in_words, returned_unanswered, waiting_places
from indicators.pages.work_tasks import LED, due_state, task_groups
from indicators.services.kept_rows import Place
from programs import clock, periods
from programs.models import ProgressReport, Task, TaskState
from programs.models.tasks import OPEN_STATES
from programs.pages.base import AGENCY, Page
from programs.selectors.returns import return_events
from programs.services.tasks.transitions import allowed_transitions

SOON_DAYS = 14
NEWEST = 10
PER_PAGE = 30
MOST_OTHERS = 200


class MyWork(Page):
    """The first page of an agency's staff."""

    read_roles = AGENCY
    template_name = "indicators/work.html"

    def context(self) -> dict[str, Any]:
        """Owed values by period, tasks by what they wait for, the newest deliveries; a fixed number of queries."""
        today = clock.today()
        agencies = self.actor.agency_ids()
        led = self.rows(Task.objects.filter(lead__in=agencies)).select_related("zone", "lead", "measure__section")
        tasks = list(led.filter(state__in=LED).order_by("due", "code"))
        reports = (
            self.rows(
                ProgressReport.objects.filter(state="returned", task__lead__in=agencies).exclude(answered_since())
            )
            .select_related("task")
            .order_by("-reviewed_at")
        )
        submissions = list(
            self.rows(Submission.objects.defer("body")).select_related("agency").order_by("-received_at")[:NEWEST]
        )
        return {
            "memberships": self.request.user.memberships.filter(agency__in=agencies).select_related("agency"),
            **self.owed(today),
            "task_groups": task_groups(tasks, today),
            "returns": return_events(tasks),
            "closed": Paginator(led.filter(state=TaskState.CLOSED).order_by("-closed_at", "code"), PER_PAGE).get_page(
                self.request.GET.get("closed")
            ),
            "cooperating": self.cooperating(),
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

    def cooperating(self) -> list[Task]:
        """Open tasks of other agencies in which these cooperate."""
        agencies = self.actor.agency_ids()
        others = Task.objects.filter(cooperating__in=agencies, state__in=OPEN_STATES).exclude(lead__in=agencies)
        return list(self.rows(others).select_related("zone", "lead").distinct().order_by("due", "code")[:MOST_OTHERS])

    def owed(self, today: date) -> dict[str, Any]:
        """What has not been handed in, by programme and period, the earliest due date first: `groups` that are open and
        `shut` ones whose period is closed or was never opened. Periods that have not begun are left out; two queries.
        """
        rows = self.rows(Obligation.objects.filter(received_at__isnull=True)).select_related(
            "program", "indicator__unit", "zone", "agency"
        )
        groups: dict[tuple[int, str], dict[str, Any]] = {}
        for row in rows.order_by("due", "period", "indicator__code", "zone__sort_order"):
            group = groups.setdefault(
                (row.program_id, row.period),
                {"program": row.program, "period": row.period, "rows": [], "left": 0},
            )
            waits = self.waiting.get((row.program_id, Place(row.indicator.code, row.zone.code, row.period, "")))
            state = {"kind": "waits"} if waits else due_state(row.due, today, SOON_DAYS)
            group["rows"].append({"obligation": row, "state": state, "waits": waits})
            group["left"] += waits is None
        opened = {
            (row.program_id, row.code)
            for row in self.rows(ReportingPeriod.objects.filter(code__in={period for _program, period in groups}))
            if row.is_open
        }
        return {
            "groups": [group for key, group in groups.items() if key in opened],
            "shut": [
                group
                for key, group in groups.items()
                if key not in opened and periods.parse(group["period"]).start <= today
            ],
        }


def answered_since() -> Exists:
    """Of a progress report: its agency handed in a later one for the same task and period."""
    return Exists(
        ProgressReport.objects.filter(
            task=OuterRef("task"), period=OuterRef("period"), submitted_at__gt=OuterRef("submitted_at")
        )
    )


class Deliveries(Page):
    """Everything that the actor's agencies handed in, the newest first, by state."""

    read_roles = AGENCY
    template_name = "indicators/deliveries.html"

    def context(self) -> dict[str, Any]:
        """One page of deliveries in words."""
        state = self.request.GET.get("state", "")
        rows = self.rows(Submission.objects.filter(agency__in=self.actor.agency_ids()).defer("body"))
        if state in dict(Submission.STATES):
            rows = rows.filter(state=state)
        page = Paginator(rows.select_related("agency").order_by("-received_at"), PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        return {"deliveries": in_words(list(page)), "page": page, "states": Submission.STATES, "state": state}
