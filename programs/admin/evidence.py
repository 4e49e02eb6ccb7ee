"""Screen of evidence: read-only, with a download that checks who may see it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programs.admin.base import ViewOnlyAdmin
from programs.admin.cells import change_link, column, person
from programs.admin.filters import scoped
from programs.exceptions import NotFound
from programs.models import Evidence
from programs.services.tasks.evidence import evidence_open
from programs.templatetags.display import moment


def source_link(evidence: Evidence) -> str:
    """A link to the address, or to the download of the file. An address is never fetched by the server."""
    if evidence.file:
        address = reverse("admin:programs_evidence_file", args=[evidence.pk])
        return format_html('<a href="{}" download>{}</a>', address, evidence.file_name or evidence.file.name)
    return format_html(
        '<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>', evidence.url, evidence.url
    )


@admin.register(Evidence)
class EvidenceAdmin(ViewOnlyAdmin):
    """Files and addresses that prove progress; added by agencies, or by a step of the task."""

    list_display = ("title", "task_shown", "lead_shown", "source", "added", "who")
    list_select_related = ("task__lead",)
    list_filter = scoped("task__program", "task__zone", "task__lead")
    search_fields = (
        "title",
        "file_name",
        "url",
        "task__code",
        "task__name_en",
        "task__name_zh",
        "task__lead__search_initials",
    )
    ordering = ("-added_at",)
    fields = ("title", "task_shown", "source", "sha256_shown", "added", "who")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        """Evidence with its task."""
        return super().get_queryset(request).select_related("task__lead")

    def get_urls(self) -> list[URLPattern]:
        """The download, before Django's own addresses."""
        return [
            path("<int:pk>/file/", self.admin_site.admin_view(self.file_view), name="programs_evidence_file"),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file as it was handed in, always as a download; 404 where it is lost."""
        evidence: Any = self.get_object(request, str(pk)) if self.has_view_permission(request) else None
        if evidence is None or not evidence.file:
            raise Http404
        try:
            stored = evidence_open(evidence)
        except NotFound as error:
            raise Http404(error.message) from error
        return FileResponse(
            stored,
            as_attachment=True,
            filename=evidence.file_name or "evidence",
            content_type="application/octet-stream",
        )

    @column(_("task"), "task__code")
    def task_shown(self, evidence: Evidence) -> str:
        """The task, linked."""
        return change_link(evidence.task, f"{evidence.task.code} {evidence.task.name}")

    @column(_("lead agency"), "task__lead__code")
    def lead_shown(self, evidence: Evidence) -> str:
        """The lead agency."""
        return evidence.task.lead.short

    @column(_("source"))
    def source(self, evidence: Evidence) -> str:
        """The address or the file."""
        return source_link(evidence)

    @column(_("SHA-256"))
    def sha256_shown(self, evidence: Evidence) -> str:
        """The digest of the file."""
        return format_html('<code class="digest">{}</code>', evidence.sha256 or "—")

    @column(_("added"), "added_at")
    def added(self, evidence: Evidence) -> str:
        """When."""
        return moment(evidence.added_at)

    @column(_("added by"), "added_by")
    def who(self, evidence: Evidence) -> str:
        """By whom."""
        return person(evidence.added_by)
