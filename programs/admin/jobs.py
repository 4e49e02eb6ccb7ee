"""Screen of jobs: where each stands, what it says, and trying again or cancelling with a reason."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from programs.actors import Role
from programs.admin.base import ViewOnlyAdmin
from programs.admin.cells import column, person, review_chip
from programs.admin.steps import Call, Step
from programs.job_words import ENDED, error_sentence, job_title, result_address, step_sentence
from programs.models import Job, JobState
from programs.services.jobs import job_cancel, job_retry
from programs.templatetags.display import moment

STEERING = (Role.COORDINATOR, Role.ADMINISTRATOR)


def _retry(job: Job, call: Call) -> str:
    job_retry(job=job, by=call.by, reason=call.reason)
    return _("The job is queued again.")


def _cancel(job: Job, call: Call) -> str:
    job_cancel(job=job, by=call.by, reason=call.reason)
    return _("The job is cancelled.")


@admin.register(Job)
class JobAdmin(ViewOnlyAdmin):
    """Work in progress and done."""

    read_roles = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.AUDITOR)
    write_roles = STEERING
    list_display = ("id", "title_shown", "state_shown", "progress", "asked_at", "who", "attempts")
    list_display_links = ("id", "title_shown")
    list_filter = ("state", "kind")
    search_fields = ("kind", "key", "requested_by")
    ordering = ("-id",)
    fieldsets = (
        (None, {"fields": ("who", "asked_at", "queued", "started", "finished", "attempts")}),
        (
            gettext_lazy("Technical details"),
            {"fields": ("kind", "key", "parameters_shown", "result_shown", "lease"), "classes": ("collapse",)},
        ),
    )
    readonly_fields = tuple(name for _heading, options in fieldsets for name in options["fields"])
    steps = (
        Step(
            name="retry",
            label=gettext_lazy("try again"),
            one=_retry,
            when=lambda job: job.state in (JobState.FAILED, JobState.CANCELLED),
            roles=STEERING,
        ),
        Step(
            name="cancel",
            label=gettext_lazy("cancel the job"),
            one=_cancel,
            when=lambda job: job.state in (JobState.QUEUED, JobState.RUNNING),
            roles=STEERING,
            danger=True,
        ),
    )

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        """The page with where the job stands, which a script keeps current, and the way to its result."""
        job = options["obj"]
        context |= {
            "ended": job.state in ENDED,
            "step": step_sentence(job),
            "error": error_sentence(job),
            "result_url": result_address(job),
        }
        return super().render_change_form(request, context, *args, **options)

    def describe(self, row: Job) -> str:
        """A job by what it is about."""
        return job_title(row)

    def may_write(self, request: HttpRequest, row: Any = None) -> bool:
        """Nobody edits a job."""
        return False

    @column(gettext_lazy("job"), "kind")
    def title_shown(self, job: Job) -> str:
        """What it is about."""
        return job_title(job)

    @column(gettext_lazy("state"), "state")
    def state_shown(self, job: Job) -> str:
        """The state."""
        return review_chip(job)

    @column(pgettext_lazy("job", "progress"))
    def progress(self, job: Job) -> str:
        """How far the work is."""
        if not job.total:
            return "—"
        return format_html(
            '<progress max="{}" value="{}" aria-label="{}"></progress> {}/{}',
            job.total,
            job.done,
            pgettext("job", "progress"),
            job.done,
            job.total,
        )

    @column(gettext_lazy("requested at"), "requested_at")
    def asked_at(self, job: Job) -> str:
        """When it was asked for."""
        return moment(job.requested_at)

    @column(gettext_lazy("queued at"))
    def queued(self, job: Job) -> str:
        """When it was last put into the queue."""
        return moment(job.queued_at)

    @column(gettext_lazy("started at"))
    def started(self, job: Job) -> str:
        """When the work began."""
        return moment(job.started_at)

    @column(gettext_lazy("finished at"))
    def finished(self, job: Job) -> str:
        """When it ended, however it ended."""
        return moment(job.finished_at)

    @column(gettext_lazy("lease until"))
    def lease(self, job: Job) -> str:
        """Until when its worker holds it."""
        return moment(job.lease_until)

    @column(gettext_lazy("requested by"), "requested_by")
    def who(self, job: Job) -> str:
        """Who asked for it."""
        return person(job.requested_by)

    @column(gettext_lazy("parameters"))
    def parameters_shown(self, job: Job) -> str:
        """The parameters as JSON."""
        return _json(job.parameters)

    @column(gettext_lazy("result"))
    def result_shown(self, job: Job) -> str:
        """The result as JSON."""
        return _json(job.result) if job.result is not None else "—"


def _json(value: Any) -> str:
    return format_html('<pre class="json">{}</pre>', json.dumps(value, ensure_ascii=False, indent=2))
