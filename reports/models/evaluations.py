"""Evaluations: frozen computations, and the lines that pages and the API read from them."""

import uuid

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programs.models import Program
from programs.periods import label

KINDS = [("monthly", _("monthly")), ("quarterly", _("quarterly")), ("annual", _("annual"))]
RATINGS = [
    ("on_track", _("on track")),
    ("at_risk", _("at risk")),
    ("off_track", _("off track")),
    ("completed", _("completed")),
    ("not_rated", _("not rated")),
]


class Evaluation(models.Model):
    """A computation for a programme, period and kind, as of a moment. Same fingerprint, same row; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(
        Program, on_delete=models.PROTECT, related_name="evaluations", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    period = models.CharField(_("period"), max_length=8)
    as_of = models.DateTimeField(_("as of"))
    method_version = models.CharField(_("method version"), max_length=10)
    fingerprint = models.CharField(_("fingerprint of the inputs"), max_length=64, unique=True)
    inputs = models.JSONField(_("frozen inputs"))
    result = models.JSONField(_("result"))
    result_sha256 = models.CharField(_("SHA-256 of the result"), max_length=64)
    computed_at = models.DateTimeField(_("computed at"))
    computed_by = models.CharField(_("computed by"), max_length=100)

    scope_program = "program_id"

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-computed_at"]
        indexes = [models.Index(fields=["program", "kind", "period", "-as_of"], name="evaluation_period")]

    def __str__(self) -> str:
        return f"{self.program.name} · {label(self.period, get_language() or 'en')} · {self.get_kind_display()}"


class EvaluationLine(models.Model):
    """One indicator in one zone (`zone` empty = the programme) of an evaluation."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="lines", db_constraint=False, verbose_name=_("evaluation")
    )
    indicator = models.CharField(_("indicator"), max_length=20)
    zone = models.CharField(_("zone"), max_length=12, blank=True, default="")
    value = models.DecimalField(_("value"), max_digits=30, decimal_places=10, null=True, blank=True)
    value_period = models.CharField(_("period of the value"), max_length=8, blank=True, default="")
    change = models.DecimalField(_("change on last year"), max_digits=30, decimal_places=10, null=True, blank=True)
    expected = models.DecimalField(_("expected"), max_digits=30, decimal_places=10, null=True, blank=True)
    attainment = models.DecimalField(_("attainment"), max_digits=30, decimal_places=10, null=True, blank=True)
    rating = models.CharField(_("rating"), max_length=10, choices=RATINGS)
    data = models.JSONField(_("whole line"))

    scope_program = "evaluation__program_id"

    class Meta:
        verbose_name = _("evaluation line")
        verbose_name_plural = _("evaluation lines")
        ordering = ["evaluation_id", "indicator", "zone"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "indicator", "zone"], name="evaluation_line_once")]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.zone or _('programme')}"


class EvaluationTaskLine(models.Model):
    """One task in an evaluation, with its rating and lateness at that moment."""

    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.CASCADE,
        related_name="task_lines",
        db_constraint=False,
        verbose_name=_("evaluation"),
    )
    task = models.CharField(_("task"), max_length=40)
    section = models.CharField(_("section"), max_length=20)
    zone = models.CharField(_("zone"), max_length=12)
    lead = models.CharField(_("lead agency"), max_length=20)
    state = models.CharField(_("state"), max_length=20)
    completion = models.DecimalField(_("completion"), max_digits=12, decimal_places=8, null=True, blank=True)
    overdue_days = models.PositiveIntegerField(_("days overdue"), default=0)
    rating = models.CharField(_("rating"), max_length=10, choices=RATINGS)
    data = models.JSONField(_("whole line"))

    scope_program = "evaluation__program_id"

    class Meta:
        verbose_name = _("task in an evaluation")
        verbose_name_plural = _("tasks in evaluations")
        ordering = ["evaluation_id", "task"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "task"], name="evaluation_task_once")]

    def __str__(self) -> str:
        return self.task


class EvaluationSummary(models.Model):
    """Figures of an evaluation for one zone, section × zone or agency, so that a dashboard groups nothing."""

    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.CASCADE,
        related_name="summaries",
        db_constraint=False,
        verbose_name=_("evaluation"),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=[("zone", _("zone")), ("section_zone", _("section and zone")), ("agency", _("agency"))],
    )
    key = models.CharField(_("key"), max_length=60)
    data = models.JSONField(_("figures"))

    scope_program = "evaluation__program_id"

    class Meta:
        verbose_name = _("evaluation summary")
        verbose_name_plural = _("evaluation summaries")
        ordering = ["evaluation_id", "kind", "key"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "kind", "key"], name="evaluation_summary_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.key}"
