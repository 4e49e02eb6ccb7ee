"""Every state × step × role, against a table written here by hand; reasons, evidence, versions, bulk."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs import clock
from programs.actors import SYSTEM, Actor, Role
from programs.exceptions import DomainError, InvalidInput, NotAllowed, NotAllowedInState, NotFound, StaleVersion
from programs.models import AuditEvent, Task, TaskState
from programs.services.tasks import allowed_transitions, task_transition, tasks_transition
from tests.factories.programs import (
    SHANGHAI_TIME,
    AgencyFactory,
    EvidenceFactory,
    ProgramFactory,
    TaskFactory,
    actor_with,
    key_actor,
)

pytestmark = pytest.mark.django_db

TABLE = {  # step: state before -> state after
    "assign": {"draft": "assigned"},
    "acknowledge": {"assigned": "acknowledged"},
    "start": {"acknowledged": "in_progress", "returned": "in_progress"},
    "report_done": {"in_progress": "reported_done", "returned": "reported_done"},
    "return": {"reported_done": "returned"},
    "close": {"reported_done": "closed"},
    "reopen": {"closed": "in_progress", "cancelled": "draft"},  # the cancelled one was never assigned
    "suspend": dict.fromkeys(["assigned", "acknowledged", "in_progress", "returned"], "suspended"),
    "resume": {"suspended": "in_progress"},
    "cancel": dict.fromkeys(["draft", "assigned", "acknowledged", "in_progress", "returned", "suspended"], "cancelled"),
}
LEAD_STEPS = {"acknowledge", "start", "report_done"}
WHO = [
    "coordinator",
    "coordinator-elsewhere",
    "lead-reporter",
    "lead-approver",
    "lead-key",
    "lead-elsewhere",
    "cooperating",
    "stranger",
    "administrator",
    "leader",
    "expert",
    "auditor",
    "nobody",
    "system",
]


def actor(who: str, task: Task) -> Actor:
    """The actor of that kind for the task."""
    other = ProgramFactory()
    if who.startswith("lead-"):
        kind = who.removeprefix("lead-")
        if kind == "key":
            return key_actor(task.lead)
        return actor_with(
            Role.REPORTER if kind == "elsewhere" else Role(kind),
            agency=task.lead,
            program=other if kind == "elsewhere" else None,
        )
    special = {
        "coordinator-elsewhere": lambda: actor_with(Role.COORDINATOR, program=other),
        "cooperating": lambda: actor_with(Role.APPROVER, agency=task.cooperating.get()),
        "stranger": lambda: actor_with(Role.APPROVER),
        "nobody": lambda: Actor(label="anonymous"),
        "system": lambda: SYSTEM,
    }
    return (
        special[who]()
        if who in special
        else actor_with(Role(who), program=task.program if who == "coordinator" else None)
    )


def may(who: str, step: str) -> bool:
    """Whether that kind of actor may ever take the step."""
    return who in ("coordinator", "system") or (
        step in LEAD_STEPS and who in ("lead-reporter", "lead-approver", "lead-key")
    )


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("step", TABLE)
def test_truth_table(who, step):
    for state in TaskState.values:
        task = TaskFactory(state=state, cooperating=[AgencyFactory()])
        EvidenceFactory(task=task)
        by = actor(who, task)
        expected = TABLE[step].get(state)
        if not may(who, step):
            with pytest.raises(NotAllowed):
                task_transition(task=task, transition=step, by=by, reason="A reason.")
        elif expected is None:
            with pytest.raises(NotAllowedInState):
                task_transition(task=task, transition=step, by=by, reason="A reason.")
        else:
            assert step in allowed_transitions(task, by)
            assert task_transition(task=task, transition=step, by=by, reason="A reason.").state == expected
            task.refresh_from_db()
            assert (task.state, task.version) == (expected, 2)
            continue
        assert step not in allowed_transitions(task, by)
        task.refresh_from_db()
        assert (task.state, task.version) == (state, 1)


def test_moments_and_persons_are_recorded_at_each_sign(settings):
    settings.DEBUG = True  # only then can the clock be set
    task = TaskFactory()
    EvidenceFactory(task=task)
    staff, lead = actor_with(Role.COORDINATOR), actor_with(Role.REPORTER, agency=task.lead)
    for day, (step, by) in enumerate(
        [("assign", staff), ("acknowledge", lead), ("start", lead), ("report_done", lead), ("close", staff)], 1
    ):
        with clock.at(datetime(2025, 3, day, 9, tzinfo=SHANGHAI_TIME)):
            task = task_transition(task=task, transition=step, by=by)
    assert [
        task.assigned_at.astimezone(SHANGHAI_TIME).day,
        task.acknowledged_at.astimezone(SHANGHAI_TIME).day,
        task.reported_done_at.astimezone(SHANGHAI_TIME).day,
        task.closed_at.astimezone(SHANGHAI_TIME).day,
    ] == [1, 2, 4, 5]
    assert (task.assigned_by, task.acknowledged_by, task.reported_done_by, task.closed_by) == (
        staff.label,
        lead.label,
        lead.label,
        staff.label,
    )
    assert task.version == 6


def test_whoever_reports_done_neither_closes_nor_returns():
    task = TaskFactory(state="in_progress")
    EvidenceFactory(task=task)
    staff = actor_with(Role.COORDINATOR)
    task_transition(task=task, transition="report_done", by=staff)
    for step in ("close", "return"):
        with pytest.raises(NotAllowed) as caught:
            task_transition(task=task, transition=step, by=staff, reason="A reason.")
        assert caught.value.problems[0].code == "verifier_is_submitter"
    assert task_transition(task=task, transition="close", by=actor_with(Role.COORDINATOR)).state == "closed"


@pytest.mark.parametrize(("step", "state"), [("report_done", "in_progress"), ("close", "reported_done")])
def test_reporting_done_and_closing_need_evidence(step, state):
    task = TaskFactory(state=state)
    with pytest.raises(InvalidInput) as caught:
        task_transition(task=task, transition=step, by=actor_with(Role.COORDINATOR))
    assert caught.value.problems[0].code == "evidence_missing"


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ("return", "reported_done"),
        ("reopen", "closed"),
        ("suspend", "in_progress"),
        ("resume", "suspended"),
        ("cancel", "draft"),
    ],
)
@pytest.mark.parametrize("reason", ["", "  \n", "x" * 2001, "a\x00b"])
def test_steps_that_undo_need_a_good_reason(step, state, reason):
    task = TaskFactory(state=state)
    with pytest.raises(InvalidInput) as caught:
        task_transition(task=task, transition=step, by=actor_with(Role.COORDINATOR), reason=reason)
    assert caught.value.problems[0].pointer == "/reason"
    task.refresh_from_db()
    assert task.state == state


def test_reopening_clears_who_closed_and_reported():
    task = TaskFactory(state="closed")
    task = task_transition(
        task=task, transition="reopen", by=actor_with(Role.COORDINATOR), reason="The audit found a gap."
    )
    assert (task.state, task.closed_at, task.closed_by, task.reported_done_at, task.reported_done_by) == (
        "in_progress",
        None,
        "",
        None,
        "",
    )
    assert (
        AuditEvent.objects.filter(
            table_name="programs_task", operation="update", reason="The audit found a gap."
        ).count()
        == 1
    )


@pytest.mark.parametrize(
    ("assigned", "acknowledged", "expected"),
    [(False, False, "draft"), (True, False, "assigned"), (True, True, "in_progress")],
)
def test_a_reopened_task_goes_on_where_it_had_been(assigned, acknowledged, expected):
    moment = datetime(2025, 1, 2, 9, tzinfo=SHANGHAI_TIME)
    task = TaskFactory(
        state="cancelled",
        assigned_at=moment if assigned else None,
        assigned_by="user:a" if assigned else "",
        acknowledged_at=moment if acknowledged else None,
        acknowledged_by="user:b" if acknowledged else "",
    )
    assert task_transition(task=task, transition="reopen", by=SYSTEM, reason="Needed after all.").state == expected


def test_a_stale_version_is_refused():
    task = TaskFactory(version=3)
    with pytest.raises(StaleVersion):
        task_transition(task=task, transition="assign", by=SYSTEM, expected_version=2)
    assert task_transition(task=task, transition="assign", by=SYSTEM, expected_version=3).version == 4


def test_an_unknown_step_names_the_known_ones():
    with pytest.raises(InvalidInput) as caught:
        task_transition(task=TaskFactory(), transition="explode", by=SYSTEM)
    assert caught.value.code == "transition_unknown"
    assert "acknowledge" in caught.value.hint


def test_a_vanished_task_is_not_found():
    with pytest.raises(NotFound):
        task_transition(task=Task(pk=0), transition="assign", by=SYSTEM)


def test_bulk_moves_all_with_the_same_number_of_queries():
    counts = []
    for number in (1, 20):
        tasks = TaskFactory.create_batch(number)
        with CaptureQueriesContext(connection) as queries:
            assert tasks_transition(tasks=tasks, transition="assign", by=SYSTEM) == number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
    assert not Task.objects.exclude(state="assigned").exists()


def test_bulk_moves_none_and_names_every_refusal():
    good, closed, cancelled = TaskFactory(), TaskFactory(state="closed"), TaskFactory(state="cancelled")
    with pytest.raises(NotAllowedInState) as caught:
        tasks_transition(tasks=[good, closed, cancelled], transition="assign", by=SYSTEM)
    assert [problem.pointer for problem in caught.value.problems] == [
        f"/tasks/{closed.code}",
        f"/tasks/{cancelled.code}",
    ]
    good.refresh_from_db()
    assert good.state == "draft"


def test_bulk_refusals_of_different_kinds_are_all_named_under_the_gravest():
    program = ProgramFactory()
    mine = TaskFactory(state="closed", measure__section__program=program)
    foreign = TaskFactory()
    with pytest.raises(NotAllowed) as caught:
        tasks_transition(tasks=[mine, foreign], transition="assign", by=actor_with(Role.COORDINATOR, program=program))
    assert {problem.code for problem in caught.value.problems} == {"not_allowed", "not_allowed_in_state"}


def test_an_agency_key_that_may_only_read_takes_no_step():
    task = TaskFactory(state="assigned")
    with pytest.raises(DomainError):
        task_transition(task=task, transition="acknowledge", by=key_actor(task.lead, scopes="read"))
