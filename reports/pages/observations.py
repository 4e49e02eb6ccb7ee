"""Observations for the pages: as known now or at a moment, with the submission that each came from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from indicators.models import Indicator, Submission
from indicators.models.observations import STATUSES
from indicators.selectors.observations import ObservationFilter, observation_rows
from indicators.selectors.parts import part_names
from programs.actors import Actor
from programs.models import Program, Zone
from programs.periods import from_month
from programs.scoping import visible_to

NEWEST_PERIODS = 13


def observations_known(
    actor: Actor, program: Program, indicator: Indicator, zone: Zone | None, as_of: datetime | None
) -> list[dict[str, Any]]:
    """The newest periods of an indicator, newest first, zones in plan order; four queries.

    The parts of a breakdown are shown for one zone only. With `as_of`, each row is the version that stood at that
    moment, also where it was replaced since.
    """
    wanted = ObservationFilter(indicators=(indicator.code,), zones=(zone.code,) if zone else (), as_of=as_of)
    rows = [row for row in observation_rows(program, wanted, by=actor) if zone is not None or not row["dimension_key"]]
    months = sorted({row["month"] for row in rows}, reverse=True)[:NEWEST_PERIODS]
    kept = [row for row in rows if row["month"] in months]
    zones = {found.code: found for found in Zone.objects.filter(code__in={row["zone"] for row in kept})}
    deliveries = visible_to(actor, Submission.objects.filter(pk__in={row["submission_id"] for row in kept}))
    submissions = {found.pk: found for found in deliveries.select_related("agency").defer("body", "waiting")}
    parts = part_names({row["dimension_key"] for row in kept})
    kept.sort(key=lambda row: (-row["month"], zones[row["zone"]].sort_order, row["dimension_key"]))
    return [
        {
            **{name: row[name] for name in ("value", "status", "note", "version", "recorded_at")},
            "period": from_month(row["frequency"], row["month"]).code,
            "zone": zones[row["zone"]],
            "part": parts[row["dimension_key"]],
            "decimals": indicator.decimals,
            "status_word": STATUS_WORDS[row["status"]],
            "submission": submissions.get(row["submission_id"]),
        }
        for row in kept
    ]


STATUS_WORDS: Mapping[str, Any] = dict(STATUSES)


def observation_row(row: Any, indicator: Indicator) -> dict[str, Any]:
    """One stored version with its relations loaded: what it says, when it was recorded, which submission brought it."""
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
