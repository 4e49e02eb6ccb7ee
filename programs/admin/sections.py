"""Screen of the plan's numbered sections."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import column, list_link
from programs.admin.filters import scoped
from programs.models import Measure, Section


@admin.register(Section)
class SectionAdmin(ServiceModelAdmin):
    """Numbered parts of a plan."""

    list_display = ("number", "code", "named", "program", "measures")
    list_display_links = ("number", "code", "named")
    list_select_related = ("program",)
    list_filter = scoped("program")
    search_fields = ("code", "name_en", "name_zh")
    fieldsets = ((None, {"fields": ("program", ("number", "code"), ("name_en", "name_zh"))}),)
    autocomplete_fields = ("program",)
    reason_required = True
    deletes = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        """Sections with the number of their measures."""
        return super().get_queryset(request).annotate(measure_count=Count("measures"))

    def describe(self, row: Section) -> str:
        """With the number before the name."""
        return f"{row.number} {row.name}"

    @column(_("name"), "name_zh")
    def named(self, section: Section) -> str:
        """The name in the active language."""
        return section.name

    @column(_("measures"), "measure_count")
    def measures(self, section: Any) -> str:
        """The number of measures, linked to them."""
        return list_link(Measure, f"section__id__exact={section.pk}", section.measure_count)
