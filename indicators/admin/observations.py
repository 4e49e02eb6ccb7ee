"""Screens of observations and of the versions that were replaced. Values come by submissions, never by hand."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from indicators.admin.submission_rows import submission_name
from indicators.models import Observation, ObservationHistory, ReportingPeriod
from indicators.selectors.parts import part_names
from programs import periods
from programs.admin.base import ViewOnlyAdmin
from programs.admin.cells import change_link, column, list_link
from programs.admin.filters import scoped
from programs.admin.paging import CappedPaginator
from programs.admin.roles import actor_of_request
from programs.scoping import visible_to
from programs.templatetags.display import moment, number, period

PERIODS_OFFERED = 60


def period_text(row: Any) -> str:
    """The period of a row in words: the integer of its first month in the indicator's frequency."""
    return period(periods.from_month(row.series.indicator.frequency, row.period).code)


class PeriodFilter(SimpleListFilter):
    """Values of one reporting period, the newest first to choose from; values are stored by number of month."""

    title = _("period")
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Periods that the person may see. One query."""
        seen = visible_to(actor_of_request(request), ReportingPeriod.objects.all())
        codes = seen.order_by("-start", "code").values_list("code", flat=True).distinct()[:PERIODS_OFFERED]
        return [(code, period(code)) for code in dict.fromkeys(codes)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The values of the chosen period; all of them for what is no period."""
        try:
            chosen = periods.parse(self.value() or "")
        except periods.PeriodError:
            return queryset
        return queryset.filter(period=chosen.first_month, series__indicator__frequency=chosen.frequency)


class NamedParts(ChangeList):
    """The list with the names of the parts on its page, read at once."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page, each with `part_words`. One query more where any value is broken down."""
        super().get_results(request)
        names = part_names({row.series.dimension_key for row in self.result_list})
        for row in self.result_list:
            row.part_words = names[row.series.dimension_key]


class ValueColumns(ViewOnlyAdmin):
    """Columns that a current value and a past version share."""

    list_select_related = ("series__indicator__unit", "series__zone", "submission")
    search_fields = (
        "series__indicator__code",
        "series__indicator__name_en",
        "series__indicator__name_zh",
        "series__zone__name_en",
        "series__zone__name_zh",
        "note",
    )
    paginator = CappedPaginator
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Values with their indicator and zone, without the bodies of their submissions."""
        return (
            super()
            .get_queryset(request)
            .select_related("series__indicator__unit", "series__zone", "submission")
            .defer("submission__body", "submission__waiting")
        )

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """The list that names parts."""
        return NamedParts

    def describe(self, row: Any) -> str:
        """A value by indicator, zone, part and period."""
        return " · ".join((self.indicator(row), self.zone(row), self.part(row), period_text(row)))

    @column(_("indicator"), "series__indicator__code")
    def indicator(self, row: Any) -> str:
        """Code and name."""
        return f"{row.series.indicator.code} {row.series.indicator.name}"

    @column(_("zone"), "series__zone__sort_order")
    def zone(self, row: Any) -> str:
        """The zone."""
        return row.series.zone.name

    @column(_("broken down by"))
    def part(self, row: Any) -> str:
        """The names of the parts; the total where there are none."""
        key = row.series.dimension_key
        named = getattr(row, "part_words", None)
        return (part_names({key})[key] if named is None else named) or str(_("total"))

    @column(_("period"), "period")
    def period_shown(self, row: Any) -> str:
        """The period in words."""
        return period_text(row)

    @column(_("value"))
    def value_shown(self, row: Any) -> str:
        """The value with its unit; a dash where it is missing."""
        unit = row.series.indicator.unit.name if row.value is not None else ""
        return format_html('<span class="nowrap">{} {}</span>', number(row.value), unit)

    @column(_("recorded at"), "recorded_at")
    def recorded(self, row: Any) -> str:
        """When it was recorded."""
        return moment(row.recorded_at)

    @column(_("submission"))
    def submission_shown(self, row: Any) -> str:
        """The submission that brought it, linked."""
        return change_link(row.submission, submission_name(row.submission))


@admin.register(Observation)
class ObservationAdmin(ValueColumns):
    """The newest version of each value; the page lists the versions before it."""

    list_display = ("indicator", "zone", "part", "period_shown", "value_shown", "status", "version", "recorded")
    list_filter = [*scoped("series__program", "series__indicator", "series__zone"), PeriodFilter, "status"]
    fields = (
        "indicator",
        "zone",
        "part",
        "period_shown",
        "value_shown",
        "status",
        "note",
        "version",
        "recorded",
        "submission_shown",
        "past",
    )
    readonly_fields = fields
    object_history_template = "admin/observation_history.html"

    @column(_("past versions"))
    def past(self, row: Observation) -> str:
        """A link to the versions that were replaced."""
        return (
            list_link(
                ObservationHistory, f"observation_id={row.pk}", _("%(count)d replaced") % {"count": row.version - 1}
            )
            if row.version > 1
            else "—"
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The versions of the value, newest first: observations are their own trail."""
        row = self.get_object(request, object_id)
        versions = (
            ObservationHistory.objects.filter(observation_id=row.pk)
            .select_related("submission__agency")
            .defer("submission__body", "submission__waiting")
            .order_by("-version")
            if row
            else []
        )
        context = {"object": row, "versions": [row, *versions], "unit": row.series.indicator.unit.name} if row else {}
        return super().history_view(request, object_id, {**context, **(extra_context or {})})


@admin.register(ObservationHistory)
class ObservationHistoryAdmin(ValueColumns):
    """Versions that were replaced; only a trigger of the database writes them."""

    list_display = (
        "indicator",
        "zone",
        "part",
        "period_shown",
        "value_shown",
        "status",
        "version",
        "recorded",
        "replaced",
    )
    list_filter = [*scoped("series__program", "series__indicator", "series__zone"), PeriodFilter, "status"]
    fields = (
        "indicator",
        "zone",
        "part",
        "period_shown",
        "value_shown",
        "status",
        "note",
        "version",
        "recorded",
        "replaced",
        "submission_shown",
    )
    readonly_fields = fields

    @column(_("replaced at"), "replaced_at")
    def replaced(self, row: ObservationHistory) -> str:
        """When a newer version took its place."""
        return moment(row.replaced_at)
