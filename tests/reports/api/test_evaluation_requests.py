"""POST evaluations/: bad data is 422 with everything that is wrong, a body that cannot be read is 400."""

from typing import Any

import pytest
from django.http import HttpResponse

from programs.actors import Role
from programs.models import Job
from tests.factories.indicators import pilot
from tests.factories.pages import client_of
from tests.factories.programs import user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Any:
    """Sends a body as a coordinator; `program` is the pilot's."""
    code = pilot().program.code
    client = client_of(user_with(Role.COORDINATOR))
    return lambda body: client.post(
        "/api/v1/evaluations/",
        {"program": code, **body} if isinstance(body, dict) else body,
        content_type="application/json",
    )


def faults(answer: HttpResponse) -> dict[str, str]:
    """Code by pointer."""
    assert answer["Content-Type"] == "application/problem+json"
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"/period": "required", "/kind": "required"}),
        (
            {"program": "a b", "period": "Q3", "kind": "weekly", "as_of": "soon", "colour": "red"},
            {
                "/program": "invalid",
                "/period": "bad_period",
                "/kind": "invalid_choice",
                "/as_of": "invalid",
                "/colour": "unknown_field",
            },
        ),
        (
            {"period": "2026-07", "kind": "quarterly", "as_of": "2099-01-01T00:00:00Z"},
            {"/period": "period_does_not_fit", "/as_of": "future_moment"},
        ),
        (
            {"period": "1999-Q1", "kind": "quarterly", "as_of": "x"},
            {"/period": "period_outside_programme", "/as_of": "invalid"},
        ),
        ({"period": [], "kind": {}}, {"/period": "invalid", "/kind": "invalid_choice"}),
        ([1], {"/non_field_errors": "invalid"}),
    ],
)
def test_every_fault_is_told_at_once(post: Any, body: Any, expected: dict[str, str]) -> None:
    answer = post(body)
    assert (answer.status_code, faults(answer)) == (422, expected)
    assert not Job.objects.exists()


def test_what_cannot_be_read_is_malformed(post: Any) -> None:
    assert post("{").status_code == 400


def test_an_unknown_programme_is_not_found(post: Any) -> None:
    assert post({"program": "none", "period": "2026-Q3", "kind": "quarterly"}).status_code == 404
