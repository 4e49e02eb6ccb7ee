"""The entry point of web servers answers requests that name a charset like all others."""

import io
from typing import Any

import pytest

from tracker.wsgi import application

pytestmark = pytest.mark.django_db


def status_of(content_type: str) -> str:
    """The status of a visitor's request whose body is of this type."""
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "QUERY_STRING": "x=1", "SERVER_NAME": "testserver",
        "SERVER_PORT": "80", "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "CONTENT_TYPE": content_type,
    }  # fmt: skip
    application(environ, lambda status, headers: told.append(status))
    return str(told[0])


@pytest.mark.parametrize("charset", ["utf-8", "rot13", "zlib", '"rot13"', "utf-16", "nonsense"])
def test_a_named_charset_changes_nothing(charset: str) -> None:
    assert status_of(f"text/csv; charset={charset}") == status_of(f"text/csv;CHARSET = {charset}; x=1") == "200 OK"
