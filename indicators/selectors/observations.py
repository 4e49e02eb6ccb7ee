"""Values as known now, as known at a moment, or with every version: current rows and history read as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, Q, QuerySet, Value

from indicators.models import Observation, ObservationHistory
from programs import periods
from programs.actors import Actor
from programs.models import Program
from programs.scoping import visible_to

COLUMNS = (
    *("program", "indicator", "zone", "month", "frequency", "dimension_key", "value", "status", "note"),
    *("version", "recorded_at", "submission_id", "replaced", "unit_base", "unit_multiplier"),
)
ORDER = ("indicator", "zone", "month", "dimension_key", "version")


@dataclass(frozen=True, slots=True)
class ObservationFilter:
    """Which values are wanted. Empty sequences and None do not restrict.

    `period_from` and `period_to` are period codes: values of periods that begin between the first day of the one and
    the last day of the other. `as_of` gives each cell as it was known then, `revisions` all versions instead of one;
    `updated_since` leaves those that were recorded at or after a moment.
    """

    indicators: Sequence[str] = ()
    zones: Sequence[str] = ()
    period_from: str = ""
    period_to: str = ""
    as_of: datetime | None = None
    updated_since: datetime | None = None
    revisions: bool = False


def observation_rows(program: Program | None, wanted: ObservationFilter, *, by: Actor) -> QuerySet[Any, dict[str, Any]]:
    """The wanted values that the actor may see, as dictionaries with the keys of COLUMNS in the order of ORDER.

    One query whatever the number of versions. `month` is the number of the period's first month. Raises PeriodError.
    """
    scope = _scope(program, wanted)
    current = _columns(
        visible_to(by, Observation.objects.all()).filter(scope), Value(None, output_field=DateTimeField())
    )
    if wanted.as_of is None and not wanted.revisions:
        return current.order_by(*ORDER)
    past = _columns(visible_to(by, ObservationHistory.objects.all()).filter(scope), F("replaced_at"))
    if wanted.as_of is not None:
        current = current.filter(recorded_at__lte=wanted.as_of)
        past = past.filter(recorded_at__lte=wanted.as_of)
        if not wanted.revisions:
            past = past.filter(replaced_at__gt=wanted.as_of)
    return current.union(past, all=True).order_by(*ORDER)


def _scope(program: Program | None, wanted: ObservationFilter) -> Q:
    scope = Q()
    if program is not None:
        scope &= Q(series__program=program)
    if wanted.indicators:
        scope &= Q(series__indicator__code__in=wanted.indicators)
    if wanted.zones:
        scope &= Q(series__zone__code__in=wanted.zones)
    if wanted.period_from:
        scope &= Q(period__gte=periods.parse(wanted.period_from).first_month)
    if wanted.period_to:
        scope &= Q(period__lte=periods.parse(wanted.period_to).last_month)
    if wanted.updated_since is not None:
        scope &= Q(recorded_at__gte=wanted.updated_since)
    return scope


def _columns(rows: QuerySet[Any], replaced: Any) -> QuerySet[Any, dict[str, Any]]:
    named = {
        "program": F("series__program__code"),
        "indicator": F("series__indicator__code"),
        "zone": F("series__zone__code"),
        "month": F("period"),
        "frequency": F("series__indicator__frequency"),
        "dimension_key": F("series__dimension_key"),
        "replaced": replaced,
        "unit_base": F("series__indicator__unit__base"),
        "unit_multiplier": F("series__indicator__unit__multiplier"),
    }
    plain = [name for name in COLUMNS if name not in named]
    return rows.order_by().values(*plain, **named)
