"""Screen of submissions: what was handed in, what validation found, and accepting or returning it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.submission_rows import rows_html, submission_name
from indicators.models import Submission
from indicators.services.delivery_store import unpacked
from indicators.services.review import submission_accept, submission_return
from programs.admin.base import ViewOnlyAdmin
from programs.admin.cells import column, person, review_chip
from programs.admin.filters import scoped
from programs.admin.steps import Call, Step
from programs.templatetags.display import moment

CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _accept(submission: Submission, call: Call) -> str:
    submission_accept(submission=submission, by=call.by, reason=call.reason)
    return _("The submission is accepted; its values are recorded.")


def _return(submission: Submission, call: Call) -> str:
    submission_return(submission=submission, by=call.by, reason=call.reason)
    return _("The submission is returned to the agency.")


def _waits(submission: Any) -> bool:
    return submission.state == "in_review"


@admin.register(Submission)
class SubmissionAdmin(ViewOnlyAdmin):
    """Deliveries through any door. The body is kept as it came."""

    list_display = (
        "received",
        "agency_shown",
        "program",
        "state_shown",
        "door",
        "format",
        "received_count",
        "created_count",
        "rejected_count",
        "who",
    )
    list_filter = ["state", "door", "format", *scoped("program", "agency")]
    search_fields = (
        "id",
        "agency__code",
        "agency__name_en",
        "agency__name_zh",
        "agency__search_initials",
        "file_name",
        "received_by",
    )
    date_hierarchy = "received_at"
    ordering = ("-received_at",)
    fields = (
        "agency",
        "program",
        "state_shown",
        "received",
        "who",
        "door",
        "format",
        "mode",
        "counts_shown",
        "file_name",
        "body_shown",
        "sha256_shown",
        "reviewed",
        "review_reason",
    )
    readonly_fields = fields
    steps = (
        Step(
            name="accept",
            label=gettext_lazy("accept"),
            one=_accept,
            when=_waits,
            explains=gettext_lazy(
                "The values become observations, although validation asked for a look. Values that the agency handed in"
                " again since then stay as they are."
            ),
        ),
        Step(
            name="return",
            label=gettext_lazy("return for correction"),
            one=_return,
            when=_waits,
            explains=gettext_lazy("The agency reads the reason. No value is recorded."),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """Submissions with their agency, without their bodies."""
        return super().get_queryset(request).select_related("agency", "program").defer("body", "waiting")

    def describe(self, row: Submission) -> str:
        """A submission by who handed it in and when."""
        return submission_name(row)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """The page with the rows of the delivery and what validation found."""
        context["rows_html"] = rows_html(options["obj"])
        return super().render_change_form(request, context, *args, **options)

    def step_detail(self, request: HttpRequest, step: Step, row: Submission) -> str:
        """What is decided about stands on the page of the decision."""
        return rows_html(row)

    def get_urls(self) -> list[URLPattern]:
        """The download of the body, before Django's own addresses."""
        return [
            path("<uuid:pk>/body/", self.admin_site.admin_view(self.body_view), name="indicators_submission_body"),
            *super().get_urls(),
        ]

    def body_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The delivery as it came, always as a download."""
        submission: Any = self.get_object(request, str(pk)) if self.has_view_permission(request) else None
        if submission is None:
            raise Http404
        name = submission.file_name or f"submission-{submission.pk}.{submission.format}"
        response = HttpResponse(unpacked(submission.body), content_type=CONTENT_TYPES[submission.format])
        response.headers["Content-Disposition"] = content_disposition_header(True, name)
        return response

    @column(gettext_lazy("received"), "received_at")
    def received(self, submission: Submission) -> str:
        """When."""
        return moment(submission.received_at)

    @column(gettext_lazy("agency"), "agency__code")
    def agency_shown(self, submission: Submission) -> str:
        """The agency's short name."""
        return submission.agency.short

    @column(gettext_lazy("received from"), "received_by")
    def who(self, submission: Submission) -> str:
        """By whom or which key."""
        return person(submission.received_by)

    @column(gettext_lazy("state"), "state")
    def state_shown(self, submission: Submission) -> str:
        """The state."""
        return review_chip(submission)

    @column(gettext_lazy("rows"))
    def received_count(self, submission: Submission) -> Any:
        """Rows received."""
        return submission.counts.get("received", 0)

    @column(gettext_lazy("new or revised"))
    def created_count(self, submission: Submission) -> Any:
        """Values that were new or revised."""
        return submission.counts.get("created", 0) + submission.counts.get("revised", 0)

    @column(gettext_lazy("rejected"))
    def rejected_count(self, submission: Submission) -> Any:
        """Rows that were refused."""
        return submission.counts.get("rejected", 0)

    @column(gettext_lazy("counts"))
    def counts_shown(self, submission: Submission) -> str:
        """All counts."""
        words = {
            "received": _("received"),
            "created": _("new"),
            "revised": _("revised"),
            "unchanged": _("unchanged"),
            "rejected": _("rejected"),
        }
        return " · ".join(f"{words[key]} {submission.counts[key]}" for key in words if key in submission.counts)

    @column(gettext_lazy("body"))
    def body_shown(self, submission: Submission) -> str:
        """A link to the delivery as it came."""
        return format_html(
            '<a href="{}" download>{}</a>',
            reverse("admin:indicators_submission_body", args=[submission.pk]),
            _("download as it came"),
        )

    @column(gettext_lazy("SHA-256 of the body"))
    def sha256_shown(self, submission: Submission) -> str:
        """The digest."""
        return format_html('<code class="digest">{}</code>', submission.sha256)

    @column(gettext_lazy("reviewed"))
    def reviewed(self, submission: Submission) -> str:
        """When and by whom."""
        return f"{moment(submission.reviewed_at)} · {person(submission.reviewed_by)}" if submission.reviewed_at else "—"
