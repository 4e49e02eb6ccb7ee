"""Screen of indicators: the definition (口径) and how values add up."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import column


@admin.register(Indicator)
class IndicatorAdmin(ServiceModelAdmin):
    """Definitions. A change concerns every programme that uses the indicator, so it needs a reason."""

    list_display = ("code", "named", "unit", "frequency", "nature", "direction", "zone_rule", "reporting_function")
    list_display_links = ("code", "named")
    list_select_related = ("unit",)
    list_filter = ("frequency", "nature", "direction", "reporting_function")
    search_fields = ("code", "name_en", "name_zh", "definition_en", "definition_zh")
    fieldsets = (
        (None, {"fields": ("code", ("name_en", "name_zh"), ("definition_en", "definition_zh"))}),
        (
            _("What is measured"),
            {
                "fields": (
                    ("unit", "decimals"),
                    ("nature", "direction", "frequency"),
                    ("minimum", "maximum"),
                    ("whole", "cumulative"),
                )
            },
        ),
        (_("How it adds up"), {"fields": (("zone_rule", "time_rule", "weight_indicator"), ("dimensions", "additive"))}),
        (_("Ratio of two indicators"), {"fields": (("numerator", "denominator", "scale"),), "classes": ("collapse",)}),
        (_("Who reports it"), {"fields": (("reporting_function", "due_days"),)}),
    )
    autocomplete_fields = ("unit", "weight_indicator", "numerator", "denominator", "dimensions")
    reason_required = True
    deletes = True

    def describe(self, row: Indicator) -> str:
        """With the code before the name."""
        return f"{row.code} {row.name}"

    @column(_("name"), "name_zh")
    def named(self, indicator: Indicator) -> str:
        """The name, with the definition as a hint."""
        return format_html('<span title="{}">{}</span>', indicator.definition, indicator.name)
