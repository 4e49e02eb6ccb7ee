"""Screen of progress reports: read, accepted or returned, one or many at once."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.admin.base import ViewOnlyAdmin
from programs.admin.cells import RATING_LOOKS, change_link, chip, column, person, review_chip
from programs.admin.evidence import source_link
from programs.admin.filters import scoped
from programs.admin.steps import Call, Step
from programs.models import ProgressReport
from programs.services.tasks.progress import progress_review
from programs.services.tasks.progress_bulk import progress_review_many
from programs.templatetags.display import moment, period


def _one(accept: bool) -> Any:
    def review(report: ProgressReport, call: Call) -> str:
        progress_review(report=report, accept=accept, by=call.by, reason=call.reason, expected_version=call.version)
        return _("The progress report is accepted.") if accept else _("The progress report is returned to the agency.")

    return review


def _many(accept: bool) -> Any:
    def review(reports: QuerySet[ProgressReport], call: Call) -> str:
        count = progress_review_many(reports=reports, accept=accept, by=call.by, reason=call.reason)
        return ngettext(
            "%(count)d progress report was reviewed.", "%(count)d progress reports were reviewed.", count
        ) % {"count": count}

    return review


def _waits(report: Any) -> bool:
    return report.state == "submitted"


@admin.register(ProgressReport)
class ProgressReportAdmin(ViewOnlyAdmin):
    """What lead agencies say of their tasks."""

    list_display = ("task_shown", "period_shown", "lead_shown", "excerpt", "rating_shown", "state_shown", "submitted")
    list_display_links = ("period_shown",)
    list_filter = ["state", "self_rating", *scoped("task__program", "task__zone", "task__lead"), "period"]
    search_fields = (
        "task__code",
        "task__name_en",
        "task__name_zh",
        "text",
        "task__lead__search_initials",
        "submitted_by",
    )
    ordering = ("-submitted_at",)
    fields = (
        "task_shown",
        "period_shown",
        "lead_shown",
        "state_shown",
        "rating_shown",
        "text",
        "problems",
        "next_steps",
        "evidence_shown",
        "submitted",
        "reviewed",
        "review_reason",
    )
    readonly_fields = fields
    history_relations = ("evidence",)
    steps = (
        Step(
            name="accept",
            label=gettext_lazy("accept"),
            one=_one(True),
            many=_many(True),
            when=_waits,
            reason="optional",
        ),
        Step(
            name="return",
            label=gettext_lazy("return for correction"),
            one=_one(False),
            many=_many(False),
            when=_waits,
            explains=gettext_lazy("The agency reads the reason."),
        ),
    )

    def describe(self, row: ProgressReport) -> str:
        """A report by task and period."""
        return f"{row.task.code} {row.task.name} · {period(row.period)}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgressReport]:
        """Reports with their task."""
        return super().get_queryset(request).select_related("task__lead", "task__zone")

    @column(gettext_lazy("task"), "task__code")
    def task_shown(self, report: ProgressReport) -> str:
        """The task, linked."""
        return change_link(report.task, f"{report.task.code} {report.task.name}")

    @column(gettext_lazy("period"), "period")
    def period_shown(self, report: ProgressReport) -> str:
        """The period in words."""
        return period(report.period)

    @column(gettext_lazy("lead agency"), "task__lead__code")
    def lead_shown(self, report: ProgressReport) -> str:
        """The lead agency."""
        return report.task.lead.short

    @column(gettext_lazy("progress"))
    def excerpt(self, report: ProgressReport) -> str:
        """The beginning of the text."""
        return report.text if len(report.text) <= 90 else f"{report.text[:90]}…"

    @column(gettext_lazy("agency's own rating"), "self_rating")
    def rating_shown(self, report: ProgressReport) -> str:
        """How the agency itself sees it."""
        if not report.self_rating:
            return "—"
        symbol, look = RATING_LOOKS[report.self_rating]
        return chip(symbol, report.get_self_rating_display(), look)

    @column(gettext_lazy("state"), "state")
    def state_shown(self, report: ProgressReport) -> str:
        """The state."""
        return review_chip(report)

    @column(gettext_lazy("submitted"), "submitted_at")
    def submitted(self, report: ProgressReport) -> str:
        """When and by whom."""
        return f"{moment(report.submitted_at)} · {person(report.submitted_by)}"

    @column(gettext_lazy("reviewed"))
    def reviewed(self, report: ProgressReport) -> str:
        """When and by whom."""
        return f"{moment(report.reviewed_at)} · {person(report.reviewed_by)}" if report.reviewed_at else "—"

    @column(gettext_lazy("evidence"))
    def evidence_shown(self, report: ProgressReport) -> str:
        """The evidence handed in with the report."""
        return (
            format_html_join(
                "", "<div>{} {}</div>", [(item.title, source_link(item)) for item in report.evidence.all()]
            )
            or "—"
        )
