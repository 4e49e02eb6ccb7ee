"""Screen of the indicators of a programme, with their targets and the measures that they monitor."""

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from indicators.models import IndicatorUse, Target
from indicators.services.targets import target_save
from programs.admin.base import ServiceInline, ServiceModelAdmin
from programs.admin.cells import chip, column
from programs.admin.filters import scoped
from programs.exceptions import InvalidInput


class TargetInline(ServiceInline):
    """Baselines and targets by zone."""

    model = Target
    fields = ("zone", "baseline_period", "baseline", "period", "value", "path", "strict")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Target]:
        """Targets with their zone."""
        return super().get_queryset(request).select_related("zone", "use__indicator", "use__program")


@admin.register(IndicatorUse)
class IndicatorUseAdmin(ServiceModelAdmin):
    """Which indicators a programme uses, with which weight, thresholds and targets."""

    list_display = (
        "indicator_code",
        "indicator_name",
        "program",
        "target_type",
        "weight",
        "measure_count",
        "target_count",
        "duty_count",
    )
    list_display_links = ("indicator_code", "indicator_name")
    list_select_related = ("indicator", "program")
    list_filter = [*scoped("program"), "target_type", "indicator__frequency"]
    search_fields = ("indicator__code", "indicator__name_en", "indicator__name_zh")
    ordering = ("program_id", "indicator__code")
    fieldsets = ((None, {"fields": (("program", "indicator"), ("weight", "target_type"), "measures", "thresholds")}),)
    autocomplete_fields = ("program", "indicator", "measures")
    inlines = (TargetInline,)
    history_relations = ("targets", "measures")
    reason_required = True
    deletes = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndicatorUse]:
        """Uses with the numbers of what hangs on them."""
        counts = {f"counted_{name}": Count(name, distinct=True) for name in ("measures", "targets", "duties")}
        return super().get_queryset(request).select_related("indicator", "program").annotate(**counts)

    def save_inline_row(self, row: Any, *, by: Any, reason: str, expected_version: int | None) -> None:
        """Write a target with its checks; what is refused names the row, as the page has many."""
        try:
            target_save(target=row, by=by, reason=reason, expected_version=expected_version)
        except InvalidInput as error:
            where = row.zone.name if row.zone else str(_("whole programme"))
            problems = [replace(each, pointer="", message=f"{where}: {each.message}") for each in error.problems]
            raise InvalidInput(problems=problems) from error

    @column(_("code"), "indicator__code")
    def indicator_code(self, use: IndicatorUse) -> str:
        """The indicator's code."""
        return use.indicator.code

    @column(_("indicator"), "indicator__name_zh")
    def indicator_name(self, use: IndicatorUse) -> str:
        """The indicator's name."""
        return use.indicator.name

    @column(_("measures"), "counted_measures")
    def measure_count(self, use: IndicatorUse) -> int:
        """How many measures it monitors."""
        return use.counted_measures  # type: ignore[attr-defined]

    @column(_("targets"), "counted_targets")
    def target_count(self, use: IndicatorUse) -> str:
        """How many targets are set; none shows."""
        count: int = use.counted_targets  # type: ignore[attr-defined]
        return str(count) if count else chip("▲", _("no target"), "warn")

    @column(_("reporting duties"), "counted_duties")
    def duty_count(self, use: IndicatorUse) -> str:
        """How many agencies report it; none shows unless it is computed."""
        count: int = use.counted_duties  # type: ignore[attr-defined]
        return str(count) if count or use.indicator.is_computed else chip("▲", _("nobody reports it"), "warn")
