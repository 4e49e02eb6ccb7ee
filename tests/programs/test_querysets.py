"""The filters that staff use, each against tasks that just do and just do not fit."""

from datetime import date, datetime

import pytest

from programs.models import Measure, Task, TaskState
from tests.factories.programs import SHANGHAI_TIME, EvidenceFactory, MeasureFactory, ProgressReportFactory, TaskFactory

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 20)


def codes(rows) -> set[str]:
    """Codes of the rows."""
    return set(rows.values_list("code", flat=True))


def test_overdue_means_past_due_and_still_with_the_lead_agency():
    for state in TaskState.values:
        TaskFactory(code=f"{state}-late", state=state, due=date(2025, 5, 19))
        TaskFactory(code=f"{state}-today", state=state, due=DAY)
    assert codes(Task.objects.overdue(DAY)) == {
        "assigned-late",
        "acknowledged-late",
        "in_progress-late",
        "returned-late",
    }
    assert codes(Task.objects.due_soon(DAY, 0)) == {
        "assigned-today",
        "acknowledged-today",
        "in_progress-today",
        "returned-today",
    }
    assert codes(Task.objects.open()) == {
        f"{state}-{when}"
        for state in ("assigned", "acknowledged", "in_progress", "returned", "reported_done")
        for when in ("late", "today")
    }
    assert codes(Task.objects.never_acknowledged()) == {"assigned-late", "assigned-today"}


def test_with_and_without_evidence():
    EvidenceFactory(task=TaskFactory(code="proved"))
    TaskFactory(code="bare")
    assert codes(Task.objects.with_evidence()) == {"proved"}
    assert codes(Task.objects.without_evidence()) == {"bare"}


def test_stale_means_no_report_for_ninety_days_after_being_acknowledged():
    old = datetime(2025, 1, 2, tzinfo=SHANGHAI_TIME)
    for code, acknowledged, submitted in [
        ("silent", old, None),
        ("spoke-long-ago", old, datetime(2025, 2, 18, 23, 59, tzinfo=SHANGHAI_TIME)),
        ("spoke", old, datetime(2025, 2, 19, tzinfo=SHANGHAI_TIME)),
        ("new", datetime(2025, 5, 1, tzinfo=SHANGHAI_TIME), None),
    ]:
        task = TaskFactory(code=code, state="in_progress", acknowledged_at=acknowledged)
        if submitted:
            ProgressReportFactory(task=task, submitted_at=submitted)
    assert codes(Task.objects.stale(DAY)) == {"silent", "spoke-long-ago"}


def test_measures_without_task_and_tasks_without_indicator():
    bare = MeasureFactory(code="M900")
    task = TaskFactory(measure__code="M901")
    TaskFactory(measure__code="M902", state="cancelled")
    assert codes(Measure.objects.without_task()) == {"M900", "M902"}
    assert bare in Measure.objects.without_indicator()
    assert task in Task.objects.without_indicator()
