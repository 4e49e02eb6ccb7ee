"""Stored series and values beside which a delivery is laid: two queries whatever its size, three for one that waited."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import numpy as np
from django.db.models import Case, CharField, FloatField, Q, QuerySet, When
from django.db.models.functions import Cast

from indicators.models import Observation, Series
from indicators.selectors.reference import Directory
from indicators.validation.columns import Flags, present
from indicators.validation.grid import Grid
from indicators.validation.stored import SeriesKey, Stored
from programs import periods
from programs.models import Program

YEAR = 12
# From here on a value with its six decimals can have more digits than a float tells apart (15).
LONG = Decimal(10) ** 9
_LONG_TEXT = Case(
    When(Q(value__gte=LONG) | Q(value__lte=-LONG), then=Cast("value", CharField())), output_field=CharField()
)


@dataclass(slots=True)
class StoredSeries:
    """`ids` are the keys of stored series by (indicator, zone, dimension key); `newest` the latest moment among the values."""

    stored: Stored
    ids: dict[SeriesKey, int] = field(default_factory=dict)
    newest: datetime | None = None


def stored_for(
    program: Program, directory: Directory, grid: Grid, usable: Flags, handed_in: datetime | None = None
) -> StoredSeries:
    """The series and values around the usable rows: of their own periods, the periods before, and a year before.

    For a delivery that waited since `handed_in`, values of deliveries that were received later are marked.
    """
    rows = np.flatnonzero(usable)
    indicators, zones, texts = (
        [part.values[code] for code in present(part.codes[rows], len(part.values))]
        for part in (grid.indicator, grid.zone, grid.period)
    )
    scope = {
        "program": program,
        "indicator_id__in": [directory.indicator_ids[code] for code in indicators],
        "zone_id__in": [directory.zone_ids[code] for code in zones],
    }
    indicator_codes = {pk: code for code, pk in directory.indicator_ids.items()}
    zone_codes = {pk: code for code, pk in directory.zone_ids.items()}
    found = StoredSeries(Stored([], [], [], [], [], [], []))
    positions: dict[int, int] = {}
    for pk, indicator, zone, key in (
        Series.objects.filter(**scope).values_list("pk", "indicator_id", "zone_id", "dimension_key").order_by()
    ):
        positions[pk] = len(positions)
        found.ids[indicator_codes[indicator], zone_codes[zone], key] = pk
    if not positions:
        return found
    values = Observation.objects.filter(
        **{f"series__{name}": value for name, value in scope.items()}, period__in=_months(grid, texts)
    ).order_by()
    columns = list(
        zip(
            *values.values_list(
                "series_id", "period", Cast("value", FloatField()), "status", "note", _LONG_TEXT, "recorded_at"
            ),
            strict=True,
        )
    )
    if columns:
        series, months, numbers, statuses, notes, long, moments = columns
        found.newest = max(moments)
        found.stored = Stored(
            list(found.ids),
            [positions[pk] for pk in series],
            months,
            numbers,
            statuses,
            notes,
            long,
            _newer(values, series, months, handed_in) if handed_in else {},
        )
    else:
        found.stored = Stored(list(found.ids), [], [], [], [], [], [])
    return found


def _newer(
    values: QuerySet[Observation], series: Sequence[int], months: Sequence[int], handed_in: datetime
) -> dict[int, str]:
    """Positions of the values whose delivery was received after the moment, and when that was."""
    places = {place: position for position, place in enumerate(zip(series, months, strict=True))}
    later = values.filter(submission__received_at__gt=handed_in)
    return {
        places[pk, month]: received.isoformat()
        for pk, month, received in later.values_list("series_id", "period", "submission__received_at")
    }


def _months(grid: Grid, texts: list[str]) -> list[int]:
    """First months of the delivered periods, of those just before, and of those a year before."""
    months: set[int] = set()
    for text in texts:
        fact = grid.reference.periods[text]
        months |= {fact.month, fact.month - periods.MONTHS[fact.frequency], fact.month - YEAR}
    return sorted(months)
