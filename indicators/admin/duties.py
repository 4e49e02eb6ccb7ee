"""Screen of reporting duties: who reports which indicator for which zone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.models import Duty
from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import column
from programs.admin.filters import scoped


@admin.register(Duty)
class DutyAdmin(ServiceModelAdmin):
    """The standing rules from which obligations are made when a period opens."""

    list_display = ("indicator", "zone", "agency_shown", "program")
    list_select_related = ("use__indicator", "use__program", "zone", "agency")
    list_filter = scoped("use__program", "zone", "agency")
    search_fields = (
        "use__indicator__code",
        "use__indicator__name_en",
        "use__indicator__name_zh",
        "agency__code",
        "agency__name_zh",
        "agency__name_en",
        "agency__search_initials",
    )
    ordering = ("use__indicator__code", "zone__sort_order")
    fieldsets = ((None, {"fields": ("use", ("zone", "agency"))}),)
    autocomplete_fields = ("use", "zone", "agency")
    reason_required = True
    deletes = True

    @column(_("indicator"), "use__indicator__code")
    def indicator(self, duty: Duty) -> str:
        """Code and name of the indicator."""
        return f"{duty.use.indicator.code} {duty.use.indicator.name}"

    @column(_("agency"), "agency__code")
    def agency_shown(self, duty: Duty) -> str:
        """The agency's short name."""
        return duty.agency.short

    @column(_("programme"), "use__program__code")
    def program(self, duty: Duty) -> str:
        """The programme's code."""
        return duty.use.program.code
