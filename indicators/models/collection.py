"""What agencies owe and hand in: periods, obligations, submissions and the findings of validation."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.definitions import Indicator
from programs import clock
from programs.models import Agency, Program, Zone
from programs.models.base import Versioned, pair_constraint


class ReportingPeriod(Versioned):
    """A period of a programme, open for submission or closed. Closing is an act of the coordination group."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="periods", verbose_name=_("programme"))
    code = models.CharField(_("period"), max_length=8)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    opened_by = models.CharField(_("opened by"), max_length=100, blank=True, default="")
    closed_at = models.DateTimeField(pgettext_lazy("reporting period", "closed at"), null=True, blank=True)
    closed_by = models.CharField(pgettext_lazy("reporting period", "closed by"), max_length=100, blank=True, default="")

    scope_program = "program_id"

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["program_id", "-start", "code"]
        constraints = [
            models.UniqueConstraint(fields=["program", "code"], name="period_once"),
            pair_constraint("period", "opened_at", "opened_by"),
            pair_constraint("period", "closed_at", "closed_by"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether agencies may submit for the period."""
        return self.opened_at is not None and self.closed_at is None


class Submission(Versioned):
    """One delivery through any door. The body is kept as it came, for ever."""

    STATES = [
        ("accepted", _("accepted")),
        ("rejected", _("rejected")),
        ("in_review", _("in review")),
        ("returned", _("returned")),
        ("withdrawn", _("withdrawn")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(
        Program, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("programme")
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("agency"))
    door = models.CharField(
        _("door"),
        max_length=12,
        choices=[("api", "API"), ("workbook", _("workbook")), ("form", _("web form")), ("command", _("command"))],
    )
    format = models.CharField(_("format"), max_length=5, choices=[("json", "JSON"), ("csv", "CSV"), ("xlsx", "XLSX")])
    mode = models.CharField(
        _("mode"),
        max_length=15,
        choices=[("all_or_nothing", _("all or nothing")), ("partial", _("keep the good rows"))],
    )
    state = models.CharField(_("state"), max_length=10, choices=STATES)
    received_at = models.DateTimeField(_("received at"))
    received_by = models.CharField(_("received from"), max_length=100)
    body = models.BinaryField(_("body"), editable=False, help_text=_("The delivery as it came, compressed with zlib."))
    sha256 = models.CharField(_("SHA-256 of the body"), max_length=64)
    waiting = models.BinaryField(
        _("rows not stored"),
        editable=False,
        default=b"",
        help_text=_("The rows as they were read, compressed, for as long as they are not stored; empty once they are."),
    )
    file_name = models.CharField(_("file name"), max_length=200, blank=True, default="")
    counts = models.JSONField(
        _("counts"), default=dict, help_text=_("received, created, revised, unchanged, rejected.")
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.CharField(_("reviewed by"), max_length=100, blank=True, default="")
    review_reason = models.TextField(_("reason of the review"), blank=True, default="")

    scope_program = "program_id"
    scope_agencies = ("agency_id",)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["program", "agency", "-received_at"], name="submission_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "rejected", "in_review", "returned", "withdrawn"]),
                name="submission_state_known",
            ),
            pair_constraint("submission", "reviewed_at", "reviewed_by"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Obligation(models.Model):
    """What an agency owes: one indicator, zone and period, by a date; and when it was first handed in."""

    program = models.ForeignKey(
        Program, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("programme")
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("agency"))
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("indicator")
    )
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("zone"))
    period = models.CharField(_("period"), max_length=8)
    due = models.DateField(pgettext_lazy("obligation", "due"))
    made_at = models.DateTimeField(_("made at"), default=clock.now, editable=False)
    received_at = models.DateTimeField(
        _("first received at"),
        null=True,
        blank=True,
        help_text=_("When the agency handed in the delivery that was accepted. Lateness is judged by it."),
    )
    recorded_at = models.DateTimeField(
        _("recorded at"),
        null=True,
        blank=True,
        help_text=_("When that delivery was accepted. What was known at a moment is judged by it."),
    )
    submission = models.ForeignKey(
        Submission,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
        verbose_name=_("submission"),
    )

    scope_program = "program_id"
    scope_agencies = ("agency_id",)

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["program_id", "due", "agency_id", "indicator_id", "zone_id"]
        indexes = [
            models.Index(fields=["program", "period", "agency"], name="obligation_period_agency"),
            models.Index(fields=["agency", "due"], name="obligation_agency_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["program", "indicator", "zone", "period"], name="obligation_once"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, recorded_at__isnull=True, submission__isnull=True)
                | Q(received_at__isnull=False, recorded_at__isnull=False, submission__isnull=False),
                name="obligation_received_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.zone_id}/{self.period}"


class Finding(models.Model):
    """One result of one validation rule. The sentence is made from code and parameters in the reader's language."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="findings", verbose_name=_("submission")
    )
    index = models.PositiveIntegerField(pgettext_lazy("row of a delivery", "row"), null=True, blank=True)
    pointer = models.CharField(_("pointer"), max_length=200, blank=True, default="")
    cell = models.CharField(_("cell"), max_length=20, blank=True, default="")
    code = models.CharField(_("code"), max_length=60)
    severity = models.CharField(
        _("severity"),
        max_length=8,
        choices=[("error", _("error")), ("review", _("needs review")), ("warning", _("warning"))],
    )
    value = models.CharField(_("value"), max_length=200, blank=True, default="")
    params = models.JSONField(_("parameters"), default=dict, blank=True)

    scope_program = "submission__program_id"
    scope_agencies = ("submission__agency_id",)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["submission_id", "index", "id"]

    def __str__(self) -> str:
        return f"{self.code} {self.pointer}"
