"""Each answer carries its request's id, and a stranger cannot choose it."""

import pytest
from django.test import Client

from programs.middleware import door_of

GIVEN = {"X-Request-ID": "abcdef-12345678"}


def test_every_answer_carries_an_id_of_its_own() -> None:
    first, second = (Client().get("/healthz").headers["X-Request-ID"] for _ in range(2))
    assert len(first) == 16
    assert first != second


def test_a_given_id_counts_behind_our_proxy_only(settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = None
    assert Client().get("/healthz", headers=GIVEN).headers["X-Request-ID"] != GIVEN["X-Request-ID"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/healthz", headers=GIVEN).headers["X-Request-ID"] == GIVEN["X-Request-ID"]


@pytest.mark.parametrize(
    "text", ["short", "x" * 65, "with blank 123", "line\nbreak-123", "quote'12345678", "日本語日本語日本語"]
)
def test_an_id_of_another_shape_is_replaced(settings, text: str) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert (
        Client()
        .get("/healthz", headers={"X-Request-ID": text.encode("utf-8").decode("latin-1")})
        .headers["X-Request-ID"]
        != text
    )


@pytest.mark.parametrize(
    ("path", "door"), [("/api/v1/tasks/", "api"), ("/admin/", "admin"), ("/tasks/", "portal"), ("/apiary/", "portal")]
)
def test_the_door_is_known_by_the_path(path: str, door: str) -> None:
    assert door_of(path) == door
