"""Screen of targets: baseline, target and the path between them, with everything that the inline leaves out."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from indicators.models import Target
from indicators.services.targets import target_save
from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import column
from programs.admin.filters import scoped
from programs.admin.forms import REASON, VERSION, ServiceForm
from programs.admin.lines import StepsField
from programs.admin.roles import actor_of_request
from programs.templatetags.display import number, period


class TargetForm(ServiceForm):
    """A target with its steps as lines."""

    steps = StepsField(
        required=False,
        label=_("steps"),
        help_text=_("One line per step: 2025: 5. For an S-curve the share of the change: 2025: 0.4."),
    )


@admin.register(Target)
class TargetAdmin(ServiceModelAdmin):
    """Targets by indicator and zone. A changed target needs a reason."""

    list_display = ("indicator", "zone_shown", "baseline_shown", "value_shown", "path", "program")
    list_select_related = ("use__indicator", "use__program", "zone")
    list_filter = [*scoped("use__program", "zone"), "path"]
    search_fields = ("use__indicator__code", "use__indicator__name_en", "use__indicator__name_zh")
    ordering = ("use__indicator__code", "zone__sort_order")
    fieldsets = (
        (None, {"fields": (("use", "zone"), ("baseline_period", "baseline"), ("period", "value"), ("path", "strict"))}),
        (_("Bounds and steps"), {"fields": (("low", "high", "tolerance"), "steps")}),
        (_("Source"), {"fields": (("source_en", "source_zh"),)}),
    )
    form = TargetForm
    autocomplete_fields = ("use", "zone")
    reason_required = True
    deletes = True

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Write the target with the checks of its periods, numbers and steps."""
        cleaned = form.cleaned_data
        target_save(
            target=row,
            by=actor_of_request(request),
            reason=cleaned.get(REASON, ""),
            expected_version=cleaned.get(VERSION),
        )

    @column(_("indicator"), "use__indicator__code")
    def indicator(self, target: Target) -> str:
        """Code and name of the indicator."""
        return f"{target.use.indicator.code} {target.use.indicator.name}"

    @column(_("zone"), "zone__sort_order")
    def zone_shown(self, target: Target) -> str:
        """The zone, or the whole programme."""
        return target.zone.name if target.zone else str(_("whole programme"))

    @column(_("baseline"))
    def baseline_shown(self, target: Target) -> str:
        """The baseline and its period."""
        return f"{number(target.baseline)} ({period(target.baseline_period)})"

    @column(_("target"))
    def value_shown(self, target: Target) -> str:
        """The target and its period."""
        return f"{number(target.value)} ({period(target.period)})"

    @column(_("programme"), "use__program__code")
    def program(self, target: Target) -> str:
        """The programme's code."""
        return target.use.program.code
