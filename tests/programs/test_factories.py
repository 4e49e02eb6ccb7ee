"""The factories make rows that pass the constraints, in every state."""

import pytest

from programs.actors import Role
from programs.models import TaskState
from tests.factories.programs import (
    EvidenceFactory,
    MilestoneFactory,
    ProgramFactory,
    ProgressReportFactory,
    TaskFactory,
    ZoneFactory,
    actor_with,
    key_actor,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", TaskState.values)
def test_a_task_can_be_made_in_every_state_and_validates(state):
    task = TaskFactory(state=state)
    task.full_clean()
    assert task.state == state
    assert task.program == task.measure.program


@pytest.mark.parametrize("state", ["submitted", "accepted", "returned"])
def test_a_progress_report_can_be_made_in_every_state(state):
    ProgressReportFactory(state=state).full_clean()


def test_milestone_and_evidence_validate():
    MilestoneFactory().full_clean()
    EvidenceFactory().full_clean()


def test_a_programme_takes_its_pilot_zones():
    zones = [ZoneFactory(), ZoneFactory()]
    assert set(ProgramFactory(zones=zones).zones.all()) == set(zones)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_gives_an_actor_with_that_role(role):
    assert actor_with(role).has_role(role)


def test_a_key_acts_as_a_reporter_of_its_agency():
    task = TaskFactory()
    actor = key_actor(task.lead)
    assert actor.agency_ids() == {task.lead_id}
    assert actor.label.startswith("key:pz_")
