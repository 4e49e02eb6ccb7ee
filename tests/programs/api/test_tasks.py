"""Tasks over REST: what lists and details tell, changes with If-Match, steps and progress reports."""

import json
from datetime import date

import pytest

from programs.actors import Role
from programs.models import ProgressReport, Task
from tests.factories.programs import AgencyFactory, EvidenceFactory, MilestoneFactory, TaskFactory, user_with
from tests.programs.api.client import as_browser, as_key, as_user
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
PROGRESS = {"period": "2025-Q1", "text": "Half of the banks have joined."}


@pytest.fixture
def task():
    """A task at work with a cooperating agency, a milestone and evidence."""
    task = TaskFactory(
        code="T-M013-310000", state="in_progress", due=date(2025, 6, 30), cooperating=[AgencyFactory(code="CO-1")]
    )
    MilestoneFactory(task=task, position=1)
    EvidenceFactory.create_batch(2, task=task)
    return task


@pytest.fixture
def staff():
    """A client of a coordinator."""
    return as_user(user_with(Role.COORDINATOR))


def address(task: Task, part: str = "") -> str:
    """The task's address, or one below it."""
    return f"/api/v1/tasks/{task.code}/{part}"


def pointers(answer) -> dict[str, str]:
    """Code by pointer of every error."""
    assert answer["Content-Type"] == "application/problem+json"
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def test_the_detail_tells_everything_and_its_etag(task, staff):
    answer = staff.get(address(task))
    body = answer.json()
    assert answer["ETag"] == f'"task-{task.pk}-v1"'
    assert (body["code"], body["lead"], body["cooperating"], body["state"]) == (
        task.code,
        task.lead.code,
        ["CO-1"],
        "in_progress",
    )
    assert (body["due"], body["original_due"], body["overdue"], body["acknowledged_late"]) == (
        "2025-06-30",
        "2025-06-30",
        True,
        False,
    )
    assert (body["weight"], body["evidence_count"], len(body["milestones"]), body["version"]) == ("1.00", 2, 1, 1)


def test_the_detail_takes_a_known_number_of_queries(task, staff):
    with counted("GET /api/v1/tasks/{code}/"):
        staff.get(address(task))


def test_filters_of_the_list(task, staff):
    other = TaskFactory(code="T-OTHER", state="assigned", due=date(2099, 1, 1), original_due=date(2099, 1, 1))

    def found(query: str) -> set[str]:
        answer = staff.get(f"/api/v1/tasks/?{query}")
        assert answer.status_code == 200, answer.json()
        return {row["code"] for row in answer.json()["results"]}

    mine, both = {task.code}, {task.code, other.code}
    for key, value in {
        "program": task.program.code,
        "zone": task.zone.code,
        "lead": task.lead.code,
        "agency": task.lead.code,
        "section": task.measure.section.code,
        "measure": task.measure.code,
        "state": "in_progress",
        "overdue": "true",
        "due_before": "2026-01-01",
        "never_acknowledged": "false",
        "without_evidence": "false",
    }.items():
        assert found(f"{key}={value}") == mine, key
    assert found("agency=CO-1") == mine
    assert found("lead=CO-1") == set()
    assert found("overdue=false") == {other.code}
    assert found("due_after=2026-01-01") == {other.code}
    assert found("never_acknowledged=true") == {other.code}
    assert found("without_evidence=true") == {other.code}
    assert found("without_indicator=true") == both
    assert found("updated_since=2000-01-01T00:00:00Z") == both
    assert found("updated_since=2099-01-01T00:00:00Z") == set()


@pytest.mark.parametrize("address", ["tasks/?overdue=", "measures/?without_task=", "periods/?open="])
def test_a_filter_of_yes_or_no_takes_no_other_word(staff, address):
    assert staff.get(f"/api/v1/{address}TRUE").status_code == 200
    assert staff.get(f"/api/v1/{address}").status_code == 200
    answer = staff.get(f"/api/v1/{address}yes")
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (400, "Write true or false.")


def test_an_agency_sees_its_own_tasks_and_a_foreign_one_looks_missing(task):
    client = as_key(AgencyFactory())
    assert client.get("/api/v1/tasks/").json()["count"] == 0
    foreign, missing = client.get(address(task)), client.get("/api/v1/tasks/T-NONE/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert as_key(task.cooperating.get()).get(address(task)).status_code == 200


@pytest.mark.parametrize("code", ["a%00b", "..", "T'--", "%F0%9F%98%80", "x" * 200])
def test_a_malformed_code_is_not_found(staff, code):
    assert staff.get(f"/api/v1/tasks/{code}/").status_code == 404


def test_a_change_needs_if_match_and_the_newest_version(task, staff):
    body = {"name_en": "New name", "weight": "2.50"}
    assert staff.patch(address(task), body).status_code == 428
    answer = staff.patch(address(task), body, headers={"If-Match": f'"task-{task.pk}-v1"'})
    assert (answer.status_code, answer["ETag"]) == (200, f'"task-{task.pk}-v2"')
    assert (answer.json()["name_en"], answer.json()["weight"]) == ("New name", "2.50")
    stale = staff.patch(address(task), {"name_en": "Other"}, headers={"If-Match": f'"task-{task.pk}-v1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")


def test_a_new_due_date_needs_a_reason_and_keeps_the_original(task, staff):
    headers = {"If-Match": "*"}
    refused = staff.patch(address(task), {"due": "2025-09-30"}, headers=headers)
    assert (refused.status_code, pointers(refused)) == (422, {"/reason": "reason_missing"})
    answer = staff.patch(address(task), {"due": "2025-09-30", "reason": "The permit came late."}, headers=headers)
    assert (answer.json()["due"], answer.json()["original_due"]) == ("2025-09-30", "2025-06-30")


def test_every_fault_of_a_change_is_named_at_once(task, staff):
    body = {"state": "closed", "due": "soon", "weight": "many", "name_en": "a\u0000b", "owner": 1}
    answer = staff.patch(address(task), body, headers={"If-Match": "*"})
    assert answer.status_code == 422
    found = pointers(answer)
    assert {pointer: found[pointer] for pointer in ("/state", "/owner")} == {
        "/state": "unknown_field",
        "/owner": "unknown_field",
    }
    assert set(found) == {"/state", "/owner", "/due", "/weight", "/name_en"}


@pytest.mark.parametrize("body", ["[]", '"x"', "null", "1"])
def test_a_body_that_is_no_object_is_refused(task, staff, body):
    answer = staff.patch(address(task), data=body, content_type="application/json", headers={"If-Match": "*"})
    assert answer.status_code == 422


def test_broken_json_is_malformed(task, staff):
    assert (
        staff.patch(address(task), data="{", content_type="application/json", headers={"If-Match": "*"}).status_code
        == 400
    )
    assert (
        staff.patch(
            address(task), data="a=1", content_type="application/x-www-form-urlencoded", headers={"If-Match": "*"}
        ).status_code
        == 415
    )


def test_agencies_do_not_change_tasks(task):
    assert as_key(task.lead).patch(address(task), {"name_en": "Mine"}, headers={"If-Match": "*"}).status_code == 403


def test_steps_by_agency_and_staff(task, staff):
    agency = as_key(task.lead)
    done = agency.post(address(task, "transitions/"), {"transition": "report_done"})
    assert (done.status_code, done.json()["state"], done.json()["version"]) == (200, "reported_done", 2)
    assert agency.post(address(task, "transitions/"), {"transition": "close"}).status_code == 403
    again = agency.post(address(task, "transitions/"), {"transition": "report_done"})
    assert (again.status_code, again.json()["code"]) == (409, "not_allowed_in_state")
    assert staff.post(address(task, "transitions/"), {"transition": "close"}).json()["state"] == "closed"
    missing = staff.post(address(task, "transitions/"), {"transition": "reopen"})
    assert (missing.status_code, pointers(missing)) == (422, {"/reason": "reason_missing"})


def test_a_step_honours_if_match_and_refuses_unknown_fields(task, staff):
    stale = staff.post(
        address(task, "transitions/"), {"transition": "suspend", "reason": "Wait."}, headers={"If-Match": '"task-0-v9"'}
    )
    assert stale.status_code == 412
    wrong = staff.post(address(task, "transitions/"), {"transition": "explode", "state": "closed"})
    assert pointers(wrong) == {"/transition": "invalid_choice", "/state": "unknown_field"}


def test_the_lead_agency_reports_progress(task):
    answer = as_key(task.lead).post(
        address(task, "progress/"),
        {**PROGRESS, "self_rating": "on_track", "evidence": [{"title": "Notice", "url": "https://example.org/n"}]},
        format="json",
    )
    assert answer.status_code == 201
    assert (answer.json()["task"], answer.json()["state"]) == (task.code, "submitted")
    assert ProgressReport.objects.get().evidence.get().url == "https://example.org/n"


def test_people_take_steps_and_report_with_a_session_whose_token_is_checked(task):
    chief = as_browser(user_with(Role.COORDINATOR))
    answer = chief.post(address(task, "transitions/"), {"transition": "suspend", "reason": "Talks."}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "suspended")
    Task.objects.filter(pk=task.pk).update(state="in_progress")
    lead = as_browser(user_with(Role.REPORTER, agency=task.lead))
    headers = {"Idempotency-Key": "one"}
    first, again = (lead.post(address(task, "progress/"), PROGRESS, format="json", headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    lead.credentials()
    assert lead.post(address(task, "progress/"), PROGRESS, format="json").status_code == 403


def test_every_fault_of_a_progress_report_is_told_at_once(task):
    answer = as_key(task.lead).post(
        address(task, "progress/"),
        {
            "period": "2099",
            "problems": "\u202e",
            "self_rating": "fine",
            "colour": "red",
            "evidence": [{"title": "Notice"}, {"title": "Page", "url": "http://example.org"}],
        },
        format="json",
    )
    assert answer.status_code == 422
    assert pointers(answer) == {
        "/text": "required",
        "/self_rating": "invalid_choice",
        "/colour": "unknown_field",
        "/evidence/0/url": "required",
        "/evidence/1/url": "url_not_https",
        "/period": "period_not_begun",
        "/problems": "direction_control",
    }
    assert len(answer.json()["errors"]) == 7


def test_cooperating_agencies_staff_and_strangers_do_not_report(task, staff):
    assert as_key(task.cooperating.get()).post(address(task, "progress/"), PROGRESS).status_code == 403
    assert staff.post(address(task, "progress/"), PROGRESS).status_code == 403
    assert as_key(AgencyFactory()).post(address(task, "progress/"), PROGRESS).status_code == 404
    assert as_key(task.lead, scopes="read").post(address(task, "progress/"), PROGRESS).status_code == 403
    assert not ProgressReport.objects.exists()


def test_every_fault_of_a_report_is_named(task):
    client = as_key(task.lead)
    shape = client.post(
        address(task, "progress/"),
        {"text": 5 * [1], "evidence": [{"title": "x", "file": 1}], "rating": 1},
        format="json",
    )
    assert shape.status_code == 422
    assert pointers(shape)["/period"] == "required"
    assert pointers(shape)["/rating"] == "unknown_field"
    assert pointers(shape)["/evidence/0/file"] == "unknown_field"
    rules = client.post(
        address(task, "progress/"),
        {"period": "2025-Q9", "text": "ok", "evidence": [{"title": "x", "url": "http://x"}]},
        format="json",
    )
    assert pointers(rules) == {"/period": "period_malformed", "/evidence/0/url": "url_not_https"}
    rules = client.post(
        address(task, "progress/"), {**PROGRESS, "evidence": [{"title": "x", "url": "http://x"}]}, format="json"
    )
    assert pointers(rules) == {"/evidence/0/url": "url_not_https"}


def test_the_same_idempotency_key_reports_once(task):
    client = as_key(task.lead)
    first, second = [
        client.post(
            address(task, "progress/"),
            data=json.dumps(PROGRESS),
            content_type="application/json",
            headers={"Idempotency-Key": "k-1"},
        )
        for _ in range(2)
    ]
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert second["Idempotent-Replayed"] == "true"
    other = client.post(address(task, "progress/"), {**PROGRESS, "text": "Other."}, headers={"Idempotency-Key": "k-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_messages_follow_the_language_and_codes_do_not(task):
    answer = as_key(task.lead).post(address(task, "progress/"), {"x": 1}, headers={"Accept-Language": "zh-hans"})
    assert "unknown_field" in pointers(answer).values()
