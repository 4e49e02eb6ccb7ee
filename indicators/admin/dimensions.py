"""Screen of dimensions with their values."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from indicators.models import Dimension, DimensionValue
from programs.admin.base import ServiceInline, ServiceModelAdmin
from programs.admin.cells import column


class DimensionValueInline(ServiceInline):
    """The parts of a dimension."""

    model = DimensionValue
    fields = ("code", "name_en", "name_zh", "sort_order")
    deletes = True


@admin.register(Dimension)
class DimensionAdmin(ServiceModelAdmin):
    """Ways to break a value down."""

    list_display = ("code", "named", "value_count")
    list_display_links = ("code", "named")
    search_fields = ("code", "name_en", "name_zh")
    fieldsets = ((None, {"fields": ("code", ("name_en", "name_zh"))}),)
    inlines = (DimensionValueInline,)
    history_relations = ("values",)
    reason_required = True
    deletes = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dimension]:
        """Dimensions with the number of their values."""
        return super().get_queryset(request).annotate(counted=Count("values"))

    @column(_("name"), "name_zh")
    def named(self, dimension: Dimension) -> str:
        """The name in the active language."""
        return dimension.name

    @column(_("values"), "counted")
    def value_count(self, dimension: Dimension) -> int:
        """How many parts there are."""
        return dimension.counted  # type: ignore[attr-defined]
