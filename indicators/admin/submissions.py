"""Screen of submissions: what was handed in, what validation found, and accepting or returning it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.messages import words
from indicators.models import Finding, Submission
from indicators.services.delivery_store import unpacked
from indicators.services.review import submission_accept, submission_return
from indicators.services.waiting import waiting_rows
from programs.actors import SYSTEM
from programs.admin.base import ViewOnlyAdmin, ViewOnlyInline
from programs.admin.cells import chip, column, person, review_chip
from programs.admin.filters import scoped
from programs.admin.steps import Call, Step
from programs.templatetags.display import moment, number, period

SEVERITY_LOOKS = {"error": ("■", "bad"), "review": ("▲", "warn"), "warning": ("○", "quiet")}
CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FINDINGS_SHOWN = 200
WAITING_SHOWN = 200


class FindingInline(ViewOnlyInline):
    """Results of validation, the first 200."""

    model = Finding
    verbose_name_plural = gettext_lazy("findings (the first 200)")
    fields = ("severity_shown", "index", "cell", "pointer", "code", "value", "told")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        """The first findings in the order of the rows; a delivery may have thousands."""
        match = request.resolver_match
        shown = (
            Finding.objects.filter(submission=match.kwargs.get("object_id") if match else None)
            .order_by("index", "id")
            .values("pk")[:FINDINGS_SHOWN]
        )
        return super().get_queryset(request).filter(pk__in=shown).order_by("index", "id")

    @column(gettext_lazy("severity"))
    def severity_shown(self, finding: Finding) -> str:
        """The severity."""
        symbol, look = SEVERITY_LOOKS[finding.severity]
        return chip(symbol, finding.get_severity_display(), look)

    @column(gettext_lazy("finding"))
    def told(self, finding: Finding) -> str:
        """The finding as a sentence."""
        told = words(finding.code, finding.value, finding.params)
        return f"{told.message} {told.hint}".strip()


def _accept(submission: Submission, call: Call) -> str:
    submission_accept(submission=submission, by=call.by, reason=call.reason)
    return _("The submission is accepted; its values are recorded.")


def _return(submission: Submission, call: Call) -> str:
    submission_return(submission=submission, by=call.by, reason=call.reason)
    return _("The submission is returned to the agency.")


def _waits(submission: Any) -> bool:
    return submission.state == "in_review"


def _waiting_line(row: dict[str, Any]) -> tuple[str, str, str, str, str]:
    """One waiting row: its cell, the value in force, the value that waits, its status and note, and a mark."""
    indicator, zone, current = row["indicator"], row["zone"], row["current"]
    cell = (
        f"{indicator.code} {indicator.name}" if indicator else "—",
        row["part"],
        zone.name if zone else "—",
        period(row["period"]),
    )
    told = " · ".join(str(part) for part in (row["status"], row["note"]) if part)
    mark = (
        chip(
            "▲", _("handed in later, on %(moment)s: stays") % {"moment": moment(current.submission.received_at)}, "warn"
        )
        if row["newer"]
        else ""
    )
    return (
        " · ".join(str(part) for part in cell if part),
        number(current.value) if current else "—",
        f"{number(row['value'])} {indicator.unit.name if indicator else ''}".strip(),
        format_html('<span class="quiet">({})</span>', told),
        mark,
    )


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
        "waiting_shown",
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
    inlines = (FindingInline,)
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

    @column(gettext_lazy("values to be reviewed"))
    def waiting_shown(self, submission: Submission) -> str:
        """What waits: indicator, zone, period, the value in force and the new one with its unit, status and note."""
        # Whoever reads this screen reads the values of the whole programme.
        lines = [_waiting_line(row) for row in waiting_rows(submission, WAITING_SHOWN, by=SYSTEM)]
        return format_html_join("", '<div class="waits">{}: {} → <strong>{}</strong> {} {}</div>', lines) or "—"

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
