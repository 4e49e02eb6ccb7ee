"""Whose failed sign-ins are counted: the client behind our proxies, never what it claims about itself."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from programs.actors import Role
from tests.factories.programs import PASSWORD, user_with
from tracker.client_address import client_address


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "203.0.113.9", "192.0.2.7"),
        (0, None, "192.0.2.7"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "nonsense", "192.0.2.7"),
        (1, None, "192.0.2.7"),
    ],
)
def test_the_address(settings: Any, proxies: int, told: str | None, address: str) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    headers = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", **headers)) == address


@pytest.mark.django_db
def test_behind_a_proxy_nobody_locks_an_account_for_others(settings: Any) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    user = user_with(Role.LEADER)
    user.set_password(PASSWORD)
    user.save()

    def sign_in(address: str, password: str) -> int:
        sent = {"username": user.username, "password": password}
        return Client().post("/sign-in/", sent, headers={"X-Forwarded-For": address}).status_code

    for _turn in range(6):
        refused = sign_in("203.0.113.66", "wrong")
    assert refused == 429
    assert sign_in("203.0.113.5", PASSWORD) == 302
