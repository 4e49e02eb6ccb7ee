"""Observations: the current value of each cell, and the history that only a trigger writes.

Valid time is `period`; recorded time is [`recorded_at`, `replaced_at`). `period` is year * 12 + month - 1 of the
period's first month: the frequency belongs to the indicator, so one integer serves months, quarters and years.
Row foreign keys carry no constraint (they cost two thirds of a bulk load); triggers check them per statement.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.collection import Submission
from indicators.models.definitions import Indicator
from programs.models import Program, Zone

STATUSES = [("A", _("normal")), ("P", _("provisional")), ("E", _("estimated")), ("M", _("missing"))]


class Series(models.Model):
    """Indicator × zone × dimension key within a programme. `dimension_key` is `` for the total or `size=small`."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="series", verbose_name=_("programme"))
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="series", verbose_name=_("indicator")
    )
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="series", verbose_name=_("zone"))
    dimension_key = models.CharField(_("dimension key"), max_length=200, blank=True, default="")

    scope_program = "program_id"

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "indicator", "zone", "dimension_key"], name="series_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.zone_id}/{self.dimension_key}"


class ObservationColumns(models.Model):
    """The columns that a current row and a past version share."""

    period = models.IntegerField(_("period"))
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6, null=True, blank=True)
    status = models.CharField(_("status"), max_length=1, choices=STATUSES, default="A")
    note = models.TextField(_("note"), blank=True, default="")
    version = models.PositiveIntegerField(_("version"), default=1)
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        abstract = True


class Observation(ObservationColumns):
    """The newest version of one value. Changed only by the upsert of `services/observations`; never deleted."""

    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        related_name="observations",
        db_constraint=False,
        db_index=False,
        verbose_name=_("series"),
    )
    submission = models.ForeignKey(
        Submission,
        on_delete=models.PROTECT,
        related_name="observations",
        db_constraint=False,
        db_index=False,
        verbose_name=_("submission"),
    )

    scope_program = "series__program_id"
    scope_agencies = ("submission__agency_id",)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["period", "series"], name="observation_period_series", include=["value"]),
            models.Index(fields=["submission"], name="observation_submission"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "period"], name="observation_once"),
            models.CheckConstraint(condition=Q(status__in=["A", "P", "E", "M"]), name="observation_status_known"),
            models.CheckConstraint(
                condition=Q(status="M", value__isnull=True) | (~Q(status="M") & Q(value__isnull=False)),
                name="observation_missing_has_no_value",
            ),
            models.CheckConstraint(condition=Q(period__gt=0), name="observation_period_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}@{self.period}"


class ObservationHistory(ObservationColumns):
    """A version that was replaced. Written by the UPDATE trigger alone; no update or delete is permitted."""

    observation_id = models.BigIntegerField()
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        related_name="history",
        db_constraint=False,
        db_index=False,
        verbose_name=_("series"),
    )
    submission = models.ForeignKey(
        Submission,
        on_delete=models.PROTECT,
        related_name="history",
        db_constraint=False,
        db_index=False,
        verbose_name=_("submission"),
    )
    replaced_at = models.DateTimeField(_("replaced at"))
    replaced_by = models.UUIDField(_("replaced by submission"))

    scope_program = "series__program_id"
    scope_agencies = ("submission__agency_id",)

    class Meta:
        verbose_name = _("past version")
        verbose_name_plural = _("past versions")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["series", "period", "recorded_at"], name="history_series_period"),
            models.Index(fields=["period", "series", "recorded_at"], name="history_period_series"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}@{self.period} v{self.version}"
