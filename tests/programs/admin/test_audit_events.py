"""The audit trail is asked about things by what people call them, and tells them by it, in both languages."""

from typing import Any

import pytest

from programs.models import AuditEvent, Task
from programs.selectors.actors import actor_of_key
from programs.services.records import record_save
from programs.services.tasks import task_update
from tests.factories.pages import client_of, text_of
from tests.factories.programs import AgencyFactory, TaskFactory, ZoneFactory, actor_with, key_for, user_with

pytestmark = pytest.mark.django_db
LIST = "/admin/programs/auditevent/"


@pytest.fixture
def auditor() -> Any:
    return client_of(user_with("auditor", username="auditor"))


@pytest.fixture
def task() -> Task:
    zone = ZoneFactory(code="330100", name_en="Hangzhou", name_zh="杭州市")
    row = TaskFactory(code="T-M074-330100", name_en="Agree the rules", name_zh="商定规则", zone=zone, state="assigned")
    office = actor_with("coordinator", username="office")
    return task_update(task=row, changes={"name_en": "Agree all rules"}, by=office, reason="it was too short")


def events(client: Any, query: str) -> list[AuditEvent]:
    return list(client.get(f"{LIST}?{query}").context["cl"].result_list)


@pytest.mark.parametrize(
    ("term", "operations"),
    [
        ("T-M074-330100", ["update", "insert"]),
        ("t-m074-330100", ["update", "insert"]),
        ("Agree all", ["update", "insert"]),
        ("商定规则", ["update", "insert"]),
        ("too short", ["update"]),
        ("T-M075-330100", []),
    ],
)
def test_events_are_found_by_what_people_call_the_record(
    auditor: Any, task: Task, term: str, operations: list[str]
) -> None:
    found = events(auditor, f"q={term}")
    assert [event.operation for event in found] == operations
    assert {(event.table_name, event.row_key) for event in found} <= {("programs_task", str(task.pk))}


def test_a_zone_is_found_by_its_name_and_a_deleted_one_by_its_code(auditor: Any, task: Task) -> None:
    assert {event.table_name for event in events(auditor, "q=Hangzhou")} == {"programs_zone"}
    gone = ZoneFactory(code="999900")
    gone.delete()
    assert {event.operation for event in events(auditor, "q=999900")} == {"delete"}


def test_the_list_names_the_record_links_it_and_says_what_changed(auditor: Any, task: Task) -> None:
    response = auditor.get(f"{LIST}?q=too+short")
    link = f'<a href="/admin/programs/task/{task.pk}/change/">T-M074-330100 Agree all rules · Hangzhou</a>'
    assert link in response.content.decode()
    assert "Agree the rules → Agree all rules" in text_of(response)
    assert "T-M074-330400" in text_of(response)  # the example beside the box
    assert "&lt;div&gt;" not in auditor.get(LIST).content.decode()


def test_events_are_narrowed_to_one_actor_and_to_kinds_of_actors(auditor: Any, task: Task) -> None:
    assert {event.actor for event in events(auditor, "by=user:office")} == {"user:office"}
    assert events(auditor, "by=key:") == []
    assert "office" in text_of(auditor.get(LIST))


def test_the_page_of_an_event_reads_for_a_person(auditor: Any, task: Task) -> None:
    event = AuditEvent.objects.get(table_name="programs_task", operation="update")
    page = auditor.get(f"{LIST}{event.pk}/change/").content.decode()
    assert "<title>Task · T-M074-330100 Agree all rules · Hangzhou · changed" in page
    assert f'href="/admin/programs/task/{task.pk}/change/"' in page
    assert f"{event.pk}/history/" not in page
    assert "programs_task" not in page
    auditor.cookies["django_language"] = "zh-hans"
    page = auditor.get(f"{LIST}{event.pk}/change/").content.decode()
    assert "<title>任务 · T-M074-330100 商定规则 · 杭州市 · 修改" in page


def test_a_record_that_is_gone_is_told_by_its_last_state(auditor: Any) -> None:
    gone = ZoneFactory(code="999900", name_en="Nowhere", name_zh="无处")
    gone.delete()
    event = AuditEvent.objects.get(table_name="programs_zone", operation="delete")
    text = text_of(auditor.get(f"{LIST}{event.pk}/change/"))
    assert "Zone · 999900 Nowhere · deleted" in text


def test_a_key_is_told_with_its_agency(auditor: Any) -> None:
    key, _plain = key_for(AgencyFactory(code="HZ-FIN"))
    zone = ZoneFactory(name_en="Harbour")
    zone.name_en = "Lakeside"
    record_save(row=zone, by=actor_of_key(key), reason="r")
    assert f"key:{key.prefix} · {key.agency.code}" in text_of(auditor.get(f"{LIST}?by=key:"))


def test_a_bulk_step_that_is_not_offered_is_refused_in_words(auditor: Any, task: Task) -> None:
    data = {"action": "step_suspend", "_selected_action": [task.pk], "apply": "1", "reason": "r"}
    answer = auditor.post("/admin/programs/task/", data, follow=True)
    assert "your role may not take this step" in text_of(answer)
    task.refresh_from_db()
    assert task.state == "assigned"


def test_who_may_not_see_the_screen_of_a_record_gets_no_link() -> None:
    user_with("leader", username="somebody")
    response = client_of(user_with("coordinator")).get(f"{LIST}?q=somebody")
    assert "somebody" in text_of(response)
    assert "/admin/programs/user/" not in response.content.decode()
