"""Screen of zones."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import column
from programs.models import Zone


@admin.register(Zone)
class ZoneAdmin(ServiceModelAdmin):
    """Provinces, cities and parks in the plan's own order."""

    list_display = ("code", "named", "level", "parent", "sort_order")
    list_display_links = ("code", "named")
    list_select_related = ("parent",)
    list_filter = ("level",)
    search_fields = ("code", "name_en", "name_zh")
    ordering = ("sort_order", "code")
    fieldsets = ((None, {"fields": (("code", "level"), ("name_en", "name_zh"), ("parent", "sort_order"))}),)
    autocomplete_fields = ("parent",)
    reason_required = True
    deletes = True

    @column(_("name"), "name_zh")
    def named(self, zone: Zone) -> str:
        """The name in the active language."""
        return zone.name
