"""Errors outside every view: pages for people, problem documents for programs."""

from typing import Any

import pytest
from django.test import Client

from programs.actors import Role
from tests.factories.pages import client_of
from tests.factories.programs import user_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/api/v1/submissions/nope/", "/api/v1/nothing/", "/api/", "/api/v9/tasks/"])
@pytest.mark.parametrize(("language", "word"), [("en", "nothing at this address"), ("zh-hans", "该地址不存在")])
def test_an_unknown_address_of_the_api_is_a_problem(address: str, language: str, word: str) -> None:
    response = Client().get(address, headers={"Accept-Language": language})
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert (response.json()["code"], response.json()["errors"][0]["code"]) == ("not_found", "not_found")
    assert word in response.json()["title"]


def test_a_method_that_an_address_does_not_know_is_a_problem() -> None:
    response = client_of(user_with(Role.COORDINATOR)).put("/api/v1/submissions/")
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")


@pytest.mark.parametrize("version", ["%00", "%0a", "%22x"])
def test_a_wanted_version_of_the_schema_reaches_no_header(version: str) -> None:
    response = Client().get(f"/api/v1/schema/?version={version}")
    assert (response.status_code, response["Content-Disposition"]) == (
        200,
        'inline; filename="Pilot-Zone Tracker (v1).yaml"',
    )
    assert b"version: 1.0.0 (v1)" in response.content


def test_a_fault_of_the_server_is_a_problem(monkeypatch: Any) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("programs.api.views.ScopedListView.get", fail)
    client = client_of(user_with(Role.COORDINATOR))
    client.raise_request_exception = False
    response = client.get("/api/v1/tasks/")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["code"] == "server_error"
    assert b"secret" not in response.content


def test_elsewhere_people_read_a_page() -> None:
    response = Client().get("/nothing/")
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
