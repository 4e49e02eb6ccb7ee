"""Values over REST: as known now, as known at a moment, with all revisions; JSON by pages, CSV and SDMX-CSV whole."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponseBase
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from indicators.api.negotiation import CsvRenderer, FormatNegotiation, SdmxCsvAnyVersionRenderer, SdmxCsvRenderer
from indicators.api.observation_formats import CSV_TYPE, SDMX_CSV_TYPE, as_csv, as_json, as_sdmx_csv, streamed
from indicators.api.reading import flag
from indicators.api.sdmx_structure import STRUCTURE_ID
from indicators.models import Dimension, Observation
from indicators.selectors.observations import ObservationFilter, observation_rows
from programs import clock, periods
from programs.api.filters import ALWAYS_KNOWN, refuse_unknown_keys
from programs.api.views import CODE, Scoped
from programs.exceptions import NotFound
from programs.models import Program
from programs.scoping import visible_to

KEYS = frozenset({"program", "indicator", "zone", "period_from", "period_to", "as_of", "revisions", "updated_since"})
CHUNK = 2000


class ObservationSerializer(serializers.Serializer[Any]):
    """One value, or one version of it. `value` is a decimal string, null where missing (status M)."""

    program = serializers.CharField()
    indicator = serializers.CharField()
    zone = serializers.CharField()
    period = serializers.CharField()
    dimensions = serializers.DictField(child=serializers.CharField(), help_text="Empty for the total.")
    value = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=["A", "P", "E", "M"])
    note = serializers.CharField()
    version = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()
    replaced_at = serializers.DateTimeField(allow_null=True, help_text="null for the current version.")
    submission = serializers.UUIDField()


class ObservationList(Scoped[Observation]):
    """Values that the caller may see."""

    queryset = Observation.objects.all()
    serializer_class = ObservationSerializer
    filter_backends: list[Any] = []
    renderer_classes = [JSONRenderer, CsvRenderer, SdmxCsvRenderer, SdmxCsvAnyVersionRenderer]
    content_negotiation_class = FormatNegotiation

    @extend_schema(
        parameters=[
            OpenApiParameter("program", str),
            OpenApiParameter("indicator", str, description="One code, or several with commas."),
            OpenApiParameter("zone", str, description="One code, or several with commas."),
            OpenApiParameter("period_from", str),
            OpenApiParameter("period_to", str),
            OpenApiParameter(
                "as_of",
                OpenApiTypes.DATETIME,
                description="Values as they were known at that moment; a bare date means the end of that day.",
            ),
            OpenApiParameter("revisions", bool, description="All versions instead of one per cell."),
            OpenApiParameter("updated_since", OpenApiTypes.DATETIME, description="Recorded at or after that moment."),
            OpenApiParameter("page", int),
            OpenApiParameter("page_size", int),
            OpenApiParameter("format", str, enum=["json", "csv", "sdmx-csv"]),
        ],
        responses=ObservationSerializer(many=True),
    )
    def get(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Values by indicator, zone and period. JSON comes in pages; CSV and SDMX-CSV come whole."""
        refuse_unknown_keys(request, ALWAYS_KNOWN | KEYS)
        rows = observation_rows(_program(request, self), _wanted(request), by=self.actor)
        form = request.accepted_renderer.format
        if form == "csv":
            return streamed(as_csv(rows.iterator(CHUNK)), CSV_TYPE, "observations.csv")
        if form == "sdmx-csv":
            dimensions = list(Dimension.objects.order_by("code").values_list("code", flat=True))
            lines = as_sdmx_csv(rows.iterator(CHUNK), structure_id=STRUCTURE_ID, dimensions=dimensions)
            return streamed(lines, SDMX_CSV_TYPE, "observations.csv")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response([as_json(row) for row in page or []])


def _program(request: Request, view: ObservationList) -> Program | None:
    code = request.query_params.get("program", "")
    if not code:
        return None
    found = visible_to(view.actor, Program.objects.all()).filter(code=code).first() if CODE.match(code) else None
    if found is None:
        raise NotFound(_("There is no such programme."), code="program_not_found", pointer="/program")
    return found


def _wanted(request: Request) -> ObservationFilter:
    """The filter in the query. Raises ValidationError (400) with every part that cannot be read."""
    problems: dict[str, list[str]] = {}
    values: dict[str, Any] = {
        "indicators": _codes(request, "indicator", problems),
        "zones": _codes(request, "zone", problems),
    }
    for name in ("period_from", "period_to"):
        given = request.query_params.get(name, "")
        try:
            values[name] = periods.normal(given) if given else ""
        except periods.PeriodError:
            problems[name] = [_("This is not a period. Write 2025, 2025-S1, 2025-Q3 or 2025-07.")]
    for name in ("as_of", "updated_since"):
        values[name] = _moment(request.query_params.get(name, ""), name, problems)
    if values["as_of"] is not None and values["as_of"] > clock.end_of(clock.today()):
        problems["as_of"] = [_("The moment lies in the future.")]
    values["revisions"] = flag(request, "revisions")
    if problems:
        raise ValidationError(problems)
    return ObservationFilter(**values)


def _codes(request: Request, name: str, problems: dict[str, list[str]]) -> list[str]:
    given = [code for code in request.query_params.get(name, "").split(",") if code]
    if not all(CODE.match(code) for code in given):
        problems[name] = [_("Write codes, with commas between them.")]
    return given


def _moment(given: str, name: str, problems: dict[str, list[str]]) -> datetime | None:
    """A moment in ISO 8601; one without an offset is in the office's time zone. A blank in place of + is forgiven.

    `as_of` a bare date means what was known at the end of that day, as on the pages.
    """
    if not given:
        return None
    try:
        day = parse_date(given) if name == "as_of" else None
        if day is not None:
            return clock.end_of(day).astimezone(UTC)
        moment = parse_datetime(given.replace(" ", "+") if "T" in given else given)
        if moment is not None:
            # In UTC here, because the first and the last day of the calendar have no moment there.
            return (make_aware(moment) if is_naive(moment) else moment).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    problems[name] = [_("Write a moment such as 2026-10-15T09:00:00+08:00.")]
    return None
