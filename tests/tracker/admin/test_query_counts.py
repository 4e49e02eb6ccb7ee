"""Lists and pages of the admin take the same committed number of queries for few rows and for many."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Obligation, Observation, Series, Submission
from programs import clock
from programs.models import Task
from tests.factories.evaluated import LOADED, submission_of
from tests.factories.indicators import (
    DutyFactory,
    IndicatorFactory,
    IndicatorUseFactory,
    ReportingPeriodFactory,
    TargetFactory,
)
from tests.factories.pages import client_of
from tests.factories.programs import (
    AgencyFactory,
    EvidenceFactory,
    MeasureFactory,
    MilestoneFactory,
    ProgressReportFactory,
    SectionFactory,
    TaskFactory,
    key_for,
    user_with,
)
from tests.query_counts import counted

pytestmark = pytest.mark.django_db


def _task() -> Task:
    return TaskFactory(state="in_progress", due=clock.today(), cooperating=[AgencyFactory()])


def _submission() -> Submission:
    task = _task()
    return submission_of(task.program, task.lead, LOADED)


def _observation() -> None:
    submission = _submission()
    series = Series.objects.create(
        program=submission.program, indicator=IndicatorFactory(), zone=submission.agency.zone
    )
    Observation.objects.create(
        series=series, period=2026 * 12, value=Decimal(1), submission=submission, recorded_at=LOADED
    )


def _obligation() -> None:
    duty = DutyFactory()
    Obligation.objects.create(
        program=duty.use.program,
        agency=duty.agency,
        indicator=duty.use.indicator,
        zone=duty.zone,
        period="2026-Q3",
        due=clock.today(),
    )


LISTS: dict[str, tuple[str, Callable[[], Any]]] = {
    "programs/task": ("coordinator", _task),
    "programs/milestone": ("coordinator", lambda: MilestoneFactory(task=_task())),
    "programs/progressreport": ("coordinator", lambda: ProgressReportFactory(task=_task())),
    "programs/evidence": ("coordinator", lambda: EvidenceFactory(task=_task())),
    "programs/measure": ("coordinator", MeasureFactory),
    "programs/section": ("coordinator", SectionFactory),
    "programs/agency": ("coordinator", AgencyFactory),
    "programs/auditevent": ("auditor", _task),
    "programs/user": ("administrator", lambda: user_with("reporter", agency=AgencyFactory())),
    "programs/apikey": ("administrator", lambda: key_for(AgencyFactory())),
    "indicators/indicator": ("coordinator", IndicatorFactory),
    "indicators/indicatoruse": ("coordinator", IndicatorUseFactory),
    "indicators/target": ("coordinator", TargetFactory),
    "indicators/duty": ("coordinator", DutyFactory),
    "indicators/reportingperiod": ("coordinator", ReportingPeriodFactory),
    "indicators/obligation": ("coordinator", _obligation),
    "indicators/submission": ("coordinator", _submission),
    "indicators/observation": ("coordinator", _observation),
}


@pytest.mark.parametrize("many", [5, 25])
@pytest.mark.parametrize("path", list(LISTS))
def test_a_list_takes_a_fixed_number_of_queries(path: str, many: int) -> None:
    role, make = LISTS[path]
    for _ in range(many):
        make()
    client = client_of(user_with(role))
    with counted(f"admin list {path}"):
        assert client.get(f"/admin/{path}/").status_code == 200


@pytest.mark.parametrize("many", [2, 12])
@pytest.mark.parametrize("page", ["change", "history"])
def test_the_page_of_a_task_takes_a_fixed_number_of_queries(page: str, many: int) -> None:
    task = _task()
    for _ in range(many):
        MilestoneFactory(task=task)
        ProgressReportFactory(task=task)
        EvidenceFactory(task=task)
    client = client_of(user_with("coordinator"))
    with counted(f"admin task {page}"):
        assert client.get(f"/admin/programs/task/{task.pk}/{page}/").status_code == 200


def test_a_bulk_step_takes_as_many_queries_for_many_as_for_few() -> None:
    client = client_of(user_with("coordinator"))
    counts = []
    for many in (2, 12):
        tasks = [_task() for _ in range(many)]
        data = {"action": "step_suspend", "_selected_action": [task.pk for task in tasks], "apply": "1", "reason": "r"}
        with CaptureQueriesContext(connection) as queries:
            assert client.post("/admin/programs/task/", data).status_code == 302
        counts.append(len(queries))
    assert Task.objects.filter(state="suspended").count() == 14
    assert counts[0] == counts[1]
