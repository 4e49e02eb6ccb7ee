"""What is measured, over REST: indicators, units, dimensions, targets, periods. Codes name other records."""

from typing import Any

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.models import Dimension, DimensionValue, Indicator, ReportingPeriod, Target, Unit
from indicators.models.definitions import DIRECTIONS, FREQUENCIES
from programs.api.filters import FlagFilter
from programs.api.views import ScopedListView

NAMES = ("name_en", "name_zh")


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """A unit; `multiplier` is the power of ten (SDMX UNIT_MULT)."""

    class Meta:
        model = Unit
        fields = ("code", *NAMES, "base", "multiplier", "decimals")


class DimensionValueSerializer(serializers.ModelSerializer[DimensionValue]):
    """One part of a dimension."""

    class Meta:
        model = DimensionValue
        fields = ("code", *NAMES)


class DimensionSerializer(serializers.ModelSerializer[Dimension]):
    """A dimension with its parts in order."""

    values = DimensionValueSerializer(many=True, read_only=True)

    class Meta:
        model = Dimension
        fields = ("code", *NAMES, "values")


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    """A definition. `computed` indicators are ratios, which nobody hands in."""

    unit = serializers.CharField(source="unit.code", read_only=True)
    weight_indicator = serializers.CharField(source="weight_indicator.code", read_only=True, default=None)
    numerator = serializers.CharField(source="numerator.code", read_only=True, default=None)
    denominator = serializers.CharField(source="denominator.code", read_only=True, default=None)
    dimensions = serializers.SerializerMethodField()
    computed = serializers.BooleanField(source="is_computed", read_only=True)

    class Meta:
        model = Indicator
        fields = (
            *(
                "code",
                *NAMES,
                "definition_en",
                "definition_zh",
                "unit",
                "direction",
                "frequency",
                "nature",
                "zone_rule",
                "time_rule",
            ),
            *(
                "weight_indicator",
                "numerator",
                "denominator",
                "computed",
                "scale",
                "decimals",
                "minimum",
                "maximum",
                "whole",
            ),
            *("dimensions", "additive", "cumulative", "reporting_function", "due_days"),
        )

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_dimensions(self, indicator: Indicator) -> list[str]:
        """Codes of the dimensions."""
        return [dimension.code for dimension in indicator.dimensions.all()]


class TargetSerializer(serializers.ModelSerializer[Target]):
    """Baseline, target and path; `zone` null is the whole programme."""

    program = serializers.CharField(source="use.program.code", read_only=True)
    indicator = serializers.CharField(source="use.indicator.code", read_only=True)
    zone = serializers.CharField(source="zone.code", read_only=True, default=None)
    type = serializers.CharField(source="use.target_type", read_only=True)

    class Meta:
        model = Target
        fields = (
            *(
                "program",
                "indicator",
                "zone",
                "type",
                "baseline",
                "baseline_period",
                "value",
                "period",
                "low",
                "high",
                "tolerance",
            ),
            *("strict", "path", "steps", "source_en", "source_zh"),
        )


class PeriodSerializer(serializers.ModelSerializer[ReportingPeriod]):
    """A reporting period; values are accepted while it is open."""

    program = serializers.CharField(source="program.code", read_only=True)
    state = serializers.SerializerMethodField()

    class Meta:
        model = ReportingPeriod
        fields = ("program", "code", "start", "end", "state", "opened_at", "closed_at")

    @extend_schema_field(serializers.ChoiceField(choices=["not_open", "open", "closed"]))
    def get_state(self, period: ReportingPeriod) -> str:
        """not_open, open or closed."""
        return "open" if period.is_open else "closed" if period.closed_at else "not_open"


class IndicatorFilter(filters.FilterSet):
    """Indicators by the programme that uses them and by what they are."""

    program = filters.CharFilter(field_name="uses__program__code", distinct=True)
    code = filters.CharFilter(field_name="code")
    frequency = filters.ChoiceFilter(choices=FREQUENCIES)
    direction = filters.ChoiceFilter(choices=DIRECTIONS)
    measure = filters.CharFilter(field_name="uses__measures__code", distinct=True)
    section = filters.CharFilter(field_name="uses__measures__section__code", distinct=True)
    reporting_function = filters.CharFilter(field_name="reporting_function")

    class Meta:
        model = Indicator
        fields: list[str] = []


class TargetFilter(filters.FilterSet):
    """Targets by programme, indicator and zone."""

    program = filters.CharFilter(field_name="use__program__code")
    indicator = filters.CharFilter(field_name="use__indicator__code")
    zone = filters.CharFilter(field_name="zone__code")

    class Meta:
        model = Target
        fields: list[str] = []


class PeriodFilter(filters.FilterSet):
    """Periods by programme, code and whether they are open."""

    program = filters.CharFilter(field_name="program__code")
    code = filters.CharFilter(field_name="code")
    open = FlagFilter(method="by_openness")

    class Meta:
        model = ReportingPeriod
        fields: list[str] = []

    def by_openness(self, rows: Any, _name: str, value: bool) -> Any:
        """Open ones, or (false) all others."""
        condition = {"opened_at__isnull": False, "closed_at__isnull": True}
        return rows.filter(**condition) if value else rows.exclude(**condition)


class UnitList(ScopedListView[Unit]):
    """Coded units."""

    queryset = Unit.objects.order_by("code")
    serializer_class = UnitSerializer


class DimensionList(ScopedListView[Dimension]):
    """Dimensions and their parts."""

    queryset = Dimension.objects.prefetch_related(
        Prefetch("values", DimensionValue.objects.order_by("sort_order", "code"))
    ).order_by("code")
    serializer_class = DimensionSerializer


class IndicatorList(ScopedListView[Indicator]):
    """Definitions of indicators in both languages."""

    queryset = (
        Indicator.objects.select_related("unit", "weight_indicator", "numerator", "denominator")
        .prefetch_related("dimensions")
        .order_by("code")
    )
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter


class TargetList(ScopedListView[Target]):
    """Targets of the programmes that the caller takes part in."""

    queryset = Target.objects.select_related("use__program", "use__indicator", "zone").order_by(
        "use__program__code", "use__indicator__code", "zone__sort_order", "pk"
    )
    serializer_class = TargetSerializer
    filterset_class = TargetFilter


class PeriodList(ScopedListView[ReportingPeriod]):
    """Reporting periods, newest first."""

    queryset = ReportingPeriod.objects.select_related("program").order_by("-start", "code", "pk")
    serializer_class = PeriodSerializer
    filterset_class = PeriodFilter
