"""SDMX REST for statistical software: one dataflow, its structure (SDMX-ML 2.1) and its data (SDMX-CSV 2.0.0).

Addresses follow the SDMX REST API 2.1: `dataflow/PZ/OBSERVATIONS/1.0/`, `data/OBSERVATIONS/Q..IND01.310000.small/`
with `startPeriod` and `endPeriod`. Every structure address answers with the whole message.
"""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request

from indicators.api.observation_formats import SDMX_CSV_TYPE, as_sdmx_csv, dimensions_of, streamed
from indicators.api.sdmx_structure import (
    AGENCY,
    FLOW,
    MEDIA_TYPE,
    STRUCTURE_ID,
    TOTAL,
    VERSION,
    dimension_ids,
    structure_message,
)
from indicators.models import Dimension, Observation
from indicators.selectors.observations import ObservationFilter, observation_rows
from programs import clock, periods
from programs.api.filters import ALWAYS_KNOWN, refuse_unknown_keys
from programs.api.views import Scoped
from programs.exceptions import DomainError, NotFound

FLOWS = {FLOW, f"{AGENCY},{FLOW}", f"{AGENCY},{FLOW},{VERSION}", f"{AGENCY},{FLOW},latest"}
VERSIONS = {VERSION, "latest", "all"}
EVERYTHING = {"", "all"}
CHUNK = 2000


class BadKey(DomainError):
    """A key or period that cannot be read (400)."""

    status = 400
    code = "bad_key"


class SdmxView(Scoped[Observation]):
    """What all SDMX addresses share: no pages and no filters but their own."""

    queryset = Observation.objects.all()
    filter_backends: list[Any] = []
    pagination_class = None


class SdmxStructure(SdmxView):
    """The structure."""

    @extend_schema(
        responses={(200, MEDIA_TYPE): OpenApiTypes.STR},
        parameters=[OpenApiParameter("references", str), OpenApiParameter("detail", str)],
    )
    def get(self, request: Request, version: str = VERSION, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Code lists, concepts, data structure and dataflow in one SDMX-ML 2.1 message."""
        refuse_unknown_keys(request, ALWAYS_KNOWN | {"references", "detail"})
        if version not in VERSIONS:
            raise NotFound(_("There is no such version of the structure."), code="version_not_found")
        return HttpResponse(structure_message(self.actor, clock.now()), content_type=MEDIA_TYPE)


class SdmxData(SdmxView):
    """The data."""

    @extend_schema(
        responses={(200, "application/vnd.sdmx.data+csv"): OpenApiTypes.STR},
        parameters=[OpenApiParameter("startPeriod", str), OpenApiParameter("endPeriod", str)],
    )
    def get(self, request: Request, flow: str, key: str = "all", *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Values by a key such as `Q..IND01+IND02.310000.` (frequency, programme, indicator, zone, dimensions)."""
        refuse_unknown_keys(request, ALWAYS_KNOWN | {"startPeriod", "endPeriod", "dimensionAtObservation", "detail"})
        if flow not in FLOWS:
            raise NotFound(_("There is no such dataflow."), code="dataflow_not_found")
        breakdowns = list(Dimension.objects.order_by("code").values_list("code", flat=True))
        wanted = _wanted(key, dimension_ids(breakdowns))
        scope = ObservationFilter(
            indicators=sorted(wanted.get("INDICATOR", ())),
            zones=sorted(wanted.get("REF_AREA", ())),
            period_from=_period(request, "startPeriod"),
            period_to=_period(request, "endPeriod"),
        )
        rows = observation_rows(None, scope, by=self.actor).iterator(CHUNK)
        kept = (row for row in rows if _fits(row, wanted, breakdowns))
        return streamed(
            as_sdmx_csv(kept, structure_id=STRUCTURE_ID, dimensions=breakdowns), SDMX_CSV_TYPE, "observations.csv"
        )


@extend_schema_view(get=extend_schema(exclude=True))
class SdmxWholeStructure(SdmxStructure):
    """The structure by a shorter address."""


@extend_schema_view(get=extend_schema(exclude=True))
class SdmxAllData(SdmxData):
    """All data: the address without a key."""


def _wanted(key: str, dimensions: list[str]) -> dict[str, set[str]]:
    """The codes asked for by dimension; a dimension that is left open is absent."""
    if key in EVERYTHING:
        return {}
    parts = key.split(".")
    if len(parts) != len(dimensions) or not all(part.isprintable() for part in parts):
        raise BadKey(
            _("The key has %(given)d parts; the dataflow has %(wanted)d: %(names)s.")
            % {"given": len(parts), "wanted": len(dimensions), "names": ", ".join(dimensions)}
        )
    return {name: set(part.split("+")) for name, part in zip(dimensions, parts, strict=True) if part}


def _fits(row: dict[str, Any], wanted: dict[str, set[str]], breakdowns: list[str]) -> bool:
    parts = dimensions_of(row["dimension_key"])
    codes = {
        "FREQ": row["frequency"],
        "PROGRAM": row["program"],
        **{code.upper(): parts.get(code, TOTAL) for code in breakdowns},
    }
    return all(codes[name] in asked for name, asked in wanted.items() if name in codes)


def _period(request: Request, name: str) -> str:
    given = request.query_params.get(name, "")
    try:
        return periods.normal(given) if given else ""
    except periods.PeriodError as error:
        raise BadKey(_("This is not a period. Write 2025, 2025-S1, 2025-Q3 or 2025-07."), pointer=f"/{name}") from error
