"""A small programme with everything that an evaluation reads: two zones, a sum, a ratio, tasks and obligations."""

import zlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from indicators.models import (
    Indicator,
    IndicatorUse,
    Obligation,
    Observation,
    ReportingPeriod,
    Series,
    Submission,
    Target,
    Unit,
)
from programs import periods
from programs.models import Agency, Program, Zone
from tests.factories.programs import (
    AgencyFactory,
    EvidenceFactory,
    MeasureFactory,
    MilestoneFactory,
    ProgramFactory,
    SectionFactory,
    TaskFactory,
    ZoneFactory,
)

SHANGHAI_TIME = ZoneInfo("Asia/Shanghai")
LOADED = datetime(2026, 10, 10, 9, tzinfo=SHANGHAI_TIME)


@dataclass(frozen=True)
class Evaluated:
    """What tests reach for."""

    program: Program
    zones: tuple[Zone, Zone]
    agency: Agency
    loans: Indicator
    submission: Submission


def submission_of(program: Program, agency: Agency, received_at: datetime) -> Submission:
    """An accepted delivery at a moment."""
    return Submission.objects.create(
        program=program, agency=agency, door="api", format="json", mode="all_or_nothing", state="accepted", received_at=received_at,
        received_by="key:test", body=zlib.compress(b"{}"), sha256="0" * 64, counts={"received": 1},
    )  # fmt: skip


def observe(
    submission: Submission, indicator: Indicator, zone: Zone, period: str, value: str, recorded_at: datetime
) -> Observation:
    """One current observation."""
    series, _ = Series.objects.get_or_create(
        program=submission.program, indicator=indicator, zone=zone, dimension_key=""
    )
    return Observation.objects.create(
        series=series,
        period=periods.parse(period).first_month,
        value=Decimal(value),
        submission=submission,
        recorded_at=recorded_at,
    )


def evaluated_program() -> Evaluated:
    """The programme; values for 2025-Q3 to 2026-Q3, targets for the first zone, one task per zone."""
    zones = (ZoneFactory(code="310000", sort_order=1), ZoneFactory(code="320100", sort_order=2))
    program = ProgramFactory(code="pilot", zones=zones)
    agency = AgencyFactory(code="SH-LFR", zone=zones[0])
    section = SectionFactory(program=program, number=1)
    measure = MeasureFactory(section=section, number=1, position=1)
    unit = Unit.objects.create(
        code="CNY_100M", name_en="CNY 100 million", name_zh="亿元", base="CNY", multiplier=8, decimals=1
    )
    shared = {
        "unit": unit,
        "frequency": "Q",
        "zone_rule": "sum",
        "time_rule": "last",
        "nature": "stock",
        "direction": "increase",
        "decimals": 1,
    }
    loans = Indicator.objects.create(
        code="IND01", name_en="Loans", name_zh="贷款", definition_en="d", definition_zh="口径", **shared
    )
    bad = Indicator.objects.create(
        code="IND08", name_en="Bad loans", name_zh="不良贷款", definition_en="d", definition_zh="口径", **shared
    )
    percent = Unit.objects.create(code="PT", name_en="%", name_zh="%", base="PT", decimals=2)
    ratio = Indicator.objects.create(
        code="IND09", name_en="Ratio", name_zh="不良率", definition_en="d", definition_zh="口径",
        **{**shared, "unit": percent, "zone_rule": "ratio_of_sums", "nature": "rate", "direction": "decrease", "time_rule": "recompute"},
        numerator=bad, denominator=loans, scale=100,
    )  # fmt: skip
    uses = {i.code: IndicatorUse.objects.create(program=program, indicator=i) for i in (loans, bad, ratio)}
    uses["IND01"].target_type = "increase"
    uses["IND01"].save()
    uses["IND01"].measures.add(measure)
    Target.objects.create(
        use=uses["IND01"],
        zone=zones[0],
        baseline=Decimal(100),
        baseline_period="2025-Q3",
        value=Decimal(200),
        period="2027-Q3",
    )
    ReportingPeriod.objects.create(
        program=program,
        code="2026-Q3",
        start=date(2026, 7, 1),
        end=date(2026, 9, 30),
        opened_at=LOADED,
        opened_by="user:x",
    )
    submission = submission_of(program, agency, LOADED)
    for zone, start in zip(zones, (100, 50), strict=True):
        for step, period in enumerate(("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")):
            observe(submission, loans, zone, period, str(start + 12 * step), LOADED)
            observe(submission, bad, zone, period, "1", LOADED)
        task = TaskFactory(
            program=program,
            measure=measure,
            zone=zone,
            lead=agency,
            state="in_progress",
            due=date(2026, 8, 31),
            original_due=date(2026, 6, 30),
        )
        MilestoneFactory(
            task=task,
            position=1,
            due=date(2025, 6, 30),
            original_due=date(2025, 6, 30),
            done_on=date(2025, 6, 1),
            done_by="user:x",
        )
        EvidenceFactory(task=task)
        Obligation.objects.create(
            program=program,
            agency=agency,
            indicator=loans,
            zone=zone,
            period="2026-Q3",
            due=date(2026, 10, 20),
            received_at=LOADED,
            recorded_at=LOADED,
            submission=submission,
        )
    return Evaluated(program, zones, agency, loans, submission)
