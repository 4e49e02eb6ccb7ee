"""Screen of reports: their files with hashes, publishing and withdrawing."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.admin.base import ViewOnlyAdmin, ViewOnlyInline
from programs.admin.cells import change_link, column, person, review_chip
from programs.admin.filters import scoped
from programs.admin.roles import actor_of_request
from programs.admin.steps import Call, Step
from programs.exceptions import DomainError
from programs.templatetags.display import moment, period
from reports.models import Report, ReportFile
from reports.selectors.published import reports_visible_to
from reports.services.export import read_checked
from reports.services.reports import report_publish, report_withdraw


class FileInline(ViewOnlyInline):
    """The files; the hash is checked at each download."""

    model = ReportFile
    fields = ("language", "format", "download", "size_shown", "sha256_shown")
    readonly_fields = fields

    @column(gettext_lazy("file"))
    def download(self, file: ReportFile) -> str:
        """A link to the file."""
        return format_html(
            '<a href="{}" download>{}</a>',
            reverse("admin:reports_report_file", args=[file.report_id, file.pk]),
            f"{file.report}-{file.language}.{file.format}",
        )

    @column(gettext_lazy("size"))
    def size_shown(self, file: ReportFile) -> str:
        """The size in kilobytes."""
        return f"{file.size / 1000:,.0f} kB"

    @column(gettext_lazy("SHA-256"))
    def sha256_shown(self, file: ReportFile) -> str:
        """The digest."""
        return format_html('<code class="digest">{}</code>', file.sha256)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportFile]:
        """Files with their report."""
        return super().get_queryset(request).select_related("report")


def _publish(report: Report, call: Call) -> str:
    report_publish(report=report, by=call.by, expected_version=call.version)
    return _("The report is published.")


def _withdraw(report: Report, call: Call) -> str:
    report_withdraw(report=report, by=call.by, reason=call.reason, expected_version=call.version)
    return _("The report is withdrawn. It stays stored with its files.")


@admin.register(Report)
class ReportAdmin(ViewOnlyAdmin):
    """What leaders read."""

    list_display = (
        "number",
        "period_shown",
        "kind_shown",
        "issue_shown",
        "program_shown",
        "state_shown",
        "created",
        "published",
        "file_count",
    )
    list_filter = ["state", *scoped("evaluation__program"), "evaluation__kind"]
    search_fields = ("number", "evaluation__period")
    ordering = ("-created_at",)
    fields = (
        "number",
        "state_shown",
        "issue_shown",
        "program_shown",
        "period_shown",
        "kind_shown",
        "evaluation_shown",
        "created",
        "published",
        "withdrawn",
        "withdrawn_reason",
        "audit_block",
    )
    readonly_fields = fields
    inlines = (FileInline,)
    steps = (
        Step(
            name="publish",
            label=gettext_lazy("publish"),
            one=_publish,
            when=lambda report: report.state == "draft",
            reason="none",
            explains=gettext_lazy("Leaders see it at once. A published report is never replaced in silence."),
        ),
        Step(
            name="withdraw",
            label=gettext_lazy("withdraw"),
            one=_withdraw,
            when=lambda report: report.state == "published",
            explains=gettext_lazy(
                "Readers still find it, marked with the day and your reason, but no longer its files and figures; these stay with the coordination group and auditors."
            ),
            danger=True,
        ),
    )

    def describe(self, row: Report) -> str:
        """A report by what it says of which time, as whoever publishes it must know, and its number."""
        known = _("data as known on %(moment)s") % {"moment": moment(row.evaluation.as_of)}
        return f"{period(row.evaluation.period)} · {row.evaluation.get_kind_display()} · {known} · {row.number}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Reports that the person may see, with their evaluation, without its inputs and result."""
        rows = reports_visible_to(actor_of_request(request)).order_by(*self.ordering)
        return rows.annotate(files_counted=Count("files"))

    def get_urls(self) -> list[URLPattern]:
        """The downloads, before Django's own addresses."""
        return [
            path("<int:pk>/files/<int:file>/", self.admin_site.admin_view(self.file_view), name="reports_report_file"),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """A file whose bytes agree with the stored hash, always as a download."""
        report: Any = self.get_object(request, str(pk)) if self.has_view_permission(request) else None
        row = ReportFile.objects.filter(report=report, pk=file).first() if report is not None else None
        if row is None:
            raise Http404
        try:
            data = read_checked(row)
        except (DomainError, FileNotFoundError) as error:
            messages.error(request, str(error) if isinstance(error, DomainError) else _("The stored file is missing."))
            return redirect("admin:reports_report_change", pk)
        response = HttpResponse(data, content_type="application/octet-stream")
        response.headers["Content-Disposition"] = content_disposition_header(
            True, f"{report.number}-{row.language}.{row.format}"
        )
        return response

    @column(gettext_lazy("period"), "evaluation__period")
    def period_shown(self, report: Report) -> str:
        """The period in words."""
        return period(report.evaluation.period)

    @column(gettext_lazy("kind"), "evaluation__kind")
    def kind_shown(self, report: Report) -> str:
        """Monthly, quarterly or annual."""
        return report.evaluation.get_kind_display()

    @column(gettext_lazy("issue"), "issue")
    def issue_shown(self, report: Report) -> str:
        """The running number among the published reports of its kind; a draft has none."""
        return str(report.issue) if report.issue else "—"

    @column(gettext_lazy("programme"), "evaluation__program__code")
    def program_shown(self, report: Report) -> str:
        """The programme."""
        return report.evaluation.program.name

    @column(gettext_lazy("evaluation"))
    def evaluation_shown(self, report: Report) -> str:
        """The evaluation, linked."""
        return change_link(report.evaluation)

    @column(gettext_lazy("state"), "state")
    def state_shown(self, report: Report) -> str:
        """The state."""
        return review_chip(report)

    @column(gettext_lazy("created"), "created_at")
    def created(self, report: Report) -> str:
        """When and by whom."""
        return f"{moment(report.created_at)} · {person(report.created_by)}"

    @column(gettext_lazy("published"), "published_at")
    def published(self, report: Report) -> str:
        """When and by whom."""
        return f"{moment(report.published_at)} · {person(report.published_by)}" if report.published_at else "—"

    @column(gettext_lazy("withdrawn"))
    def withdrawn(self, report: Report) -> str:
        """When and by whom."""
        return f"{moment(report.withdrawn_at)} · {person(report.withdrawn_by)}" if report.withdrawn_at else "—"

    @column(gettext_lazy("files"), "files_counted")
    def file_count(self, report: Any) -> int:
        """How many files there are."""
        return int(report.files_counted)
