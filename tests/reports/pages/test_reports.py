"""Reports in the portal: the list, the preview, downloads with the right heads, and the start of the next one."""

import hashlib

import pytest

from programs.actors import Role
from programs.models import Job
from reports.models import ReportFile
from reports.renderers.registry import RENDERERS
from reports.services.report_files import report_storage
from tests.factories.pages import client_of, page_problems, text_of
from tests.factories.programs import user_with
from tests.reports.pages.conftest import Shown


@pytest.mark.parametrize("name", list(RENDERERS))
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_downloads_are_attachments_with_their_hash(shown: Shown, language: str, name: str) -> None:
    """Right type, right name, never opened by the browser itself, and the bytes whose hash the page shows."""
    client = client_of(shown.users[Role.LEADER])
    response = client.get(f"/reports/{shown.report.number}/files/{language}.{name}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith(RENDERERS[name].media_type)
    assert response["Content-Disposition"] == f'attachment; filename="{shown.report.number}-{language}.{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    digest = hashlib.sha256(response.content).hexdigest()
    assert digest in text_of(client.get(f"/reports/{shown.report.number}/"))


def test_agencies_read_published_reports(shown: Shown) -> None:
    """A reporter opens list, report and files."""
    client = client_of(shown.users[Role.REPORTER])
    for address in ("/reports/", f"/reports/{shown.report.number}/", f"/reports/{shown.report.number}/files/en.pdf"):
        assert (address, client.get(address).status_code) == (address, 200)


@pytest.mark.parametrize("rest", ["files/en.exe", "files/fr.pdf", "page/fr/", "files/en.pdf/../x"])
def test_unknown_files_are_not_found(shown: Shown, rest: str) -> None:
    """Only stored files are given out."""
    assert client_of(shown.users[Role.LEADER]).get(f"/reports/{shown.report.number}/{rest}").status_code == 404


def test_a_changed_file_is_refused(shown: Shown) -> None:
    """A stored file that was tampered with is not given out: 409, in words."""
    row = ReportFile.objects.get(report=shown.report, language="en", format="pdf")
    storage = report_storage()
    with storage.open(row.file.name, "wb") as stream:
        stream.write(b"another content")
    response = client_of(shown.users[Role.LEADER]).get(f"/reports/{shown.report.number}/files/en.pdf")
    assert response.status_code == 409
    assert "its hash differs" in text_of(response)
    assert page_problems(response) == []


def test_the_preview_frame_runs_nothing(shown: Shown) -> None:
    """Only this site may frame the page; scripts are off; its links lead out of the frame."""
    response = client_of(shown.users[Role.LEADER]).get(f"/reports/{shown.report.number}/page/en/")
    policy = response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert b'<a target="_top" href="http://portal/lineage/x">' in response.content


def test_every_other_page_has_the_strict_policy(shown: Shown) -> None:
    """No page but the preview may be framed or run anything inline."""
    response = client_of(shown.users[Role.LEADER]).get("/programs/pilot/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert response["X-Frame-Options"] == "DENY"


def test_coordinators_start_an_evaluation(shown: Shown) -> None:
    """The start asks for one job, however often it is pressed; others are refused."""
    asked = {"program": "pilot", "wanted": "quarterly:2026-Q3"}
    assert client_of(shown.users[Role.LEADER]).post("/reports/start/", asked).status_code == 403
    client = client_of(shown.users[Role.COORDINATOR])
    assert 'action="/reports/start/"' in client.get("/reports/").content.decode()
    for _time in range(2):
        response = client.post("/reports/start/", asked)
        assert response.status_code == 302
    assert Job.objects.filter(kind="evaluate").count() == 1


@pytest.mark.parametrize(
    ("program", "wanted", "status"),
    [("pilot", "quarterly:2026-13", 422), ("pilot", "", 422), ("elsewhere", "quarterly:2026-Q3", 404)],
)
def test_a_wrong_start_is_told_in_words(shown: Shown, program: str, wanted: str, status: int) -> None:
    """No job is made, and the page says why."""
    response = client_of(shown.users[Role.COORDINATOR]).post("/reports/start/", {"program": program, "wanted": wanted})
    assert response.status_code == status
    assert Job.objects.count() == 0


def test_the_address_that_starts_a_report_leads_back_to_the_form(db: None) -> None:
    """Who reloads it lands on the list of reports; other roles are refused."""
    assert client_of(user_with(Role.COORDINATOR)).get("/reports/start/")["Location"] == "/reports/"
    assert client_of(user_with(Role.LEADER)).get("/reports/start/").status_code == 403
