"""The history page tells the audit trail in words; files leave only to those who may see them."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from programs.admin.differences import changes_of
from programs.models import AuditEvent, Evidence
from programs.services.tasks import task_transition, task_update
from tests.factories.pages import client_of, text_of
from tests.factories.programs import (
    AgencyFactory,
    EvidenceFactory,
    MilestoneFactory,
    ProgramFactory,
    TaskFactory,
    ZoneFactory,
    actor_with,
    user_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Any:
    return client_of(user_with("coordinator"))


def test_the_history_names_who_when_why_and_what(client: Any) -> None:
    task = TaskFactory(state="in_progress")
    other = AgencyFactory(short_en="New lead", name_en="The new lead agency")
    by = actor_with("coordinator", username="office")
    task_update(task=task, changes={"lead": other, "name_en": "Renamed"}, by=by, reason="the duty moved")
    task_transition(task=task, transition="suspend", by=by, reason="waits for the budget")
    text = text_of(client.get(f"/admin/programs/task/{task.pk}/history/"))
    for words in (
        "office",
        "the duty moved",
        "waits for the budget",
        "Renamed",
        "The new lead agency",
        "in progress",
        "suspended",
        "Lead agency",
    ):
        assert words in text


def test_the_history_of_a_task_holds_what_belongs_to_it(client: Any) -> None:
    task = TaskFactory(state="in_progress", cooperating=[AgencyFactory()])
    MilestoneFactory(task=task, name_en="Rules agreed")
    EvidenceFactory(task=task, title="The notice")
    other = MilestoneFactory(name_en="Elsewhere")
    text = text_of(client.get(f"/admin/programs/task/{task.pk}/history/"))
    assert "Rules agreed" in text
    assert "The notice" in text
    assert other.name_en not in text


def test_a_cooperating_agency_is_told_by_its_relation_and_the_door_in_words(client: Any) -> None:
    task = TaskFactory(state="in_progress", cooperating=[AgencyFactory(name_en="The helping agency")])
    event = AuditEvent.objects.get(table_name="programs_task_cooperating")
    event.door = "command"
    [change] = changes_of([event])
    assert (change.thing, change.door) == ("task · cooperating agencies", "command")
    assert {item.label: item.after for item in change.differences} == {
        "task": str(task),
        "agency": "The helping agency",
    }
    with translation.override("zh-hans"):
        [change] = changes_of([event])
    assert (change.thing, change.door) == ("任务 · 配合单位", "命令行")


@pytest.mark.parametrize("stored", ["2026-08-19 16:30:05", "2026-08-19T16:30:05.922140+00:00"])
def test_a_moment_is_told_in_the_time_of_the_office(stored: str) -> None:
    event = AuditEvent(table_name="programs_task", before={"assigned_at": None}, after={"assigned_at": stored})
    [change] = changes_of([event])
    assert [(item.before, item.after) for item in change.differences] == [("—", "20 August 2026 00:30:05")]


@pytest.mark.parametrize(
    ("query", "found"), [("", True), ("operation=insert", True), ("operation=delete", False), ("door=api", False)]
)
def test_the_list_of_events_is_narrowed_by_operation_and_door(query: str, found: bool) -> None:
    TaskFactory(name_en="Rules agreed")
    text = text_of(client_of(user_with("auditor")).get(f"/admin/programs/auditevent/?{query}&table_name=programs_task"))
    assert ("programs_task" in text) is False
    assert ("No audit event" in text or "0 audit events" in text) is not found


def test_who_may_only_read_a_programme_sees_its_pilot_zones() -> None:
    program = ProgramFactory()
    program.zones.set([ZoneFactory(name_en="Harbour"), ZoneFactory(name_en="Lakeside")])
    text = text_of(client_of(user_with("auditor")).get(f"/admin/programs/program/{program.pk}/change/"))
    assert "Harbour, Lakeside" in text


def test_differences_take_as_many_queries_for_many_events_as_for_one(django_assert_num_queries: Any) -> None:
    by = actor_with("coordinator")
    task = TaskFactory(state="in_progress")
    for _ in range(4):
        task_update(task=task, changes={"lead": AgencyFactory()}, by=by, reason="r")
    events = list(AuditEvent.objects.filter(table_name="programs_task"))
    assert len(events) == 5
    with django_assert_num_queries(4):  # names of programmes, measures, zones and agencies
        changes_of(events)


def test_evidence_is_downloaded_as_it_came(client: Any, settings: Any) -> None:
    evidence = EvidenceFactory(url="", file=ContentFile(b"<script>1</script>", name="x.html"), file_name="通知.html")
    response = client.get(f"/admin/programs/evidence/{evidence.pk}/file/")
    assert b"".join(response.streaming_content) == b"<script>1</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_evidence_of_another_programme_is_not_found() -> None:
    evidence = EvidenceFactory(url="", file=ContentFile(b"x", name="x.txt"), file_name="x.txt")
    own = TaskFactory()
    stranger = client_of(user_with("coordinator", program=own.program))
    assert stranger.get(f"/admin/programs/evidence/{evidence.pk}/file/").status_code == 404
    assert client_of(user_with("administrator")).get(f"/admin/programs/evidence/{evidence.pk}/file/").status_code == 404
    response = client_of(user_with("auditor")).get(f"/admin/programs/evidence/{evidence.pk}/file/")
    assert b"".join(response.streaming_content) == b"x"


def test_hostile_text_is_shown_as_text(client: Any) -> None:
    hostile = "<script>alert(1)</script>"
    task = TaskFactory(state="in_progress", name_en=hostile, name_zh="")
    EvidenceFactory(task=task, title=hostile)
    task_update(task=task, changes={"name_en": hostile + "2"}, by=actor_with("coordinator"), reason=hostile)
    for page in ("", f"{task.pk}/change/", f"{task.pk}/history/", f"{task.pk}/step/suspend/"):
        assert hostile not in client.get(f"/admin/programs/task/{page}").content.decode()
    assert Evidence.objects.count() == 1
