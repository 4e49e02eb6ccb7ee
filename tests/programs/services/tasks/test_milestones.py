"""Milestones are done or not, moved with a reason, and only while their task is under way."""

from datetime import date, timedelta

import pytest

from programs import clock
from programs.actors import SYSTEM, Role
from programs.exceptions import InvalidInput, NotAllowed, NotAllowedInState, StaleVersion
from programs.models import TaskState
from programs.services.tasks import milestone_complete, milestone_reschedule, milestone_undo
from tests.factories.programs import MilestoneFactory, actor_with, key_actor

pytestmark = pytest.mark.django_db
DONE = date(2025, 5, 6)


def milestone(state: str = "in_progress", **fields):
    """A milestone of a task in that state."""
    return MilestoneFactory(task__state=state, **fields)


def test_the_lead_agency_records_a_milestone_as_done_and_may_say_so_twice():
    row = milestone()
    by = key_actor(row.task.lead)
    done = milestone_complete(milestone=row, done_on=DONE, by=by)
    assert (done.done_on, done.done_by, done.version) == (DONE, by.label, 2)
    assert milestone_complete(milestone=row, done_on=DONE, by=by).version == 2


def test_a_done_milestone_does_not_change_its_day():
    row = milestone(done_on=DONE, done_by="user:a")
    with pytest.raises(NotAllowedInState):
        milestone_complete(milestone=row, done_on=DONE + timedelta(days=1), by=SYSTEM)


@pytest.mark.parametrize("state", TaskState.values)
def test_a_milestone_is_done_only_while_its_task_is_under_way(state):
    row = milestone(state)
    if state in ("acknowledged", "in_progress", "returned", "reported_done"):
        assert milestone_complete(milestone=row, done_on=DONE, by=SYSTEM).done_on == DONE
    else:
        with pytest.raises(NotAllowedInState):
            milestone_complete(milestone=row, done_on=DONE, by=SYSTEM)


def test_a_day_in_the_future_or_before_the_task_is_refused():
    row = milestone()
    for day in (clock.today() + timedelta(days=1), row.task.start - timedelta(days=1)):
        with pytest.raises(InvalidInput) as caught:
            milestone_complete(milestone=row, done_on=day, by=SYSTEM)
        assert caught.value.problems[0].pointer == "/done_on"
    assert milestone_complete(milestone=row, done_on=clock.today(), by=SYSTEM).done_on == clock.today()


def test_staff_open_a_milestone_again_with_a_reason():
    row = milestone(done_on=DONE, done_by="user:a")
    with pytest.raises(InvalidInput):
        milestone_undo(milestone=row, by=SYSTEM, reason=" ")
    undone = milestone_undo(milestone=row, by=actor_with(Role.COORDINATOR), reason="Recorded for the wrong task.")
    assert (undone.done_on, undone.done_by) == (None, "")
    assert milestone_undo(milestone=row, by=SYSTEM, reason="Again.").version == undone.version


def test_moving_a_milestone_keeps_its_original_date():
    row = milestone()
    moved = milestone_reschedule(milestone=row, due=date(2025, 3, 3), by=SYSTEM, reason="Later start.")
    assert (moved.due, moved.original_due) == (date(2025, 3, 3), row.original_due)
    with pytest.raises(InvalidInput) as caught:
        milestone_reschedule(milestone=row, due=date(2026, 1, 1), by=SYSTEM, reason="Much later.")
    assert caught.value.code == "outside_task"
    with pytest.raises(InvalidInput):
        milestone_reschedule(milestone=row, due=date(2025, 3, 4), by=SYSTEM, reason="")


def test_a_done_milestone_is_not_moved():
    with pytest.raises(NotAllowedInState):
        milestone_reschedule(
            milestone=milestone(done_on=DONE, done_by="user:a"), due=date(2025, 3, 3), by=SYSTEM, reason="A reason."
        )


def test_stale_versions_are_refused():
    row = milestone(version=2)
    calls = [
        lambda: milestone_complete(milestone=row, done_on=DONE, by=SYSTEM, expected_version=1),
        lambda: milestone_reschedule(milestone=row, due=DONE, by=SYSTEM, reason="A reason.", expected_version=1),
        lambda: milestone_undo(milestone=row, by=SYSTEM, reason="A reason.", expected_version=1),
    ]
    for call in calls:
        with pytest.raises(StaleVersion):
            call()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_others_may_not(role):
    row = milestone()
    with pytest.raises(NotAllowed):
        milestone_complete(milestone=row, done_on=DONE, by=actor_with(role))
    lead = actor_with(role, agency=row.task.lead if role in (Role.REPORTER, Role.APPROVER) else None)
    with pytest.raises(NotAllowed):
        milestone_reschedule(milestone=row, due=DONE, by=lead, reason="A reason.")
    with pytest.raises(NotAllowed):
        milestone_undo(milestone=row, by=lead, reason="A reason.")
