"""Factories of `indicators`: definitions, duties, periods, and a small pilot in which an agency may submit.

`pilot()` makes everything that a submission needs: two cities, two agencies, a quarterly loan balance in 亿元 by size
of the enterprise (IND01), a whole yearly count (IND02), a monthly flow (IND03) and a ratio (IND09).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from indicators.models import (
    Dimension,
    DimensionValue,
    Duty,
    Indicator,
    IndicatorUse,
    ReportingPeriod,
    Submission,
    Target,
    Unit,
)
from indicators.services.periods import period_open
from indicators.services.submissions import submission_receive
from programs import periods
from programs.actors import SYSTEM, Actor, Role
from programs.models import Agency, Program, Zone
from tests.factories.programs import AgencyFactory, ProgramFactory, ZoneFactory, actor_with, key_actor

SHANGHAI_TIME = ZoneInfo("Asia/Shanghai")
OPENED = datetime(2026, 10, 1, 9, tzinfo=SHANGHAI_TIME)
SIZES = ("micro", "small", "medium", "large")


class UnitFactory(DjangoModelFactory):
    """A unit; 亿元 unless told otherwise."""

    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    code = "CNY_100M"
    name_en = "CNY 100 million"
    name_zh = "亿元"
    base = "CNY"
    multiplier = 8
    decimals = 2


class DimensionFactory(DjangoModelFactory):
    """A dimension; `values=("a", "b")` makes its parts."""

    class Meta:
        model = Dimension
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"dimension{n}")
    name_en = factory.LazyAttribute(lambda row: f"Dimension {row.code}")
    name_zh = factory.LazyAttribute(lambda row: f"维度{row.code}")

    @factory.post_generation
    def values(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Parts in their order."""
        if create and extracted:
            DimensionValue.objects.bulk_create(
                [
                    DimensionValue(dimension=self, code=code, name_en=code.title(), name_zh=code, sort_order=place)
                    for place, code in enumerate(extracted, 1)
                ]
            )


class IndicatorFactory(DjangoModelFactory):
    """A quarterly stock in 亿元 that should rise; `dimensions=[…]` breaks it down."""

    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"TST{n:03d}")
    name_en = factory.LazyAttribute(lambda row: f"Indicator {row.code}")
    name_zh = factory.LazyAttribute(lambda row: f"指标{row.code}")
    unit = factory.SubFactory(UnitFactory)
    direction = "increase"
    frequency = "Q"
    nature = "stock"
    zone_rule = "sum"
    time_rule = "last"
    decimals = 1
    minimum = Decimal(0)

    @factory.post_generation
    def dimensions(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Dimensions of the breakdown."""
        if create and extracted:
            self.dimensions.set(extracted)


class IndicatorUseFactory(DjangoModelFactory):
    """A programme's use of an indicator; `measures=[…]` links measures."""

    class Meta:
        model = IndicatorUse
        skip_postgeneration_save = True

    program = factory.SubFactory(ProgramFactory)
    indicator = factory.SubFactory(IndicatorFactory)

    @factory.post_generation
    def measures(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Measures that the indicator monitors."""
        if create and extracted:
            self.measures.set(extracted)


class DutyFactory(DjangoModelFactory):
    """An agency's standing duty to report."""

    class Meta:
        model = Duty

    use = factory.SubFactory(IndicatorUseFactory)
    agency = factory.SubFactory(AgencyFactory)
    zone = factory.LazyAttribute(lambda duty: duty.agency.zone)


class TargetFactory(DjangoModelFactory):
    """A target for the whole programme unless `zone=` is given."""

    class Meta:
        model = Target

    use = factory.SubFactory(IndicatorUseFactory)
    baseline = Decimal(100)
    baseline_period = "2023-Q3"
    value = Decimal(200)
    period = "2027-Q3"


class ReportingPeriodFactory(DjangoModelFactory):
    """An open period without obligations; `closed_at=` with `closed_by=` closes it."""

    class Meta:
        model = ReportingPeriod
        django_get_or_create = ("program", "code")

    program = factory.SubFactory(ProgramFactory)
    code = "2026-Q3"
    start = factory.LazyAttribute(lambda row: periods.parse(row.code).start)
    end = factory.LazyAttribute(lambda row: periods.parse(row.code).end)
    opened_at = OPENED
    opened_by = "user:somebody-in-office"


class SubmissionFactory(DjangoModelFactory):
    """An accepted submission without values, as a parent of rows made by hand."""

    class Meta:
        model = Submission

    program = factory.SubFactory(ProgramFactory)
    agency = factory.SubFactory(AgencyFactory)
    door = "api"
    format = "json"
    mode = "all_or_nothing"
    state = "accepted"
    received_at = OPENED
    received_by = "key:pz_test"
    body = b""
    sha256 = "0" * 64
    counts = factory.LazyFunction(lambda: {"received": 0, "created": 0, "revised": 0, "unchanged": 0, "rejected": 0})


@dataclass
class Pilot:
    """A small pilot. `agency` reports for `zone`, `other_agency` for `other_zone`; `by` and `office` act."""

    program: Program
    zone: Zone
    other_zone: Zone
    agency: Agency
    other_agency: Agency
    by: Actor
    other_by: Actor
    office: Actor
    indicators: dict[str, Indicator] = field(default_factory=dict)


def pilot(*open_periods: str) -> Pilot:
    """The pilot with open periods 2026-Q3, 2026-Q2, 2025, 2026-07 and 2026-08 unless others are named."""
    zone, other = ZoneFactory(code="310000", level="province"), ZoneFactory(code="320100")
    program = ProgramFactory(code="yrd-scitech-finance", zones=[zone, other])
    agency, other_agency = AgencyFactory(code="SH-LFR", zone=zone), AgencyFactory(code="NJ-LFR", zone=other)
    size = DimensionFactory(code="size", values=SIZES)
    enterprises = UnitFactory(
        code="ENTERPRISE", base="ENTERPRISE", multiplier=0, decimals=0, name_en="enterprises", name_zh="家"
    )
    percent = UnitFactory(code="PERCENT", base="PERCENT", multiplier=0, decimals=2, name_en="per cent", name_zh="%")
    made = {
        "IND01": IndicatorFactory(code="IND01", additive=True, dimensions=[size]),
        "IND02": IndicatorFactory(
            code="IND02", unit=enterprises, frequency="A", whole=True, decimals=0, maximum=Decimal(100000)
        ),
        "IND03": IndicatorFactory(code="IND03", frequency="M", nature="flow", minimum=None),
    }
    made["IND09"] = IndicatorFactory(
        code="IND09",
        unit=percent,
        nature="rate",
        zone_rule="ratio_of_sums",
        numerator=made["IND01"],
        denominator=made["IND02"],
    )
    for code, indicator in made.items():
        use = IndicatorUseFactory(program=program, indicator=indicator)
        if code != "IND09":
            DutyFactory(use=use, agency=agency)
            DutyFactory(use=use, agency=other_agency)
    for period in open_periods or ("2026-Q2", "2026-Q3", "2025", "2026-07", "2026-08"):
        period_open(program=program, code=period, by=SYSTEM)
    return Pilot(
        program,
        zone,
        other,
        agency,
        other_agency,
        key_actor(agency),
        key_actor(other_agency),
        actor_with(Role.COORDINATOR),
        made,
    )


def open_months(place: Pilot, codes: Sequence[str]) -> None:
    """Open many periods at once, without obligations."""
    ReportingPeriod.objects.bulk_create(
        [ReportingPeriodFactory.build(program=place.program, code=code) for code in codes], ignore_conflicts=True
    )


def row(value: Any = "100.0", **others: Any) -> dict[str, Any]:
    """One row of a delivery: IND01 of Shanghai for the third quarter of 2026 unless told otherwise."""
    return {"indicator": "IND01", "zone": "310000", "period": "2026-Q3", "value": value, **others}


def submit(place: Pilot, rows: Sequence[Any], **others: Any) -> Any:
    """Hand rows in for the pilot's agency, as the API would."""
    values = {
        "program": place.program,
        "agency": place.agency,
        "mode": "all_or_nothing",
        "dry_run": False,
        "door": "api",
        "format": "json",
        "body": b"{}",
        "by": place.by,
        **others,
    }
    return submission_receive(rows=rows, **values)


def codes(outcome: Any, severity: str = "") -> list[str]:
    """Codes of an outcome's findings, of one severity where named."""
    return [finding.code for finding in outcome.findings if severity in ("", finding.severity)]
