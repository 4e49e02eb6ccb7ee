"""What the caller owes, over REST."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from indicators.models import Obligation
from indicators.selectors.obligations import STATES, obligations_with_state
from programs import clock
from programs.api.views import ScopedListView


class ObligationSerializer(serializers.ModelSerializer[Obligation]):
    """One cell that an agency owes: by when, and whether and with what it came."""

    program = serializers.CharField(source="program.code", read_only=True)
    agency = serializers.CharField(source="agency.code", read_only=True)
    indicator = serializers.CharField(source="indicator.code", read_only=True)
    zone = serializers.CharField(source="zone.code", read_only=True)
    state = serializers.ChoiceField(choices=STATES, read_only=True)
    submission = serializers.UUIDField(source="submission_id", read_only=True, allow_null=True)

    class Meta:
        model = Obligation
        fields = (
            "program",
            "agency",
            "indicator",
            "zone",
            "period",
            "due",
            "state",
            "received_at",
            "recorded_at",
            "submission",
        )


class ObligationFilter(filters.FilterSet):
    """Obligations by programme, agency, indicator, zone, period, state and due date."""

    program = filters.CharFilter(field_name="program__code")
    agency = filters.CharFilter(field_name="agency__code")
    indicator = filters.CharFilter(field_name="indicator__code")
    zone = filters.CharFilter(field_name="zone__code")
    period = filters.CharFilter(field_name="period")
    state = filters.ChoiceFilter(choices=[(state, state) for state in STATES])
    due_before = filters.DateFilter(field_name="due", lookup_expr="lt")
    due_after = filters.DateFilter(field_name="due", lookup_expr="gt")

    class Meta:
        model = Obligation
        fields: list[str] = []


class ObligationList(ScopedListView[Obligation]):
    """What I owe: indicator, zone, period, due date, state (open, received, late, overdue)."""

    queryset = Obligation.objects.select_related("program", "agency", "indicator", "zone").order_by(
        "due", "period", "indicator__code", "zone__code", "pk"
    )
    serializer_class = ObligationSerializer
    filterset_class = ObligationFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Visible rows with their state today."""
        return obligations_with_state(super().get_queryset(), clock.today())
