"""Reports: what leaders read, made from one frozen evaluation, and the files with their hashes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.base import Versioned, pair_constraint
from reports.models.evaluations import Evaluation


class Report(Versioned):
    """The report of an evaluation: drafted, published, withdrawn. A published report is never replaced in silence."""

    STATES = [("draft", _("draft")), ("published", _("published")), ("withdrawn", _("withdrawn"))]

    evaluation = models.OneToOneField(
        Evaluation, on_delete=models.PROTECT, related_name="report", verbose_name=_("evaluation")
    )
    number = models.CharField(_("number"), max_length=80, unique=True)
    issue = models.PositiveSmallIntegerField(
        _("issue"),
        null=True,
        blank=True,
        help_text=_("The running number among the published reports of its kind, given when it is published."),
    )
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="draft")
    created_at = models.DateTimeField(_("created at"))
    created_by = models.CharField(_("created by"), max_length=100)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.CharField(_("published by"), max_length=100, blank=True, default="")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=100, blank=True, default="")
    withdrawn_reason = models.TextField(_("reason of the withdrawal"), blank=True, default="")
    audit_block = models.CharField(_("newest audit block"), max_length=64, blank=True, default="")

    scope_program = "evaluation__program_id"

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at"]
        constraints = [
            pair_constraint("report", "published_at", "published_by"),
            pair_constraint("report", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="report_published_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, issue__isnull=True)
                | Q(published_at__isnull=False, issue__isnull=False),
                name="report_issue_of_published",
                violation_error_message=_("A published report has an issue number, and no other."),
                violation_error_code="issue_missing",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                name="report_withdrawn_has_reason",
                violation_error_message=_("A withdrawal needs a reason."),
                violation_error_code="reason_missing",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReportFile(models.Model):
    """One file of a report. The storage name holds the hash, so another content is another file."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files", verbose_name=_("report"))
    language = models.CharField(_("language"), max_length=10, choices=[("en", "English"), ("zh-hans", "简体中文")])
    format = models.CharField(
        _("format"),
        max_length=5,
        choices=[("pdf", "PDF"), ("docx", "DOCX"), ("xlsx", "XLSX"), ("html", "HTML"), ("json", "JSON")],
    )
    file = models.FileField(_("file"), max_length=300)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    created_at = models.DateTimeField(_("created at"))

    scope_program = "report__evaluation__program_id"

    class Meta:
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        ordering = ["report_id", "language", "format"]
        constraints = [models.UniqueConstraint(fields=["report", "language", "format"], name="report_file_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.language}.{self.format}"
