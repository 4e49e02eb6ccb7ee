"""Two equal programmes, `own` and `foreign`, with one row of everything, and a client for every kind of caller.

All callers belong to `own`: staff roles are limited to its programme, agency roles and the key to its agency. Only
`chief` coordinates all programmes. `reviser` speaks for nobody.
"""

import uuid
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog
from django.test import Client
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from indicators.models import Dimension, DimensionValue, Finding, Observation, ObservationHistory, Series
from indicators.models.collection import Obligation
from programs import clock, periods
from programs.actors import SYSTEM, Role
from programs.models import AuditBlock, AuditEvent, Job
from programs.services.tasks import evidence_add
from reports.services.evaluations import evaluation_compute, evaluation_store
from reports.services.report_files import store_bytes
from reports.services.reports import report_draft, report_publish
from tests.factories.indicators import (
    DutyFactory,
    IndicatorFactory,
    IndicatorUseFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    TargetFactory,
)
from tests.factories.programs import (
    SHANGHAI_TIME,
    AgencyFactory,
    MeasureFactory,
    MilestoneFactory,
    ProgramFactory,
    ProgressReportFactory,
    SectionFactory,
    TaskFactory,
    UserFactory,
    ZoneFactory,
    key_for,
    user_with,
)

MOMENT = datetime(2026, 10, 15, 9, tzinfo=SHANGHAI_TIME)
MISSING_UUID = uuid.UUID(int=7)
MISSING_ID = 987654321


@dataclass
class World:
    """Rows by kind of both sides, and clients by caller."""

    own: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)


def build_world() -> World:
    """Everything, inside the caller's transaction."""
    world = World(_side("own"), _side("foreign"))
    shared = _shared(world.own)
    world.own |= shared
    world.foreign |= {name: row for name, row in shared.items() if name not in world.foreign}
    world.clients = _clients(world.own)
    return world


def _side(name: str) -> dict[str, Any]:
    zone = ZoneFactory(code="310000" if name == "own" else "440000")
    program = ProgramFactory(code=f"pilot-{name}", zones=[zone])
    agency = AgencyFactory(code=f"{name.upper()}-LFR", zone=zone)
    section = SectionFactory(program=program, number=1)
    measure = MeasureFactory(section=section, number=1, position=1)
    task = TaskFactory(
        measure=measure, zone=zone, lead=agency, code=f"T-{name}", state="in_progress", due=date(2026, 8, 31)
    )
    submission = SubmissionFactory(
        program=program, agency=agency, body=zlib.compress(b"{}"), sha256=f"{1 if name == 'own' else 2:064d}"
    )
    indicator = IndicatorFactory(code=f"IND-{name}")
    use = IndicatorUseFactory(program=program, indicator=indicator, measures=[measure])
    side = {
        "zone": zone,
        "program": program,
        "agency": agency,
        "section": section,
        "measure": measure,
        "task": task,
        "submission": submission,
        "indicator": indicator,
        "indicatoruse": use,
        "milestone": MilestoneFactory(task=task, position=1),
        "progressreport": ProgressReportFactory(task=task, period="2026-Q3"),
        "evidence": evidence_add(task=task, title="Notice", by=SYSTEM, file=_Upload()),
        "duty": DutyFactory(use=use, agency=agency, zone=zone),
        "target": TargetFactory(use=use, zone=zone),
        "reportingperiod": ReportingPeriodFactory(program=program, code="2026-Q3"),
    }
    side |= _collected(side)
    side |= _evaluated(side)
    return side


class _Upload:
    """A small PDF as a browser sends it."""

    name = "notice.pdf"

    def read(self, _most: int) -> bytes:
        """The file's bytes."""
        return b"%PDF-1.7\n%%EOF"


def _collected(side: dict[str, Any]) -> dict[str, Any]:
    program, zone, indicator, submission = (side[name] for name in ("program", "zone", "indicator", "submission"))
    series = Series.objects.create(program=program, indicator=indicator, zone=zone, dimension_key="")
    month = periods.parse("2026-Q3").first_month
    observation = Observation.objects.create(
        series=series, period=month, value=Decimal(5), submission=submission, recorded_at=MOMENT
    )
    Observation.objects.filter(pk=observation.pk).update(
        value=Decimal(7), version=2, recorded_at=MOMENT + timedelta(days=1)
    )
    obligation = Obligation.objects.create(
        program=program,
        agency=side["agency"],
        indicator=indicator,
        zone=zone,
        period="2026-Q3",
        due=date(2026, 10, 20),
        received_at=MOMENT,
        recorded_at=MOMENT,
        submission=submission,
    )
    Finding.objects.create(
        submission=submission, index=0, code="unit_suffix", severity="warning", value="4.2亿", params={"suffix": "亿"}
    )
    history = ObservationHistory.objects.filter(series=series).first()
    return {"observation": observation, "observationhistory": history, "obligation": obligation}


def _evaluated(side: dict[str, Any]) -> dict[str, Any]:
    computed = evaluation_compute(program=side["program"], period="2026-Q3", kind="quarterly", as_of=clock.now())
    evaluation = evaluation_store(computed=computed, by=SYSTEM)
    stem = f"matrix-{side['program'].code}"
    files = [
        store_bytes(b"{}", stem, "en", "json"),
        store_bytes(b"<!doctype html><title>Report</title>", stem, "en", "html"),
    ]
    report = report_draft(evaluation=evaluation, number=f"R-{side['program'].code}", files=files, by=SYSTEM)
    return {
        "evaluation": evaluation,
        "report": report_publish(report=report, by=SYSTEM),
        "reportfile": report.files.get(format="json"),
    }


def _shared(own: dict[str, Any]) -> dict[str, Any]:
    size = Dimension.objects.create(code="size", name_en="Size")
    DimensionValue.objects.create(dimension=size, code="small", name_en="Small")
    every = IntervalSchedule.objects.create(every=5, period=IntervalSchedule.MINUTES)
    return {
        "dimension": size,
        "unit": own["indicator"].unit,
        "user": UserFactory(username="matrix-somebody"),
        "apikey": key_for(own["agency"])[0],
        "job": Job.objects.create(
            kind="evaluate",
            key="matrix",
            parameters={"program": own["program"].code},
            requested_at=MOMENT,
            requested_by="user:x",
            state="failed",
            finished_at=MOMENT,
            error_code="stopped",
        ),
        "auditblock": AuditBlock.objects.create(
            number=1, sealed_at=MOMENT, count=1, previous="0" * 64, digest="1" * 64
        ),
        "auditevent": AuditEvent.objects.filter(table_name="programs_task", row_key=str(own["task"].pk)).first(),
        "periodictask": PeriodicTask.objects.create(name="matrix", task="programs.sweep", interval=every),
        "accessattempt": AccessAttempt.objects.create(
            username="somebody",
            ip_address="192.0.2.1",
            failures_since_start=5,
            get_data="",
            post_data="",
            path_info="/",
            user_agent="",
            http_accept="",
        ),
        "accessfailurelog": AccessFailureLog.objects.create(username="somebody", ip_address="192.0.2.1", path_info="/"),
    }


def _clients(own: dict[str, Any]) -> dict[str, Client]:
    program, agency = own["program"], own["agency"]
    clients = {"anonymous": Client(), "chief": _signed_in(user_with(Role.COORDINATOR, username="matrix-chief"))}
    for role in Role:
        fits = agency if role in (Role.REPORTER, Role.APPROVER) else None
        limit = None if role == Role.ADMINISTRATOR else program  # accounts belong to no programme
        clients[str(role)] = _signed_in(user_with(role, agency=fits, program=limit, username=f"matrix-{role}"))
    _key, plain = key_for(agency, program=program)
    clients["key"] = Client(headers={"Authorization": f"Bearer {plain}"})
    return clients


def _signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
