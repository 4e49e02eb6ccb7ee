"""POST submissions/: the contract to the letter, every door of it, and what each error looks like."""

import json
from typing import Any

import pytest
from django.test import Client

from indicators.models import Observation, Submission
from indicators.services.periods import period_close
from tests.factories.indicators import Pilot, pilot, row
from tests.factories.programs import key_for, user_with
from tests.programs.api.client import as_browser

pytestmark = pytest.mark.django_db
URL = "/api/v1/submissions/"


@pytest.fixture
def place() -> Pilot:
    """A small pilot with open periods."""
    return pilot()


@pytest.fixture
def bearer(place: Pilot) -> str:
    """The Authorization header of the pilot's agency."""
    return f"Bearer {key_for(place.agency)[1]}"


def post(client: Client, bearer: str, rows: Any, query: str = "", **headers: str) -> Any:
    """Hand in rows as JSON."""
    body = json.dumps({"program": "yrd-scitech-finance", "rows": rows})
    return client.post(URL + query, body, content_type="application/json", headers={"Authorization": bearer, **headers})


def test_the_example_of_the_contract(client: Client, place: Pilot, bearer: str) -> None:
    rows = [
        {
            "indicator": "IND01",
            "zone": "310000",
            "period": "2026-Q3",
            "value": "47260.5",
            "dimensions": {"size": "small"},
            "status": "A",
            "note": "",
        }
    ]
    answer = post(client, bearer, rows)
    assert answer.status_code == 201
    assert answer.headers["Content-Type"] == "application/json"
    stored = Submission.objects.get()
    assert answer.json() == {
        "id": str(stored.pk),
        "state": "accepted",
        "dry_run": False,
        "counts": {"received": 1, "created": 1, "revised": 0, "unchanged": 0, "rejected": 0},
        "findings": [],
    }


def test_every_problem_in_one_answer_and_nothing_stored(client: Client, place: Pilot, bearer: str) -> None:
    rows = [
        row("1.0", indicator="IND99"),
        row("1.0", period="2026-07"),
        row("4.2亿"),
        row("1.0", zone="320100"),
        row("1.0", dimensions={"size": "small"}),
        row("2.0", dimensions={"size": "small"}),
        row(None, status="M", dimensions={"size": "large"}),
    ]
    answer = post(client, bearer, rows)
    assert answer.status_code == 422
    body = answer.json()
    assert [(item["index"], item["pointer"], item["code"], item["severity"]) for item in body["findings"]] == [
        (0, "/rows/0/indicator", "unknown_indicator", "error"),
        (1, "/rows/1/period", "wrong_frequency", "error"),
        (2, "/rows/2/value", "unit_suffix", "error"),
        (3, "/rows/3/zone", "foreign_cell", "error"),
        (5, "/rows/5", "duplicate_row", "error"),
        (6, "/rows/6/note", "missing_without_reason", "error"),
    ]
    suffix = body["findings"][2]
    assert suffix == {
        "index": 2,
        "pointer": "/rows/2/value",
        "cell": None,
        "code": "unit_suffix",
        "severity": "error",
        "message": "“4.2亿” carries a unit (亿).",
        "value": "4.2亿",
        "hint": "Write 4.2: the unit of IND01 is CNY 100 million already.",
    }
    assert all(item["message"] and item["hint"] for item in body["findings"])
    assert not Observation.objects.exists()
    assert (body["id"], body["state"], body["counts"]["created"]) == (str(Submission.objects.get().pk), "rejected", 0)


def test_a_dry_run_answers_200_and_stores_nothing(client: Client, place: Pilot, bearer: str) -> None:
    answer = post(client, bearer, [row()], "?dry_run=true")
    assert (answer.status_code, answer.json()["id"], answer.json()["dry_run"], answer.json()["state"]) == (
        200,
        None,
        True,
        "accepted",
    )
    assert answer.json()["counts"]["created"] == 1
    assert not Submission.objects.exists()


def test_a_dry_run_with_errors_answers_422(client: Client, place: Pilot, bearer: str) -> None:
    assert post(client, bearer, [row("x")], "?dry_run=true").status_code == 422


def test_partial_mode(client: Client, place: Pilot, bearer: str) -> None:
    answer = post(client, bearer, [row(), row("x", indicator="IND03", period="2026-07")], "?mode=partial")
    assert (answer.status_code, answer.json()["counts"]) == (
        201,
        {"received": 2, "created": 1, "revised": 0, "unchanged": 0, "rejected": 1},
    )


def test_the_same_key_and_body_give_the_same_answer_and_one_effect(client: Client, place: Pilot, bearer: str) -> None:
    first = post(client, bearer, [row()], **{"Idempotency-Key": "a-1"})
    second = post(client, bearer, [row()], **{"Idempotency-Key": "a-1"})
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert Submission.objects.count() == 1
    other = post(client, bearer, [row("101.0")], **{"Idempotency-Key": "a-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_csv(client: Client, place: Pilot, bearer: str) -> None:
    text = "\ufeffindicator,zone,period,value,status,note,size\r\nIND01,310000,2026-Q3,4726.5,A,,small\r\nIND01,310000,2026-Q3,x,,,large\r\n"
    answer = client.post(
        URL + "?file_name=q3.csv", text.encode(), content_type="text/csv", headers={"Authorization": bearer}
    )
    assert answer.status_code == 422
    assert [(item["index"], item["pointer"], item["cell"], item["code"]) for item in answer.json()["findings"]] == [
        (1, "/rows/1/value", "D3", "not_a_number")
    ]
    answer = client.post(
        URL,
        text.replace("x", "1.5").encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Authorization": bearer},
    )
    assert answer.status_code == 201
    assert set(Observation.objects.values_list("series__dimension_key", flat=True)) == {"size=small", "size=large"}
    assert Submission.objects.get(state="rejected").file_name == "q3.csv"


def test_messages_are_in_the_readers_language_and_codes_are_not(client: Client, place: Pilot, bearer: str) -> None:
    english = post(client, bearer, [row("4.2亿")], **{"Accept-Language": "en"}).json()["findings"][0]
    chinese = post(client, bearer, [row("4.2亿")], **{"Accept-Language": "zh-hans"}).json()["findings"][0]
    assert english["code"] == chinese["code"] == "unit_suffix"
    assert "CNY 100 million" in english["hint"]
    assert "亿元" in chinese["hint"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_utf8"),
        (b"[]", 400, "not_an_object"),
        (b'{"program": "yrd-scitech-finance", "rows": {}}', 400, "unreadable"),
        (b'{"program": "yrd-scitech-finance", "rows": [], "x": 1}', 400, "unreadable"),
        (b'{"program": "yrd-scitech-finance", "rows": []}', 400, "no_rows"),
        (b'{"program": [5], "rows": [{}]}', 400, "unreadable"),
        (b'{"program": "other", "rows": [{}]}', 404, "program_not_found"),
        (b'{"program": "a\\u0000b", "rows": [{}]}', 404, "program_not_found"),
        (b'{"program": "yrd-scitech-finance", "agency": "NJ-LFR", "rows": [{}]}', 404, "agency_not_found"),
        (b'{"program": "yrd-scitech-finance", "rows": [{"value": NaN}]}', 400, "not_json"),
        (b'{"program": "yrd-scitech-finance", "rows": [{"value": "1", "value": "2"}]}', 400, "not_json"),
        (b'{"rows": ' + b"[" * 30000 + b"]" * 30000 + b"}", 400, "too_deep"),
    ],
    ids=[str(number) for number in range(13)],
)
def test_a_body_that_cannot_be_read_is_a_problem_document(
    client: Client, place: Pilot, bearer: str, body: bytes, status: int, code: str
) -> None:
    answer = client.post(URL, body, content_type="application/json", headers={"Authorization": bearer})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert all(item["message"] for item in answer.json()["errors"])
    assert not Submission.objects.exists()


def test_places_are_json_pointers(client: Client, place: Pilot, bearer: str) -> None:
    answer = post(
        client,
        bearer,
        [
            row(**{"a/b~c": 1}),
            row(dimensions={"x/y": "z"}, period="2026-Q2"),
            row(dimensions={"\x00": "z"}, period="2026-Q2"),
        ],
    )
    assert [item["pointer"] for item in answer.json()["findings"]] == [
        "/rows/0/a~1b~0c",
        "/rows/1/dimensions/x~1y",
        "/rows/2/dimensions/\ufffd",
    ]


def test_other_kinds_of_body_are_415(client: Client, place: Pilot, bearer: str) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client.post(URL, b"a=1", content_type=kind, headers={"Authorization": bearer})
        assert (answer.status_code, answer.headers["Content-Type"]) == (415, "application/problem+json")


def test_a_body_too_large_is_413(client: Client, place: Pilot, bearer: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = post(client, bearer, [row()] * 3)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10**6
    settings.SUBMISSION_MAX_ROWS = 2
    answer = post(client, bearer, [row()] * 3)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_rows")


def test_a_closed_period_is_409(client: Client, place: Pilot, bearer: str) -> None:
    period_close(period=place.program.periods.get(code="2026-Q3"), by=place.office, reason="all in")
    answer = post(client, bearer, [row()])
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["value"]) == (
        409,
        "period_closed",
        "2026-Q3",
    )


@pytest.mark.parametrize("query", ["?dry-run=true", "?dry_run=maybe", "?dry_run=true&dry_run=false"])
def test_unknown_or_unclear_parameters_are_400(client: Client, place: Pilot, bearer: str, query: str) -> None:
    assert post(client, bearer, [row()], query).status_code == 400


def test_an_unknown_mode_is_422(client: Client, place: Pilot, bearer: str) -> None:
    assert post(client, bearer, [row()], "?mode=some").json()["code"] == "unknown_mode"


def test_nobody_hands_in_without_a_key_or_with_a_reading_key(client: Client, place: Pilot) -> None:
    assert post(client, "", [row()]).status_code == 401
    assert post(client, f"Bearer {key_for(place.agency, scopes='read')[1]}", [row()]).status_code == 403


@pytest.mark.parametrize("role", ["leader", "expert", "auditor", "administrator"])
def test_other_roles_do_not_hand_in(client: Client, place: Pilot, role: str) -> None:
    client.force_login(user_with(role), backend="django.contrib.auth.backends.ModelBackend")
    assert post(client, "", [row()]).status_code == 403


def test_a_coordinator_hands_in_for_an_agency(client: Client, place: Pilot) -> None:
    client.force_login(user_with("coordinator"), backend="django.contrib.auth.backends.ModelBackend")
    body = {"program": "yrd-scitech-finance", "rows": [row()]}
    assert client.post(URL, body, content_type="application/json").json()["code"] == "agency_missing"
    answer = client.post(URL, {**body, "agency": "SH-LFR"}, content_type="application/json")
    assert answer.status_code == 201
    assert Submission.objects.get().agency == place.agency


def test_looking_up_what_became_of_it(client: Client, place: Pilot, bearer: str) -> None:
    answer = post(client, bearer, [row("4.2亿"), row("１00", dimensions={"size": "small"})], "?mode=partial").json()
    shown = client.get(f"{URL}{answer['id']}/", headers={"Authorization": bearer}).json()
    assert {name: shown[name] for name in answer} == answer
    assert (shown["agency"], shown["program"], shown["mode"], shown["door"]) == (
        "SH-LFR",
        "yrd-scitech-finance",
        "partial",
        "api",
    )
    listed = client.get(URL, headers={"Authorization": bearer}).json()
    assert (listed["count"], listed["next"], listed["previous"], listed["results"][0]["id"]) == (
        1,
        None,
        None,
        answer["id"],
    )
    assert client.get(URL + "?state=accepted&agency=SH-LFR", headers={"Authorization": bearer}).json()["count"] == 1
    assert client.get(URL + "?state=returned", headers={"Authorization": bearer}).json()["count"] == 0
    assert client.get(URL + "?colour=red", headers={"Authorization": bearer}).status_code == 400


def test_another_agency_sees_nothing_of_it(client: Client, place: Pilot, bearer: str) -> None:
    answer = post(client, bearer, [row()]).json()
    other = {"Authorization": f"Bearer {key_for(place.other_agency)[1]}"}
    foreign = client.get(f"{URL}{answer['id']}/", headers=other)
    missing = client.get(f"{URL}00000000-0000-4000-8000-000000000000/", headers=other)
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert client.get(URL, headers=other).json()["count"] == 0


def test_a_mistaken_unit_waits_for_the_coordination_group(client: Client, place: Pilot, bearer: str) -> None:
    post(client, bearer, [row("100.0", period="2026-Q2")])
    answer = post(client, bearer, [row("1000000.0")])
    assert (answer.status_code, answer.json()["state"]) == (201, "in_review")
    assert [(item["code"], item["severity"]) for item in answer.json()["findings"]] == [("unit_jump", "review")]
    address = f"{URL}{answer.json()['id']}/"
    assert (
        client.post(
            address + "accept/", {}, content_type="application/json", headers={"Authorization": bearer}
        ).status_code
        == 403
    )
    client.force_login(user_with("coordinator"), backend="django.contrib.auth.backends.ModelBackend")
    assert (
        client.post(address + "return/", {"reason": " "}, content_type="application/json").json()["code"]
        == "reason_missing"
    )
    assert client.post(address + "accept/", {"x": 1}, content_type="application/json").status_code == 422
    done = client.post(address + "accept/", {"reason": "confirmed by telephone"}, content_type="application/json")
    assert (done.status_code, done.json()["state"], done.json()["counts"]["created"]) == (200, "accepted", 1)
    assert client.post(address + "return/", {"reason": "no"}, content_type="application/json").status_code == 409


@pytest.mark.parametrize(
    ("step", "role", "state"),
    [
        ("accept", "coordinator", "accepted"),
        ("return", "coordinator", "returned"),
        ("withdraw", "reporter", "withdrawn"),
    ],
)
def test_people_decide_with_a_session_whose_token_is_checked(
    client: Client, place: Pilot, bearer: str, step: str, role: str, state: str
) -> None:
    post(client, bearer, [row("100.0", period="2026-Q2")])
    address = f"{URL}{post(client, bearer, [row('1000000.0')]).json()['id']}/{step}/"
    person = as_browser(user_with(role, **({"agency": place.agency} if role == "reporter" else {})))
    first, again = (
        person.post(address, {"reason": "unit"}, format="json", headers={"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert (first.status_code, first.json()["state"]) == (200, state)
    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")
    other = person.post(address, {"reason": "other"}, format="json", headers={"Idempotency-Key": "k"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_an_agency_withdraws_what_waits(client: Client, place: Pilot, bearer: str) -> None:
    post(client, bearer, [row("100.0", period="2026-Q2")])
    address = f"{URL}{post(client, bearer, [row('1000000.0')]).json()['id']}/withdraw/"
    other = {"Authorization": f"Bearer {key_for(place.other_agency)[1]}"}
    assert client.post(address, {}, content_type="application/json", headers=other).status_code == 404
    done = client.post(
        address, {"reason": "wrong unit"}, content_type="application/json", headers={"Authorization": bearer}
    )
    assert (done.status_code, done.json()["state"], done.json()["review_reason"]) == (200, "withdrawn", "wrong unit")
    again = client.post(address, {}, content_type="application/json", headers={"Authorization": bearer})
    assert (again.status_code, again.json()["code"]) == (409, "not_allowed_in_state")
