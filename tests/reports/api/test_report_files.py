"""GET reports/{id}/files/{language}.{format}: every format comes as a checked download, drafts only to the office."""

import hashlib
from typing import Any

import pytest

from reports.models import ReportFile
from reports.services.report_files import store_bytes
from tests.factories.office import AS_OF, Office, office
from tests.factories.pages import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Office:
    return office()


def stored(here: Office, file_format: str, data: bytes) -> str:
    """Store a file of the office's report; its address."""
    kept = store_bytes(data, "R-1", "zh-hans", file_format)
    ReportFile.objects.create(
        report=here.report,
        language="zh-hans",
        format=file_format,
        file=kept.name,
        sha256=kept.sha256,
        size=kept.size,
        created_at=AS_OF,
    )
    return f"/api/v1/reports/{here.report.pk}/files/zh-hans.{file_format}"


@pytest.mark.parametrize("file_format", ["pdf", "docx", "xlsx", "html", "json"])
def test_every_format_comes_as_it_was_stored(here: Office, file_format: str) -> None:
    answer: Any = client_of(here.users["coordinator"]).get(stored(here, file_format, b"as stored"))
    assert (answer.status_code, answer.content) == (200, b"as stored")
    assert answer.headers["ETag"] == f'"{hashlib.sha256(b"as stored").hexdigest()}"'
    assert answer.headers["Content-Disposition"].endswith(f'-zh-hans.{file_format}"')


def test_a_draft_is_not_found_by_others(here: Office) -> None:
    address = stored(here, "pdf", b"draft")
    assert client_of(here.users["leader"]).get(address).status_code == 404
