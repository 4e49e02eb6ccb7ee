"""Transitions through the admin: asked for, reasoned, audited, one or many at once, and nothing half-done."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from programs.models import AuditEvent, Evidence, Milestone, ProgressReport, Task
from tests.factories.pages import client_of, text_of
from tests.factories.programs import (
    AgencyFactory,
    EvidenceFactory,
    MilestoneFactory,
    ProgramFactory,
    ProgressReportFactory,
    TaskFactory,
    ZoneFactory,
    user_with,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/programs/task/"


@pytest.fixture
def client() -> Any:
    return client_of(user_with("coordinator", username="office"))


def step_url(row: Any, step: str) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_step", args=[row.pk, step])


def buttons(client: Any, row: Any) -> set[str]:
    response = client.get(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]))
    return {step["url"].rstrip("/").rsplit("/", 1)[1] for step in response.context["steps"]}


def selected(name: str, *rows: Any, **more: Any) -> dict[str, Any]:
    return {"action": f"step_{name}", "_selected_action": [row.pk for row in rows], **more}


def test_only_possible_steps_are_offered(client: Any) -> None:
    assert buttons(client, TaskFactory(state="draft")) == {"assign", "cancel", "due", "evidence"}
    assert buttons(client, TaskFactory(state="reported_done")) == {"return", "close", "due", "evidence"}
    assert buttons(client, TaskFactory(state="closed")) == {"reopen"}


def test_a_step_is_audited_with_reason_actor_and_door(client: Any) -> None:
    task = TaskFactory(state="in_progress")
    page = client.get(step_url(task, "suspend"))
    assert task.code in text_of(page)
    response = client.post(
        step_url(task, "suspend"), {"reason": "the budget is late", "row_version": page.context["version"]}, follow=True
    )
    assert "suspended" in text_of(response)
    event = AuditEvent.objects.filter(table_name="programs_task", operation="update").get()
    assert (event.actor, event.reason, event.door) == ("user:office", "the budget is late", "admin")
    assert event.after["state"] == "suspended"


def test_a_missing_reason_is_asked_for(client: Any) -> None:
    task = TaskFactory(state="in_progress")
    response = client.post(step_url(task, "cancel"), {"reason": "  "})
    assert response.status_code == 200
    assert "reason" in response.context["form"].errors
    assert Task.objects.get(pk=task.pk).state == "in_progress"


def test_a_refusal_of_the_service_shows_and_keeps_the_reason(client: Any) -> None:
    task = TaskFactory(state="reported_done", reported_done_by="user:office")
    EvidenceFactory(task=task)
    response = client.post(step_url(task, "close"), {"reason": "all done"})
    assert "cannot verify" in text_of(response)
    assert response.context["form"]["reason"].value() == "all done"
    assert Task.objects.get(pk=task.pk).state == "reported_done"


def test_a_step_on_a_stale_page_is_refused_once(client: Any) -> None:
    task = TaskFactory(state="in_progress")
    version = client.get(step_url(task, "suspend")).context["version"]
    client_of(user_with("coordinator", username="other")).post(
        step_url(task, "due"), {"due": "2026年11月22日", "reason": "agreed"}
    )
    refused = client.post(step_url(task, "suspend"), {"reason": "r", "row_version": version})
    assert "Somebody else changed" in text_of(refused)
    assert "other" in text_of(refused)
    assert Task.objects.get(pk=task.pk).state == "in_progress"
    again = client.post(step_url(task, "suspend"), {"reason": "r", "row_version": refused.context["version"]})
    assert again.status_code == 302
    assert Task.objects.get(pk=task.pk).state == "suspended"


@pytest.mark.parametrize(
    "typed", ["2026-11-22", "2026年11月22日", "2026.11.22", "20261122", "2026/11/22", "２０２６-１１-２２"]
)
def test_a_due_date_is_read_as_offices_type_it(client: Any, typed: str) -> None:
    task = TaskFactory(state="in_progress")
    assert client.post(step_url(task, "due"), {"due": typed, "reason": "agreed"}).status_code == 302
    task.refresh_from_db()
    assert (task.due, task.original_due) == (date(2026, 11, 22), date(2025, 6, 30))


def test_a_wrong_date_is_a_form_error(client: Any) -> None:
    task = TaskFactory(state="in_progress")
    response = client.post(step_url(task, "due"), {"due": "22.11.26 or so", "reason": "agreed"})
    assert "due" in response.context["form"].errors


def test_many_tasks_move_with_one_reason(client: Any) -> None:
    tasks = [TaskFactory(state="in_progress") for _ in range(3)]
    asked = client.post(LIST, selected("suspend", *tasks))
    assert asked.status_code == 200
    assert all(task.code in text_of(asked) for task in tasks)
    assert {task.state for task in Task.objects.all()} == {"in_progress"}
    done = client.post(LIST, selected("suspend", *tasks, apply="1", reason="the year is over"), follow=True)
    assert "3 tasks were moved on" in text_of(done)
    events = AuditEvent.objects.filter(table_name="programs_task", operation="update")
    assert [(event.reason, event.door, event.after["state"]) for event in events] == [
        ("the year is over", "admin", "suspended")
    ] * 3


def test_one_refusal_among_many_changes_none(client: Any) -> None:
    tasks = [TaskFactory(state="in_progress"), TaskFactory(state="closed")]
    response = client.post(LIST, selected("suspend", *tasks, apply="1", reason="r"))
    assert response.status_code == 200
    assert tasks[1].code in text_of(response)
    assert sorted(Task.objects.values_list("state", flat=True)) == ["closed", "in_progress"]


def test_all_matching_tasks_of_a_filtered_list(client: Any) -> None:
    wanted = [TaskFactory(state="assigned", code=f"A-{number}") for number in range(3)]
    other = TaskFactory(state="draft")
    data = selected("suspend", wanted[0], select_across="1", apply="1", reason="r")
    assert client.post(f"{LIST}?state__exact=assigned", data).status_code == 302
    assert Task.objects.filter(state="suspended").count() == 3
    assert Task.objects.get(pk=other.pk).state == "draft"


def test_a_reader_of_one_programme_cannot_step_there() -> None:
    own, foreign = ProgramFactory(), ProgramFactory()
    user = user_with("coordinator", program=own)
    user.memberships.create(role="leader", program=foreign)
    client = client_of(user)
    task = TaskFactory(measure__section__program=foreign, state="in_progress")
    assert client.get(LIST).context["cl"].result_count == 1
    assert client.post(step_url(task, "suspend"), {"reason": "r"}).status_code == 403
    assert client.post(LIST, selected("suspend", task, apply="1", reason="r")).status_code == 403
    assert Task.objects.get(pk=task.pk).state == "in_progress"


def test_progress_reports_are_reviewed_one_and_many(client: Any) -> None:
    reports = [ProgressReportFactory() for _ in range(3)]
    client.post(step_url(reports[0], "return"), {"reason": "no figures"})
    reports[0].refresh_from_db()
    assert (reports[0].state, reports[0].review_reason, reports[0].reviewed_by) == (
        "returned",
        "no figures",
        "user:office",
    )
    refused = client.post("/admin/programs/progressreport/", selected("accept", *reports, apply="1"))
    assert "reviewed already" in text_of(refused)
    client.post("/admin/programs/progressreport/", selected("accept", *reports[1:], apply="1"))
    assert ProgressReport.objects.filter(state="accepted").count() == 2


def test_a_milestone_is_completed_and_undone(client: Any) -> None:
    milestone = MilestoneFactory(task=TaskFactory(state="in_progress"))
    client.post(step_url(milestone, "complete"), {"done_on": "2024-05-06"})
    assert Milestone.objects.get(pk=milestone.pk).done_by == "user:office"
    client.post(step_url(milestone, "undo"), {"reason": "it was another one"})
    assert Milestone.objects.get(pk=milestone.pk).done_on is None


def test_evidence_is_added_by_a_step(client: Any) -> None:
    task = TaskFactory(state="in_progress")
    refused = client.post(step_url(task, "evidence"), {"title": "Notice"})
    assert "file or a web address" in text_of(refused)
    client.post(step_url(task, "evidence"), {"title": "Notice", "url": "https://example.org/notice"})
    assert Evidence.objects.get(task=task).added_by == "user:office"


@pytest.mark.parametrize(
    ("language", "back", "to_list"), [("en", "Go back", "Back to the list"), ("zh-hans", "返回", "返回列表")]
)
def test_leaving_a_page_never_reads_like_cancelling_or_closing(
    client: Any, language: str, back: str, to_list: str
) -> None:
    """“取消” stood beside “取消任务”, and “关闭” at the foot of a page whose step reads “关闭填报期”."""
    client.cookies["django_language"] = language
    closed = reverse("admin:programs_task_change", args=[TaskFactory(state="closed").pk])
    for address, word in ((step_url(TaskFactory(state="in_progress"), "cancel"), back), (closed, to_list)):
        page = html.document_fromstring(client.get(address).content.decode())
        assert [link.text_content() for link in page.find_class("closelink")] == [word]


def test_the_same_due_date_is_no_change(client: Any) -> None:
    task = TaskFactory(state="in_progress")
    response = client.post(step_url(task, "due"), {"due": task.due.isoformat(), "reason": "agreed"}, follow=True)
    assert f"{task.due.isoformat()} is the due date already. Nothing was changed." in text_of(response)
    assert Task.objects.get(pk=task.pk).version == task.version


def test_a_zone_and_the_english_name_of_the_lead_find_its_tasks(client: Any) -> None:
    task = TaskFactory(
        zone=ZoneFactory(name_zh="合肥", name_en="Hefei"), lead=AgencyFactory(name_en="Anhui Provincial Bureau")
    )
    TaskFactory()
    for words in ("合肥", "hefei", "anhui"):
        page = client.get(LIST, {"q": words})
        assert [row.pk for row in page.context["cl"].result_list] == [task.pk]
        assert "clear search and filters" in text_of(page)


def test_two_milestones_of_one_position_are_refused_in_words(client: Any) -> None:
    task = TaskFactory(state="in_progress")
    first, second = MilestoneFactory(task=task, position=1), MilestoneFactory(task=task, position=2)
    rows = {
        f"milestones-{place}-{name}": value
        for place, row in enumerate((first, second))
        for name, value in {
            "id": row.pk, "task": task.pk, "position": 1, "name_en": "a", "weight": "1", "due": row.due.isoformat(),
            "row_version": row.version,
        }.items()
    }  # fmt: skip
    data = {
        "name_en": "x", "weight": "1", "lead": task.lead_id, "start": task.start.isoformat(), "row_version": task.version,
        "reason_for_change": "r", "milestones-TOTAL_FORMS": 2, "milestones-INITIAL_FORMS": 2, **rows,
    }  # fmt: skip
    assert "Two rows have the same value here: position." in text_of(client.post(f"{LIST}{task.pk}/change/", data))
