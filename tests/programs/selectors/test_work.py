"""What waits for whom, in a fixed number of queries, and nothing of another agency."""

from datetime import date, datetime

import pytest

from programs.actors import Role
from programs.selectors.work import my_work
from tests.factories.programs import SHANGHAI_TIME, ProgressReportFactory, TaskFactory, actor_with, key_actor

pytestmark = pytest.mark.django_db
TODAY = date(2025, 5, 20)


def codes(rows) -> set[str]:
    """Codes of the tasks, or of the tasks of the reports."""
    return {getattr(row, "task", row).code for row in rows}


@pytest.fixture
def tasks():
    """One task for each list, all of one agency."""
    first = TaskFactory(code="T-assigned", state="assigned", due=date(2025, 12, 1))
    lead = {"lead": first.lead, "zone": first.zone}
    TaskFactory(code="T-late", state="in_progress", due=date(2025, 5, 19), **lead)
    TaskFactory(code="T-soon", state="acknowledged", due=date(2025, 5, 20), **lead)
    TaskFactory(code="T-edge", state="acknowledged", due=date(2025, 6, 3), **lead)
    TaskFactory(code="T-later", state="acknowledged", due=date(2025, 6, 4), **lead)
    TaskFactory(code="T-returned", state="returned", due=date(2025, 12, 1), **lead)
    TaskFactory(code="T-done", state="reported_done", due=date(2025, 1, 1), **lead)
    TaskFactory(code="T-draft", state="draft", **lead)
    TaskFactory(code="T-closed", state="closed", **lead)
    return first


def test_an_agency_sees_what_it_has_to_do(tasks):
    ProgressReportFactory(task=tasks.lead.led_tasks.get(code="T-late"), period="2025-Q1")
    ProgressReportFactory(task=tasks.lead.led_tasks.get(code="T-soon"), period="2025-Q1", state="returned")
    work = my_work(key_actor(tasks.lead), TODAY)
    assert codes(work.to_acknowledge) == {"T-assigned"}
    assert codes(work.overdue) == {"T-late"}
    assert codes(work.due_soon) == {"T-soon", "T-edge"}
    assert codes(work.returned) == {"T-returned"}
    assert work.progress_period == "2025-Q1"
    assert codes(work.progress_owed) == {"T-soon", "T-edge", "T-later", "T-returned"}
    assert codes(work.reports_returned) == {"T-soon"}
    assert not work.to_assign.exists()
    assert not work.reports_to_review.exists()


def test_nothing_is_owed_for_a_period_before_the_task_was_acknowledged(tasks):
    tasks.lead.led_tasks.update(acknowledged_at=datetime(2025, 4, 1, tzinfo=SHANGHAI_TIME), acknowledged_by="user:a")
    assert not my_work(key_actor(tasks.lead), TODAY).progress_owed.exists()
    tasks.lead.led_tasks.update(acknowledged_at=datetime(2025, 3, 31, 23, 59, tzinfo=SHANGHAI_TIME))
    assert my_work(key_actor(tasks.lead), TODAY).progress_owed.exists()


def test_staff_see_what_waits_for_them(tasks):
    ProgressReportFactory(task=tasks.lead.led_tasks.get(code="T-late"))
    work = my_work(actor_with(Role.COORDINATOR), TODAY)
    assert codes(work.to_assign) == {"T-draft"}
    assert codes(work.to_verify) == {"T-done"}
    assert codes(work.unacknowledged) == {"T-assigned"}
    assert codes(work.reports_to_review) == {"T-late"}
    assert not work.to_acknowledge.exists()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.LEADER, Role.AUDITOR, Role.EXPERT, Role.ADMINISTRATOR])
def test_others_have_no_work_with_these_tasks(tasks, role):
    work = my_work(actor_with(role), TODAY)
    lists = [getattr(work, name) for name in work.__slots__ if name != "progress_period"]
    assert not any(rows.exists() for rows in lists)


@pytest.mark.parametrize(
    ("today", "period"),
    [
        (date(2025, 3, 30), "2024-Q4"),
        (date(2025, 3, 31), "2025-Q1"),
        (date(2025, 4, 1), "2025-Q1"),
        (date(2025, 1, 1), "2024-Q4"),
    ],
)
def test_progress_is_owed_for_the_newest_ended_quarter(tasks, today, period):
    assert my_work(key_actor(tasks.lead), today).progress_period == period
