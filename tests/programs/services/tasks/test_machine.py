"""Random walks through the task machine: whatever people do, the rules of the record hold after every step."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from programs.actors import Role
from programs.exceptions import DomainError
from programs.models import AuditEvent, Evidence, Task
from programs.models.tasks import TRANSITIONS
from programs.services.tasks import evidence_add, task_reschedule, task_transition
from tests.factories.programs import TaskFactory, actor_with

ACTORS = ("lead", "staff", "other-staff", "stranger")


class TaskMachine(RuleBasedStateMachine):
    """One task in the hands of its lead agency, two coordinators and a stranger."""

    @initialize()
    def make(self) -> None:
        """A draft task with its people."""
        self.task = TaskFactory()
        self.original_due = self.task.due
        self.people = {
            "lead": actor_with(Role.REPORTER, agency=self.task.lead),
            "staff": actor_with(Role.COORDINATOR),
            "other-staff": actor_with(Role.COORDINATOR),
            "stranger": actor_with(Role.REPORTER),
        }
        self.steps = 0

    @rule(
        step=st.sampled_from(sorted(TRANSITIONS)),
        who=st.sampled_from(ACTORS),
        reason=st.sampled_from(["", "A reason."]),
        stale=st.booleans(),
    )
    def move(self, step: str, who: str, reason: str, stale: bool) -> None:
        """Try a step, with or without a reason, sometimes from an old page."""
        before = Task.objects.get(pk=self.task.pk)
        try:
            task_transition(
                task=self.task,
                transition=step,
                by=self.people[who],
                reason=reason,
                expected_version=before.version - stale,
            )
        except DomainError:
            assert Task.objects.filter(pk=self.task.pk, version=before.version, state=before.state).exists()
            return
        assert not stale
        assert who != "stranger"
        assert before.state in TRANSITIONS[step][0]
        self.steps += 1

    @rule(who=st.sampled_from(ACTORS), number=st.integers(1, 2))
    def prove(self, who: str, number: int) -> None:
        """Try to add evidence."""
        try:
            evidence_add(task=self.task, title="Notice", by=self.people[who], url=f"https://example.org/{number}")
        except DomainError:
            return
        assert who != "stranger"

    @rule(who=st.sampled_from(ACTORS), days=st.integers(-900, 900))
    def reschedule(self, who: str, days: int) -> None:
        """Try to move the due date."""
        before = Task.objects.get(pk=self.task.pk)
        try:
            moved = task_reschedule(
                task=self.task, due=before.due + timedelta(days=days), by=self.people[who], reason="A reason."
            )
        except DomainError:
            return
        assert who in ("staff", "other-staff")
        self.steps += moved.version - before.version

    @invariant()
    def the_record_is_sound(self) -> None:
        """Pairs, four eyes, evidence, the original due date, the version and the trail."""
        if not hasattr(self, "task"):
            return
        task: Any = Task.objects.get(pk=self.task.pk)
        task.full_clean()
        assert task.original_due == self.original_due
        assert task.start <= task.due <= task.program.end
        assert task.version == 1 + self.steps
        assert (
            AuditEvent.objects.filter(table_name="programs_task", operation="update", row_key=str(task.pk)).count()
            == self.steps
        )
        if task.state == "closed":
            assert task.closed_by != task.reported_done_by
        else:
            assert task.closed_at is None
        if task.state in ("reported_done", "closed"):
            assert task.reported_done_at is not None
            assert Evidence.objects.filter(task=task).exists()
        if task.state in ("acknowledged", "in_progress", "returned", "reported_done", "closed"):
            assert task.assigned_at is not None
            assert task.acknowledged_at is not None


class TestTaskMachine(TaskMachine.TestCase, TestCase):  # type: ignore[name-defined,misc]
    """Runs the machine, each walk in a transaction of its own."""

    settings = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


pytestmark = pytest.mark.django_db
