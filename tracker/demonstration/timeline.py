"""When things happened in the demonstration: which periods, who delivers when, late or not at all. Pure, deterministic."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from programs import periods

OFFICE = ZoneInfo("Asia/Shanghai")
QUARTERS = 12
LATE_SHARE = 0.09
MISSING_SHARE = 0.03
OWED_SHARE = 0.12
REVISED_SHARE = 0.05
ALWAYS_IN_TIME = frozenset({"IND01", "IND08"})
OPEN_DAYS = {"M": 75, "Q": 75, "S": 130, "A": 330}


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to one owed value: days after its due date when it comes, None when it never does."""

    days_after_due: int | None
    revised: bool
    stated_missing: bool


def newest_quarter(today: date) -> periods.Period:
    """The latest quarter that has ended by `today`."""
    return periods.latest_ended("Q", today.year * 12 + today.month - 2)


def quarters(today: date) -> list[periods.Period]:
    """The twelve quarters of the demonstration, oldest first."""
    newest = newest_quarter(today)
    return [periods.shift(newest, -back) for back in range(QUARTERS - 1, -1, -1)]


def all_periods(today: date) -> Iterator[periods.Period]:
    """Months, quarters, half-years and years that end within the twelve quarters, by their end."""
    span = quarters(today)
    for month in range(span[0].first_month, span[-1].last_month + 1):
        for frequency in "MQSA":
            period = periods.from_month(frequency, month)
            if period.last_month == month:
                yield period


def plan_of(indicator: str, zone: str, period: periods.Period, newest: periods.Period) -> Plan:
    """What happens to one owed value. The newest quarter is still being collected: some of it is owed."""
    chance = random.Random(f"plan/{indicator}/{zone}/{period.code}")  # noqa: S311 - invented data, no secret
    draw = 1.0 if indicator in ALWAYS_IN_TIME else chance.random()
    missing = OWED_SHARE if period.last_month == newest.last_month else MISSING_SHARE
    if draw < missing:
        return Plan(None, revised=False, stated_missing=False)
    if draw < missing + 0.01:
        return Plan(-chance.randint(1, 5), revised=False, stated_missing=True)
    late = draw < missing + 0.01 + LATE_SHARE
    days = chance.randint(2, 25) if late else -chance.randint(0, 9)
    return Plan(days, revised=chance.random() < REVISED_SHARE, stated_missing=False)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of an office day, with time zone."""
    return datetime.combine(day, time(hour, minute), tzinfo=OFFICE)


def opening(period: periods.Period) -> datetime:
    """When the coordination group opens a period: the morning after its last day."""
    return moment(period.end + timedelta(days=1), 8)


def closing(period: periods.Period) -> datetime:
    """When it closes the period."""
    return moment(period.end + timedelta(days=OPEN_DAYS[period.frequency]), 18)
