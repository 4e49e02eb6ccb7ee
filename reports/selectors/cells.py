"""Observations as known at a moment, as an evaluation reads them: current rows and past versions, newest wins."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from indicators.models import Observation, ObservationHistory
from programs import periods
from programs.models import Program
from reports.evaluation import types

HISTORY_MONTHS = 48
WHOLE_SERIES_TARGETS = frozenset({"cumulative", "yearly"})


def cells(
    program: Program,
    frequency_of: Mapping[str, str],
    targets: Iterable[types.Target],
    period: periods.Period,
    as_of: datetime,
) -> tuple[types.Cell, ...]:
    """Totals (no parts) up to the period's end, as known at `as_of`. Two queries.

    Four years back serve history, last year and trajectories; indicators whose target counts since its baseline
    are read from that baseline on.
    """
    first = period.first_month - HISTORY_MONTHS
    long_ago = _first_months(targets)
    wanted = Q(period__gte=first)
    for code, month in long_ago.items():
        if month < first:
            wanted |= Q(series__indicator__code=code, period__gte=month)
    scope = (
        Q(series__program=program, series__dimension_key="", period__lte=period.last_month, recorded_at__lte=as_of)
        & wanted
    )
    current = Observation.objects.filter(scope).values_list(
        "series__indicator__code", "series__zone__code", "period", "value", "status", "pk", "version"
    )
    past = ObservationHistory.objects.filter(scope, replaced_at__gt=as_of).values_list(
        "series__indicator__code", "series__zone__code", "period", "value", "status", "observation_id", "version"
    )
    rows = [*current.order_by().iterator(chunk_size=20_000), *past.order_by().iterator(chunk_size=20_000)]
    return tuple(_cell(row, frequency_of) for row in rows if row[0] in frequency_of)


def _first_months(targets: Iterable[types.Target]) -> dict[str, int]:
    months: dict[str, int] = {}
    for target in targets:
        if target.baseline_period and (target.type in WHOLE_SERIES_TARGETS or target.baseline is None):
            month = periods.parse(target.baseline_period).first_month - 12
            months[target.indicator] = min(month, months.get(target.indicator, month))
    return months


def _cell(row: tuple[Any, ...], frequency_of: Mapping[str, str]) -> types.Cell:
    indicator, zone, month, value, status, observation, version = row
    return types.Cell(
        indicator, zone, periods.from_month(frequency_of[indicator], month).code, value, status, observation, version
    )
