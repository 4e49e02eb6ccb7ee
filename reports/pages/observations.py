"""Observations for the pages: current or as known at a moment, with the submission that each came from."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from indicators.models import Indicator, Observation, ObservationHistory
from programs.actors import Actor
from programs.models import Program, Zone
from programs.periods import from_month
from programs.scoping import visible_to

NEWEST_PERIODS = 13


def observations_known(actor: Actor, program: Program, indicator: Indicator, zone: Zone | None, as_of: datetime | None) -> list[dict[str, Any]]:
    """The newest periods of an indicator, newest first, in plan order of zones and parts; two queries at most.

    With `as_of`, each row is the version that stood at that moment, also where it was replaced since.
    """
    scope: dict[str, Any] = {"series__program": program, "series__indicator": indicator}
    if zone is not None:
        scope["series__zone"] = zone
    rows: list[Any] = list(_with_source(visible_to(actor, Observation.objects.filter(**scope, **_recorded_by(as_of)))))
    if as_of is not None:
        past = ObservationHistory.objects.filter(**scope, **_recorded_by(as_of), replaced_at__gt=as_of)
        rows += _with_source(visible_to(actor, past))
    months = sorted({row.period for row in rows}, reverse=True)[:NEWEST_PERIODS]
    kept = [row for row in rows if row.period in months]
    kept.sort(key=lambda row: (-row.period, row.series.zone.sort_order, row.series.dimension_key))
    return [observation_row(row, indicator) for row in kept]


def _recorded_by(as_of: datetime | None) -> dict[str, Any]:
    return {} if as_of is None else {"recorded_at__lte": as_of}


def _with_source(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("series__zone", "submission__agency").defer("submission__body", "submission__waiting")


def observation_row(row: Any, indicator: Indicator) -> dict[str, Any]:
    """One version of a value: what it says, when it was recorded, and which submission brought it."""
    return {
        "period": from_month(indicator.frequency, row.period).code,
        "zone": row.series.zone,
        "part": row.series.dimension_key,
        "value": row.value,
        "decimals": indicator.decimals,
        "status": row.status,
        "status_word": row.get_status_display(),
        "note": row.note,
        "version": row.version,
        "recorded_at": row.recorded_at,
        "submission": row.submission,
    }
