"""Every route × method × caller, against the table; a row of another agency answers exactly as one that is not there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.repository.matrix_world import World, build_world
from tests.repository.permission_matrix import ROWS, WITHOUT_ROW, Row

METHODS = {
    "api": ("GET", "POST", "PUT", "PATCH", "DELETE"),
    "page": ("GET", "POST"),
    "admin": ("GET", "POST"),
    "shown": ("GET",),
    "open": ("GET",),
}
THROUGH = {200, 201, 202, 302, 303, 400, 409, 412, 415, 422, 428}
pytestmark = pytest.mark.django_db  # so that the test database is made
CHANGING = [re.compile(pattern) for pattern in (rb'name="csrfmiddlewaretoken" value="[^"]+"', rb'nonce="[^"]+"')]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The two programmes, built once for all rows in a transaction that is never committed."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("matrix")
    kept = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = folder
    with django_db_blocker.unblock(), transaction.atomic():
        built = build_world()
        built.own["folder"] = folder
        settings.MEDIA_ROOT = kept
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def same_files(world: World, settings: Any) -> None:
    """Files of the world are found in every test; nobody is throttled."""
    settings.MEDIA_ROOT = world.own["folder"]
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
    cache.clear()


def routes(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """Names, with namespaces, of all routes; the pattern itself where a route has no name."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or ''}" if entry.name or namespace else str(entry.pattern)
        else:
            yield from routes(entry.url_patterns, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


def ask(world: World, caller: str, method: str, row: Row, kwargs: dict[str, Any]) -> Any:
    """One request, whose effects are undone."""
    client = world.clients[caller]
    client.raise_request_exception = True
    address = reverse(row.name, kwargs=kwargs)
    extra: dict[str, Any] = {"headers": {"If-Match": "*"}}
    if method != "GET":
        extra |= (
            {"data": row.body, "content_type": "application/json"}
            if row.kind == "api"
            else {"data": row.body}
            if method == "POST"
            else {}
        )
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method.lower())(address, **extra)
        response.told = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def told(response: Any, asked: dict[str, Any]) -> tuple[int, str, bytes]:
    """What the caller can tell answers apart by, without what differs in every answer and what the caller asked for."""
    body, location = response.told, response.headers.get("Location", "")
    for pattern in CHANGING:
        body = pattern.sub(b"", body)
    body = body.replace(response.request["PATH_INFO"].encode(), b"?")
    for value in asked.values():
        location = location.replace(f"/{value}/", "/?/")
    return response.status_code, location, body


def to_sign_in(response: Any) -> bool:
    """Whether the answer leads to the sign-in."""
    return response.status_code == 302 and (
        "/sign-in/" in response["Location"] or "/admin/login/" in response["Location"]
    )


def is_refused(response: Any, row: Row, caller: str) -> bool:
    """Whether the caller is kept out in the way of the row's kind."""
    if row.kind == "api":
        return response.status_code == 401 if caller == "anonymous" else response.status_code in (403, 405)
    if row.kind == "page" and caller in ("anonymous", "key"):
        return to_sign_in(response) or response.status_code == 405
    return to_sign_in(response) or response.status_code in (403, 404, 405)


def got_through(response: Any) -> bool:
    """Whether the caller was let in: an answer, or a refusal of the content but not of the caller."""
    return response.status_code in THROUGH and not to_sign_in(response)


def test_every_route_has_a_row():
    known = {row.name for row in ROWS} | WITHOUT_ROW
    missing = sorted(set(routes()) - known)
    assert not missing, f"Add one line to tests/repository/permission_matrix.py for each of: {missing}"


def test_no_row_without_a_route_and_no_route_twice():
    assert sorted({row.name for row in ROWS} - set(routes())) == []
    assert len(ROWS) == len({str(row) for row in ROWS})


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row, world: World):
    wrong = []
    for method in METHODS[row.kind]:
        for caller in world.clients:
            allowed = caller in row.allow.get(method, ())
            response = ask(world, caller, method, row, row.on.own(world.own) if row.on else {})
            if row.kind == "open":
                fits = response.status_code < 500
            elif not allowed:
                fits = is_refused(response, row, caller)
            elif caller in row.hidden:
                fits = response.status_code == 404
            else:
                fits = got_through(response)
            if not fits:
                wrong.append(
                    f"{caller} {method}: {response.status_code} {response.headers.get('Location', '')} although {'allowed' if allowed else 'not allowed'}"
                )
    assert not wrong, "\n".join([str(row), *wrong])


@pytest.mark.parametrize("row", [row for row in ROWS if row.on and row.on.scoped], ids=str)
def test_a_foreign_row_answers_like_a_missing_one(row: Row, world: World):
    assert row.on is not None
    wrong = []
    for method, allowed in row.allow.items():
        for caller in sorted(allowed - {"chief"}):
            asked = row.on.own(world.foreign), row.on.missing
            foreign, missing = [told(ask(world, caller, method, row, kwargs), kwargs) for kwargs in asked]
            if foreign[0] not in (302, 404) or foreign != missing:
                wrong.append(
                    f"{caller} {method}: foreign {foreign[:2]}, missing {missing[:2]}, {b'' if len(foreign[2]) > 600 else foreign[2]!r}"
                )
    assert not wrong, "\n".join([str(row), *wrong])
