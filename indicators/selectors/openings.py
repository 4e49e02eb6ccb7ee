"""What opening a period would make agencies owe."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.db.models.aggregates import Count

from indicators.models import Duty, Obligation
from programs import periods
from programs.models import Program


@dataclass(frozen=True, slots=True)
class Opening:
    """How many obligations opening makes, and the first day on which one is due (None where there is none)."""

    count: int
    first_due: date | None


def duties_of(program: Program, period: periods.Period) -> QuerySet[Duty]:
    """The duties whose indicator has the period's frequency."""
    return Duty.objects.filter(use__program=program, use__indicator__frequency=period.frequency)


def opening_of(program: Program, period: periods.Period) -> Opening:
    """What opening the period would make now; obligations that are there already do not count. One query."""
    there = Obligation.objects.filter(
        program=program, period=period.code, indicator=OuterRef("use__indicator"), zone=OuterRef("zone")
    )
    found = (
        duties_of(program, period)
        .exclude(Exists(there))
        .aggregate(count=Count("pk"), days=Min("use__indicator__due_days"))
    )
    days = found["days"]
    return Opening(found["count"], None if days is None else period.end + timedelta(days=days))
