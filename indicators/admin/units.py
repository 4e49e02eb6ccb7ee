"""Screen of units."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.models import Unit
from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import column


@admin.register(Unit)
class UnitAdmin(ServiceModelAdmin):
    """Coded units with their power of ten."""

    list_display = ("code", "named", "base", "multiplier", "decimals")
    list_display_links = ("code", "named")
    search_fields = ("code", "name_en", "name_zh", "base")
    fieldsets = ((None, {"fields": ("code", ("name_en", "name_zh"), ("base", "multiplier", "decimals"))}),)
    reason_required = True
    deletes = True

    @column(_("name"), "name_zh")
    def named(self, unit: Unit) -> str:
        """The name in the active language."""
        return unit.name
