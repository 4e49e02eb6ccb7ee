"""Who sees which rows: silence means nobody, no row twice, nothing of another agency or programme."""

import pytest

from programs.actors import SYSTEM, Actor, Grant, Role
from programs.models import ApiKey, AuditEvent, Heartbeat, Job, Membership, Milestone, Program, Task, User, Zone
from programs.scoping import visible_to
from programs.services.jobs import job_request
from tests.factories.programs import (
    AgencyFactory,
    MilestoneFactory,
    ProgramFactory,
    TaskFactory,
    ZoneFactory,
    actor_with,
    key_actor,
    key_for,
)

pytestmark = pytest.mark.django_db


def test_an_agency_sees_its_own_tasks_once_each_and_can_lock_them() -> None:
    agency, other = AgencyFactory(), AgencyFactory()
    led, helped, both = (
        TaskFactory(lead=agency),
        TaskFactory(cooperating=[agency, other]),
        TaskFactory(lead=agency, cooperating=[agency, other]),
    )
    TaskFactory(lead=other)
    MilestoneFactory(task=helped)
    actor = actor_with(Role.REPORTER, agency=agency)
    rows = visible_to(actor, Task.objects.all())
    assert sorted(rows.values_list("pk", flat=True)) == sorted([led.pk, helped.pk, both.pk])
    assert rows.count() == 3
    assert len(rows.select_for_update()) == 3
    assert visible_to(actor, Milestone.objects.all()).count() == 1
    assert visible_to(key_actor(other), Task.objects.all()).count() == 3


def test_a_grant_for_one_programme_shows_nothing_of_another() -> None:
    agency = AgencyFactory()
    task, _foreign = TaskFactory(lead=agency), TaskFactory(lead=agency)
    for role in (Role.REPORTER, Role.COORDINATOR):
        actor = actor_with(role, agency=agency if role == Role.REPORTER else None, program=task.program)
        assert [row.pk for row in visible_to(actor, Task.objects.all())] == [task.pk]
    assert visible_to(actor_with(Role.EXPERT), Task.objects.all()).count() == 0
    assert visible_to(actor_with(Role.ADMINISTRATOR), Task.objects.all()).count() == 0
    assert visible_to(actor_with(Role.AUDITOR), Task.objects.all()).count() == 2


def test_accounts_and_keys_are_for_administrators_and_auditors() -> None:
    key_for(AgencyFactory())
    for role in Role:
        actor = actor_with(role)
        expected = role in (Role.ADMINISTRATOR, Role.AUDITOR)
        for model in (User, Membership, ApiKey):
            assert visible_to(actor, model.objects.all()).exists() is expected, (role, model)


def test_a_job_is_seen_by_the_one_who_asked() -> None:
    asker, stranger = actor_with(Role.LEADER), actor_with(Role.LEADER)
    key = key_actor(AgencyFactory())
    job_request(kind="x", key="a", parameters={}, by=asker)
    job_request(kind="x", key="b", parameters={}, by=key)

    def seen(actor: Actor) -> list[str]:
        return sorted(visible_to(actor, Job.objects.all()).values_list("key", flat=True))

    assert [seen(actor) for actor in (asker, key, stranger)] == [["a"], ["b"], []]
    assert seen(actor_with(Role.COORDINATOR)) == []
    assert seen(actor_with(Role.AUDITOR)) == seen(actor_with(Role.ADMINISTRATOR)) == ["a", "b"]


def test_a_job_of_a_programme_is_seen_by_the_roles_of_the_programme() -> None:
    own, foreign = ProgramFactory(), ProgramFactory()
    for program in (own, foreign):
        job_request(kind="x", key=program.code, parameters={"program": program.code}, by=SYSTEM)
    job_request(kind="x", key="none", parameters={}, by=SYSTEM)

    def seen(role: Role, program: Program | None) -> set[str]:
        return set(visible_to(actor_with(role, program=program), Job.objects.all()).values_list("key", flat=True))

    assert seen(Role.COORDINATOR, own) == {own.code}
    assert seen(Role.COORDINATOR, None) == {own.code, foreign.code}
    assert seen(Role.AUDITOR, own) == seen(Role.ADMINISTRATOR, own) == {own.code, "none"}
    assert seen(Role.AUDITOR, None) == seen(Role.ADMINISTRATOR, None) == {own.code, foreign.code, "none"}
    assert seen(Role.LEADER, own) == set()


def test_events_are_seen_by_the_coordinator_of_the_programme_whose_rows_they_tell_of() -> None:
    agency = AgencyFactory()
    tasks = [TaskFactory(cooperating=[agency]) for _side in range(2)]
    for task in tasks:
        milestone = MilestoneFactory(task=task)
        milestone.delete()
    own, foreign = (task.program for task in tasks)

    def seen(actor: Actor, **narrow: str) -> int:
        return visible_to(actor, AuditEvent.objects.filter(**narrow)).count()

    boss = actor_with(Role.COORDINATOR, program=own)
    keys = {"programs_program": own.pk, "programs_task": tasks[0].pk, "programs_measure": tasks[0].measure_id}
    for table, key in keys.items():
        assert seen(boss, table_name=table) == seen(boss, table_name=table, row_key=str(key)) == 1, table
    assert seen(boss, table_name="programs_milestone") == 2  # made and deleted
    assert seen(boss, table_name="programs_task_cooperating") == 1
    assert seen(boss, table_name="programs_agency") == seen(boss, table_name="programs_zone") == 0
    other, auditor, chief = (
        actor_with(role, program=program)
        for role, program in ((Role.COORDINATOR, foreign), (Role.AUDITOR, own), (Role.COORDINATOR, None))
    )
    assert seen(auditor) == seen(chief) == AuditEvent.objects.count() > seen(boss) == seen(other) > 0
    assert seen(actor_with(Role.LEADER)) == 0


def test_silence_means_nobody(monkeypatch) -> None:
    ZoneFactory()
    boss = actor_with(Role.COORDINATOR)
    assert visible_to(boss, Zone.objects.all()).count() == 1
    monkeypatch.delattr(Zone, "scope_program")
    assert visible_to(boss, Zone.objects.all()).count() == 0
    assert visible_to(SYSTEM, Zone.objects.all()).count() == Zone.objects.count()


def test_without_grants_nothing_is_seen() -> None:
    TaskFactory()
    Heartbeat.objects.create(name="x", at="2026-01-01T00:00:00Z")
    for actor in (Actor(label="anonymous"), Actor(label="user:x", grants=(Grant(Role.REPORTER),))):
        for model in (Task, Heartbeat):
            assert not visible_to(actor, model.objects.all()).exists()
    assert not visible_to(Actor(label="anonymous"), Zone.objects.all()).exists()
