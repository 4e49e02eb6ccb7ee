"""Who sees evaluations and reports that are not published: by programme, not by any role anywhere."""

import pytest

from programs.actors import SYSTEM, Actor, Grant, Role
from reports.models import Report
from reports.selectors.gathering import settled_moment
from reports.selectors.published import evaluations_visible_to, reports_visible_to
from reports.services import evaluations, reports
from tests.factories.evaluated import evaluated_program
from tests.factories.pages import client_of
from tests.factories.programs import ProgramFactory, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Report:
    """A draft report of the programme `pilot`."""
    data = evaluated_program()
    computed = evaluations.evaluation_compute(
        program=data.program, period="2026-Q3", kind="quarterly", as_of=settled_moment(data.program)
    )
    evaluation = evaluations.evaluation_store(computed=computed, by=SYSTEM)
    return reports.report_draft(evaluation=evaluation, number="pilot-2026-Q3-x", files=[], by=SYSTEM)


@pytest.mark.parametrize(("here", "elsewhere", "sees"), [
    (Role.LEADER, Role.COORDINATOR, False), (Role.LEADER, Role.AUDITOR, False), (Role.COORDINATOR, Role.LEADER, True), (Role.AUDITOR, None, True),
])  # fmt: skip
def test_a_role_in_another_programme_opens_no_draft(
    draft: Report, here: Role, elsewhere: Role | None, sees: bool
) -> None:
    other = ProgramFactory()
    program_id = draft.evaluation.program_id
    grants = [Grant(here, program_id=program_id)] + ([Grant(elsewhere, program_id=other.pk)] if elsewhere else [])
    actor = Actor(label="user:both", user_id=1, grants=tuple(grants))
    assert reports_visible_to(actor).filter(pk=draft.pk).exists() is sees
    assert evaluations_visible_to(actor).filter(pk=draft.evaluation_id).exists() is sees


def test_a_role_for_all_programmes_and_the_system_see_drafts(draft: Report) -> None:
    for actor in (SYSTEM, Actor(label="user:all", user_id=1, grants=(Grant(Role.COORDINATOR),))):
        assert reports_visible_to(actor).get() == draft


def test_the_list_of_the_portal_keeps_to_the_same_rule(draft: Report) -> None:
    user = user_with(Role.LEADER, program=draft.evaluation.program)
    user.memberships.create(role=Role.COORDINATOR, program=ProgramFactory())
    assert draft.number not in client_of(user).get("/reports/").content.decode()
