"""A small programme with at least one row behind every admin screen, and accounts of every role."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from axes.models import AccessAttempt, AccessFailureLog
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from indicators.models import DimensionValue, Duty, Finding, IndicatorUse, Observation
from programs.actors import SYSTEM, Role
from programs.models import AuditBlock, Evidence, Job, ProgressReport, Task, User
from reports.models import Report
from reports.services.evaluations import evaluation_compute, evaluation_store
from tests.factories.evaluated import Evaluated, evaluated_program
from tests.factories.indicators import DimensionFactory
from tests.factories.programs import ProgressReportFactory, key_for, user_with

AS_OF = datetime(2026, 10, 15, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class Office:
    """What tests reach for."""

    world: Evaluated
    users: dict[str, User]
    task: Task
    progress: ProgressReport
    evidence: Evidence
    report: Report


def office() -> Office:
    """The programme of `evaluated_program`, evaluated once, with a draft report, a job, a key and all the rest."""
    world = evaluated_program()
    users = {str(role): user_with(role, username=f"the-{role}") for role in Role}
    task = Task.objects.filter(zone=world.zones[0]).get()
    progress = ProgressReportFactory(task=task, period="2026-Q3")
    evaluation = evaluation_store(
        computed=evaluation_compute(program=world.program, period="2026-Q3", kind="quarterly", as_of=timezone.now()),
        by=SYSTEM,
    )
    report = Report.objects.create(evaluation=evaluation, number="R-1", created_at=AS_OF, created_by="system")
    key_for(world.agency)
    _collected(world)
    _machinery(world)
    return Office(world, users, task, progress, Evidence.objects.filter(task=task).get(), report)


def _collected(world: Evaluated) -> None:
    """A dimension, a duty, a finding, and a value that was revised."""
    DimensionValue.objects.create(dimension=DimensionFactory(code="size"), code="small", name_en="Small")
    Duty.objects.create(use=IndicatorUse.objects.get(indicator=world.loans), zone=world.zones[0], agency=world.agency)
    Finding.objects.create(
        submission=world.submission,
        index=0,
        pointer="/rows/0/value",
        code="not_a_number",
        severity="error",
        value="4.2亿",
    )
    observation = Observation.objects.order_by("pk").first()
    assert observation is not None
    Observation.objects.filter(pk=observation.pk).update(value=Decimal(777), version=2, recorded_at=timezone.now())


def _machinery(world: Evaluated) -> None:
    """A failed job, a sealed block, a schedule entry and a failed sign-in."""
    now = timezone.now()
    Job.objects.create(
        kind="evaluate",
        key="pilot",
        parameters={"program": world.program.code},
        requested_at=now,
        requested_by="user:x",
        state="failed",
        finished_at=now,
        error_code="internal_error",
        error="It stopped.",
    )
    AuditBlock.objects.create(number=1, sealed_at=now, count=1, previous="0" * 64, digest="1" * 64)
    every = IntervalSchedule.objects.create(every=5, period=IntervalSchedule.MINUTES)
    PeriodicTask.objects.create(name="sweep", task="programs.sweep", interval=every)
    AccessAttempt.objects.create(
        username="somebody",
        ip_address="192.0.2.1",
        failures_since_start=5,
        get_data="",
        post_data="",
        path_info="/sign-in/",
        user_agent="",
        http_accept="",
    )
    AccessFailureLog.objects.create(username="somebody", ip_address="192.0.2.1", path_info="/sign-in/")
