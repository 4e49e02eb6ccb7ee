"""Changing a task: the original due date stays, reasons where they matter, every fault at once, no lost update."""

from datetime import date
from decimal import Decimal

import pytest

from programs.actors import SYSTEM, Role
from programs.exceptions import InvalidInput, NotAllowed, NotAllowedInState, StaleVersion
from programs.models import AuditEvent
from programs.services.tasks import task_reschedule, task_update
from tests.factories.programs import AgencyFactory, MilestoneFactory, TaskFactory, actor_with

pytestmark = pytest.mark.django_db
LATER = date(2025, 9, 30)


def test_rescheduling_keeps_the_original_due_date_and_the_reason():
    task = TaskFactory(state="in_progress")
    original = task.due
    task = task_reschedule(
        task=task, due=LATER, by=actor_with(Role.COORDINATOR), reason="The building permit came late."
    )
    assert (task.due, task.original_due, task.version) == (LATER, original, 2)
    task = task_reschedule(task=task, due=date(2025, 12, 31), by=SYSTEM, reason="Again.")
    assert task.original_due == original
    assert set(
        AuditEvent.objects.filter(table_name="programs_task", operation="update").values_list("reason", flat=True)
    ) == {"The building permit came late.", "Again."}


def test_a_new_due_date_needs_a_reason():
    task = TaskFactory()
    for reason in ("", "   "):
        with pytest.raises(InvalidInput) as caught:
            task_reschedule(task=task, due=LATER, by=SYSTEM, reason=reason)
        assert caught.value.code == "reason_missing"


def test_the_same_due_date_changes_nothing():
    task = TaskFactory()
    assert task_reschedule(task=task, due=task.due, by=SYSTEM, reason="").version == 1


@pytest.mark.parametrize(
    ("due", "code"),
    [(date(2028, 1, 1), "outside_programme"), (date(2022, 12, 1), "due_before_start"), ("2025-09-30", "not_a_date")],
)
def test_impossible_due_dates_are_refused(due, code):
    with pytest.raises(InvalidInput) as caught:
        task_reschedule(task=TaskFactory(), due=due, by=SYSTEM, reason="A reason.")
    assert code in {problem.code for problem in caught.value.problems}


def test_an_open_milestone_may_not_end_up_after_its_task():
    task = TaskFactory()
    milestone = MilestoneFactory(task=task, due=date(2025, 5, 30))
    with pytest.raises(InvalidInput) as caught:
        task_reschedule(task=task, due=date(2025, 5, 1), by=SYSTEM, reason="Sooner.")
    assert caught.value.problems[0].code == "milestone_after_due"
    milestone.done_on, milestone.done_by = date(2025, 4, 1), "user:a"
    milestone.save()
    assert task_reschedule(task=task, due=date(2025, 5, 1), by=SYSTEM, reason="Sooner.").due == date(2025, 5, 1)


def test_names_weight_and_agencies_change_in_one_version():
    task, agency = TaskFactory(), AgencyFactory()
    task = task_update(
        task=task, changes={"name_en": "New", "weight": Decimal("2.50"), "cooperating": [agency]}, by=SYSTEM
    )
    assert (task.name_en, task.weight, list(task.cooperating.all()), task.version) == (
        "New",
        Decimal("2.50"),
        [agency],
        2,
    )


def test_the_same_values_change_nothing():
    task = TaskFactory(cooperating=[AgencyFactory()])
    changes = {"name_en": task.name_en, "weight": Decimal(1), "cooperating": list(task.cooperating.all())}
    assert task_update(task=task, changes=changes, by=SYSTEM).version == 1


def test_a_new_lead_agency_needs_a_reason():
    task, agency = TaskFactory(), AgencyFactory()
    with pytest.raises(InvalidInput):
        task_update(task=task, changes={"lead": agency}, by=SYSTEM)
    assert task_update(task=task, changes={"lead": agency}, by=SYSTEM, reason="The duty moved.").lead == agency


def test_every_fault_is_named_at_once():
    task = TaskFactory()
    changes = {
        "name_en": "x" * 301,
        "weight": "-1",
        "due": 5,
        "state": "closed",
        "original_due": LATER,
        "cooperating": [task.lead],
    }
    with pytest.raises(InvalidInput) as caught:
        task_update(task=task, changes=changes, by=SYSTEM, reason="A reason.")
    assert {problem.pointer for problem in caught.value.problems} == {
        "/name_en",
        "/weight",
        "/due",
        "/state",
        "/original_due",
        "/cooperating",
    }


@pytest.mark.parametrize("weight", ["0", "-1", "NaN", "Infinity", "10000", "1.234", True, "abc", None])
def test_impossible_weights_are_refused(weight):
    with pytest.raises(InvalidInput) as caught:
        task_update(task=TaskFactory(), changes={"weight": weight}, by=SYSTEM)
    assert caught.value.problems[0].pointer == "/weight"


def test_a_task_keeps_a_name():
    with pytest.raises(InvalidInput) as caught:
        task_update(task=TaskFactory(), changes={"name_en": " ", "name_zh": ""}, by=SYSTEM)
    assert caught.value.problems[0].code == "name_missing"


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_finished_tasks_stay_as_they_are(state):
    with pytest.raises(NotAllowedInState):
        task_update(task=TaskFactory(state=state), changes={"name_en": "New"}, by=SYSTEM)


def test_a_stale_version_is_refused_even_when_nothing_would_change():
    task = TaskFactory(version=2)
    with pytest.raises(StaleVersion):
        task_update(task=task, changes={"name_en": task.name_en}, by=SYSTEM, expected_version=1)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_coordinators_change_tasks(role):
    task = TaskFactory()
    agency = task.lead if role in (Role.REPORTER, Role.APPROVER) else None
    with pytest.raises(NotAllowed):
        task_update(task=task, changes={"name_en": "New"}, by=actor_with(role, agency=agency))


def test_the_lead_agency_never_cooperates_with_itself_whatever_changes():
    """Also when the lead changes to an agency that cooperates, or both change at once."""
    task, helper = TaskFactory(), AgencyFactory()
    task = task_update(task=task, changes={"cooperating": [helper]}, by=SYSTEM)
    for changes in (
        {"lead": helper},
        {"lead": helper, "cooperating": [helper]},
        {"lead": task.lead, "cooperating": [task.lead]},
    ):
        with pytest.raises(InvalidInput) as caught:
            task_update(task=task, changes=changes, by=SYSTEM, reason="They do the work.")
        assert caught.value.problems[0].code == "lead_cooperates"
    moved = task_update(
        task=task, changes={"lead": helper, "cooperating": [task.lead]}, by=SYSTEM, reason="They do the work."
    )
    assert (moved.lead, list(moved.cooperating.all())) == (helper, [task.lead])
