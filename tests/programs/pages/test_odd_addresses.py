"""Addresses and forms that hold a NUL, which PostgreSQL refuses to compare, are answered like unknown ones."""

import pytest

from programs.actors import Role
from tests.factories.pages import client_of
from tests.factories.programs import user_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/programs/%00/", "/tasks/%00/", "/reports/a%00b/", "/reports/%00/files/en.pdf"])
def test_a_page(address: str) -> None:
    assert client_of(user_with(Role.COORDINATOR)).get(address).status_code == 404


def test_a_form() -> None:
    asked = {"program": "a\x00b", "wanted": "quarterly:2026-Q3"}
    assert client_of(user_with(Role.COORDINATOR)).post("/reports/start/", asked).status_code == 404
