"""Screen of targets: baseline, target and the path between them, with everything that the inline leaves out."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.models import Target
from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import column
from programs.admin.filters import scoped
from programs.templatetags.display import number, period


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
    autocomplete_fields = ("use", "zone")
    reason_required = True
    deletes = True

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
