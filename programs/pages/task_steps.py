"""What a lead agency does with its task in the portal: acknowledge, start, report progress, report done with evidence."""

from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programs import clock, periods
from programs.actors import Role
from programs.exceptions import DomainError, InvalidInput, Problem
from programs.models import Evidence, ProgressReport, Task
from programs.pages.base import AGENCY, Page
from programs.pages.milestone_fields import field_of, fields_for, milestones_record, open_milestones
from programs.selectors.returns import return_events
from programs.services.tasks.evidence import EvidenceInput, evidence_add, evidence_open
from programs.services.tasks.progress import NO_REPORTS, progress_problems, progress_submit
from programs.services.tasks.transitions import allowed_transitions, task_transition

PROGRESS_FIELDS = ("period", "text", "problems", "next_steps", "self_rating")


def by_field(problems: Sequence[Problem], fields: Collection[str]) -> dict[str, list[Problem]]:
    """Problems by the field of the form that they are about; those about none of `fields` under `form`."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        name = problem.pointer.rpartition("/")[2]
        found.setdefault(name if name in fields else "form", []).append(problem)
    return found


class TaskStep(Page):
    """One step without further words: acknowledge or start. Answers a POST of a button."""

    write_roles = AGENCY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str, step: str) -> HttpResponse:
        """Take the step; every refusal is said on the page that comes next."""
        task = self.one(Task.objects.all(), code=code)
        to = self.way_back(reverse("task", args=[code]))
        said = {"acknowledge": _("%(task)s is acknowledged."), "start": _("Work on %(task)s has started.")}
        if step not in said:
            raise Http404
        try:
            task_transition(task=task, transition=step, by=self.actor)
        except DomainError as error:
            return self.refused(error, to)
        return self.done(said[step] % {"task": task.code}, to)


class TaskForm(Page):
    """A form about one task of the actor's agency. What was typed is kept when the rules refuse it."""

    read_roles = write_roles = AGENCY
    fields: tuple[str, ...] = ()
    task: Task

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Nothing is typed yet."""
        super().setup(request, *args, **kwargs)
        self.problems: dict[str, list[Problem]] = {}

    def find(self) -> Task:
        """The task of the address; 404 unless the actor's agency leads it."""
        task: Task = self.one(
            Task.objects.select_related("measure__section", "program", "lead", "zone"), code=self.kwargs["code"]
        )
        if task.lead_id not in self.actor.agency_ids():
            raise Http404
        return task

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty form."""
        self.task = self.find()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Hand in; the form again with every problem beside its field when it is refused."""
        self.task = self.find()
        try:
            said = self.hand_in()
        except DomainError as error:
            known = (*self.fields, "file", *map(field_of, open_milestones(self.task)))
            self.problems = by_field(error.problems, known)
            return self.show(status=error.status)
        return self.done(said, reverse("task", args=[code]))

    def hand_in(self) -> str:
        """Call the service; the sentence for the page that comes next."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """The task, what was typed, and what is wrong with it."""
        typed = {name: self.request.POST.get(name, "") for name in self.fields}
        return {
            "task": self.task,
            "program": self.task.program,
            "typed": typed,
            "problems": self.problems,
            "wrong": sum(map(len, self.problems.values())),
            "file_lost": bool(self.problems and self.request.FILES),
            "milestones": fields_for(open_milestones(self.task), self.request.POST, clock.today()),
            "returned": return_events([self.task]).get(self.task.pk),
            "allowed": self.allowed(),
            "most_megabytes": settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        }

    def allowed(self) -> bool:
        """Whether the task's state takes what the form hands in."""
        raise NotImplementedError

    def record_milestones(self, more: Sequence[Problem] = ()) -> None:
        """Record the days given for milestones, all or none. Raises InvalidInput with what is wrong, and `more`."""
        with transaction.atomic():
            if wrong := milestones_record(open_milestones(self.task), self.request.POST, self.actor):
                raise InvalidInput(problems=[*wrong, *more])

    def evidence(self) -> list[EvidenceInput]:
        """The piece of evidence in the form, if any part of it is filled."""
        title, url, file = (
            self.request.POST.get("title", "").strip(),
            self.request.POST.get("url", "").strip(),
            self.request.FILES.get("file"),
        )
        return [EvidenceInput(title, url, file)] if title or url or file else []


class TaskProgress(TaskForm):
    """The progress report of a task for a period."""

    template_name = "programs/task_progress.html"
    fields = (*PROGRESS_FIELDS, "title", "url")

    def hand_in(self) -> str:
        """Submit it, with evidence and days of milestones where some are given; all of it or nothing."""
        typed = {name: self.request.POST.get(name, "") for name in PROGRESS_FIELDS}
        with transaction.atomic():
            self.record_milestones(progress_problems(**typed))
            report = progress_submit(task=self.task, by=self.actor, evidence=self.evidence(), **typed)
        return _("The progress report for %(period)s is handed in.") % {
            "period": periods.label(report.period, get_language() or "en")
        }

    def allowed(self) -> bool:
        """Not for drafts and finished tasks."""
        return self.task.state not in NO_REPORTS

    def context(self) -> dict[str, Any]:
        """The periods to report on, and the last report as a reminder."""
        context = super().context()
        today = clock.today()
        running = periods.from_month("M", today.year * 12 + today.month - 1)
        quarter = periods.from_month("Q", running.last_month)
        choices = [running.code, periods.previous(running).code, quarter.code, periods.previous(quarter).code]
        reports = list(ProgressReport.objects.filter(task=self.task).order_by("-submitted_at"))
        return {
            **context,
            "periods": choices,
            "last": reports[0] if reports else None,
            "reported": {report.period for report in reports},
            "ratings": ProgressReport._meta.get_field("self_rating").choices,
        }


class TaskDone(TaskForm):
    """Reports a task done. Evidence is needed; somebody else verifies and closes it."""

    template_name = "programs/task_done.html"
    fields = ("title", "url")

    def hand_in(self) -> str:
        """Record milestones, add the evidence, then take the step. What was stored stays when the step is refused."""
        self.record_milestones()
        if self.allowed():
            for piece in self.evidence():
                evidence_add(task=self.task, title=piece.title, url=piece.url, file=piece.file, by=self.actor)
        task_transition(task=self.task, transition="report_done", by=self.actor)
        return _("%(task)s is reported done. The coordination group verifies it.") % {"task": self.task.code}

    def allowed(self) -> bool:
        """Whether the step is one of the table."""
        return "report_done" in allowed_transitions(self.task, self.actor)

    def context(self) -> dict[str, Any]:
        """The evidence that is there already."""
        return {**super().context(), "evidence": list(self.task.evidence.order_by("added_at"))}


class EvidenceFile(Page):
    """The file of a piece of evidence, as an attachment that no browser opens by itself."""

    read_roles = (Role.COORDINATOR, Role.LEADER, Role.AUDITOR, *AGENCY)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The stored bytes; 404 outside the actor's scope, and where the file is lost."""
        evidence: Evidence = self.one(Evidence.objects.all(), pk=kwargs["pk"])
        if not evidence.file:
            raise Http404
        response = FileResponse(
            evidence_open(evidence),
            as_attachment=True,
            filename=evidence.file_name or "evidence",
            content_type="application/octet-stream",
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
