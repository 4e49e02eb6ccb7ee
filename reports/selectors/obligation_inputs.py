"""Obligations up to a period's end and what was received by a moment, as an evaluation reads them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from indicators.models import Finding, Obligation, Observation, ObservationHistory, ReportingPeriod
from programs import periods
from programs.models import Program
from reports.evaluation import types
from reports.selectors.plan_inputs import PlanRows


def obligations(
    program: Program, rows: PlanRows, period: periods.Period, as_of: datetime
) -> tuple[tuple[types.Obligation, ...], set[int]]:
    """What was owed for periods of the year up to the evaluated one's end, and the agencies' primary keys. Five queries."""
    opened = set(ReportingPeriod.objects.filter(program=program, opened_at__lte=as_of).values_list("code", flat=True))
    codes = [code for code in _codes_within(period) if code in opened]
    owed = Obligation.objects.filter(program=program, period__in=codes, made_at__lte=as_of).values(
        "agency_id", "indicator_id", "zone_id", "period", "due", "received_at", "recorded_at", "submission_id"
    )
    stands = _standing_values(program, period, as_of)
    warnings = _warnings(program, codes, as_of)
    found, agencies = [], set()
    for row in owed.order_by().iterator(chunk_size=20_000):
        if row["zone_id"] in rows.zones and row["indicator_id"] in rows.indicators:
            found.append(_obligation(row, rows, stands, warnings, as_of))
            agencies.add(row["agency_id"])
    return tuple(found), agencies


def _codes_within(period: periods.Period) -> list[str]:
    """Periods that end within the evaluated one, and those of the year before: some of these may not be due yet."""
    months = range(period.last_month - 11, period.last_month + 1)
    codes = {periods.from_month(frequency, month) for frequency in "MQSA" for month in months}
    return sorted(p.code for p in codes if p.last_month in months)


def _standing_values(
    program: Program, period: periods.Period, as_of: datetime
) -> Mapping[tuple[int, int, int], tuple[int, str]]:
    scope = Q(
        series__program=program,
        series__dimension_key="",
        period__gte=period.last_month - 23,
        period__lte=period.last_month,
        recorded_at__lte=as_of,
    )
    columns = ("series__indicator_id", "series__zone_id", "period", "version", "status")
    current = Observation.objects.filter(scope).values_list(*columns).order_by()
    past = ObservationHistory.objects.filter(scope, replaced_at__gt=as_of).values_list(*columns).order_by()
    return {
        (indicator, zone, month): (version, status) for indicator, zone, month, version, status in [*current, *past]
    }


def _warnings(program: Program, codes: list[str], as_of: datetime) -> Mapping[Any, int]:
    about = Q(
        submission__program=program,
        submission__received_at__lte=as_of,
        submission__obligations__period__in=codes,
        severity="warning",
    )
    return dict(
        Finding.objects.filter(about).values_list("submission_id").annotate(n=Count("pk", distinct=True)).order_by()
    )


def _obligation(
    row: Mapping[str, Any],
    rows: PlanRows,
    stands: Mapping[tuple[int, int, int], tuple[int, str]],
    warnings: Mapping[Any, int],
    as_of: datetime,
) -> types.Obligation:
    month = periods.parse(row["period"]).first_month
    version, status = stands.get((row["indicator_id"], row["zone_id"], month), (1, "A"))
    known = row["recorded_at"] is not None and row["recorded_at"] <= as_of
    return types.Obligation(
        agency=rows.agencies[row["agency_id"]].code,
        indicator=rows.indicators[row["indicator_id"]].code,
        zone=rows.zones[row["zone_id"]].code,
        period=row["period"],
        due=row["due"],
        received=timezone.localdate(row["received_at"]) if known else None,
        revised=known and version > 1,
        provisional=known and status in {"P", "E"},
        reported_missing=known and status == "M",
        warnings=warnings.get(row["submission_id"], 0) if known else 0,
    )
