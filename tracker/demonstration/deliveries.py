"""What agencies hand in, as a list of dated events: opening, delivery, correction, closing. Reads the plan, writes nothing."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from indicators.models import Duty, Indicator
from programs import periods
from programs.models import Agency, Program
from tracker.demonstration import timeline
from tracker.demonstration.values import Shape, parts_of, value_of

Row = dict[str, Any]
CORRECTION_NOTE = "Corrected after checking against the annual accounts. 根据年报核对后更正。"
MISSING_NOTE = "The source system was being replaced. 统计系统升级，暂缺。"
SEASON_NOTE = "Usual seasonal change. 季节性变动。"
WRONG_UNIT = Decimal(10000)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One submission: when, by whom, with which rows."""

    moment: datetime
    agency: Agency
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """One standing duty with what shapes its values."""

    agency: Agency
    indicator: Indicator
    zone: str
    shape: Shape
    recipe: Mapping[str, Any]
    dimensions: tuple[str, ...]


def duties_of(program: Program, recipes: Mapping[str, Any]) -> list[Owed]:
    """Every duty whose indicator has a recipe."""
    rows = (
        Duty.objects.filter(use__program=program)
        .select_related("agency", "zone", "use__indicator")
        .prefetch_related("use__indicator__dimensions")
        .order_by("agency__code", "use__indicator__code", "zone__sort_order")
    )
    found = []
    for duty in rows:
        indicator = duty.use.indicator
        recipe = recipes.get(indicator.code)
        if recipe and recipe.get("levels"):
            shape = Shape(indicator.code, indicator.frequency, indicator.decimals, indicator.cumulative)
            found.append(
                Owed(
                    duty.agency,
                    indicator,
                    duty.zone.code,
                    shape,
                    recipe,
                    tuple(d.code for d in indicator.dimensions.all()),
                )
            )
    return found


def deliveries(owed: list[Owed], period: periods.Period, newest: periods.Period) -> Iterator[Delivery]:
    """The submissions about one period: most in time, some late, a few values missing, some corrected later."""
    by_agency: dict[Agency, list[Owed]] = defaultdict(list)
    for duty in owed:
        if duty.shape.frequency == period.frequency:
            by_agency[duty.agency].append(duty)
    for agency, duties in by_agency.items():
        yield from _of_agency(agency, duties, period, newest)


def _of_agency(
    agency: Agency, duties: list[Owed], period: periods.Period, newest: periods.Period
) -> Iterator[Delivery]:
    batches: dict[int, list[Row]] = defaultdict(list)
    corrections: list[Row] = []
    for duty in duties:
        plan = timeline.plan_of(duty.shape.code, duty.zone, period, newest)
        if plan.days_after_due is None:
            continue
        days = duty.indicator.due_days + (plan.days_after_due if plan.days_after_due > 0 else -_early(agency, period))
        batches[max(days, 1)] += _rows(duty, period, newest, plan)
        if plan.revised and period.last_month < newest.last_month:
            corrections += _corrected(duty, period)
    for days, rows in sorted(batches.items()):
        yield Delivery(timeline.moment(period.end + timedelta(days=days), 11, _minute(agency)), agency, tuple(rows))
    if corrections:
        yield Delivery(
            timeline.moment(
                period.end + timedelta(days=timeline.OPEN_DAYS[period.frequency] - 12), 14, _minute(agency)
            ),
            agency,
            tuple(corrections),
        )


def _early(agency: Agency, period: periods.Period) -> int:
    return random.Random(f"early/{agency.code}/{period.code}").randint(0, 9)  # noqa: S311 - invented data, no secret


def _minute(agency: Agency) -> int:
    return sum(map(ord, agency.code)) % 60


def _rows(duty: Owed, period: periods.Period, newest: periods.Period, plan: timeline.Plan) -> list[Row]:
    if plan.stated_missing:
        return [_row(duty, period, None, status="M", note=MISSING_NOTE)]
    total = value_of(duty.shape, duty.recipe, duty.zone, period)
    status = "P" if period.last_month == newest.last_month else "A"
    rows = [
        _row(
            duty,
            period,
            total,
            status=status,
            note=SEASON_NOTE if duty.recipe.get("seasonality") or duty.shape.cumulative else "",
        )
    ]
    for dimension, shares in (duty.recipe.get("dimension_shares") or {}).items():
        if period.last_month < newest.last_month or duty.zone != "310000":
            rows += [
                _row(duty, period, part, status=status, dimensions={dimension: code})
                for code, part in parts_of(total, shares, duty.shape.decimals).items()
            ]
    return rows


def _corrected(duty: Owed, period: periods.Period) -> list[Row]:
    if duty.recipe.get("dimension_shares"):
        return []
    chance = random.Random(f"correct/{duty.shape.code}/{duty.zone}/{period.code}")  # noqa: S311 - invented data, no secret
    change = Decimal(1) + Decimal(chance.randint(-8, 8)) / 1000
    total = value_of(duty.shape, duty.recipe, duty.zone, period)
    corrected = (total * change).quantize(total)
    return [_row(duty, period, corrected, status="A", note=CORRECTION_NOTE)] if corrected != total else []


def _row(
    duty: Owed,
    period: periods.Period,
    value: Decimal | None,
    *,
    status: str,
    note: str = "",
    dimensions: dict[str, str] | None = None,
) -> Row:
    return {
        "indicator": duty.shape.code,
        "zone": duty.zone,
        "period": period.code,
        "value": None if value is None else str(value),
        "dimensions": dimensions or {},
        "status": status,
        "note": note,
    }


def wrong_unit_row(duty: Owed, period: periods.Period) -> Row:
    """A value handed in 10,000 times too large: the mistake of 万元 for 亿元 that the review is there to catch."""
    total = value_of(duty.shape, duty.recipe, duty.zone, period)
    return _row(duty, period, total * WRONG_UNIT, status="A")
