"""Screen of agencies."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import column
from programs.admin.filters import scoped
from programs.admin.forms import REASON, VERSION
from programs.admin.roles import actor_of_request
from programs.models import Agency
from programs.services.agencies import agency_save


@admin.register(Agency)
class AgencyAdmin(ServiceModelAdmin):
    """Public bodies; found by name, short name or pinyin initials."""

    list_display = ("code", "named", "short_named", "function", "zone")
    list_display_links = ("code", "named")
    list_select_related = ("zone",)
    list_filter = (*scoped("zone"), "function")
    search_fields = ("code", "name_en", "name_zh", "short_en", "short_zh", "search_initials")
    ordering = ("zone__sort_order", "code")
    fieldsets = ((None, {"fields": (("code", "function"), ("name_en", "name_zh"), ("short_en", "short_zh"), "zone")}),)
    autocomplete_fields = ("zone",)
    reason_required = True
    deletes = True

    @column(_("name"), "name_zh")
    def named(self, agency: Agency) -> str:
        """The name in the active language."""
        return agency.name

    @column(_("short name"), "short_zh")
    def short_named(self, agency: Agency) -> str:
        """The short name in the active language."""
        return agency.short

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Write with the pinyin initials."""
        cleaned = form.cleaned_data
        agency_save(
            agency=row,
            by=actor_of_request(request),
            reason=cleaned.get(REASON, ""),
            expected_version=cleaned.get(VERSION),
        )
