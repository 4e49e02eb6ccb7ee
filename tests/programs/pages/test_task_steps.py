"""What a lead agency does with its task: acknowledge, start, report progress and report done, each by the service."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from programs import clock
from programs.actors import Role
from programs.models import Evidence, ProgressReport, Task
from tests.factories.pages import HOSTILE, LANGUAGES, client_of, page_problems, text_of
from tests.factories.programs import AgencyFactory, EvidenceFactory, MilestoneFactory, TaskFactory, user_with

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def lead_of(task: Task, language: str = "en") -> Client:
    """The browser of a reporter of the task's lead agency."""
    return client_of(user_with(Role.REPORTER, agency=task.lead), language)


def test_a_task_is_acknowledged_and_started() -> None:
    """Two buttons, two states, and the way back to the page that had the button."""
    task = TaskFactory(state="assigned")
    client = lead_of(task)
    response = client.post(f"/tasks/{task.code}/steps/acknowledge/", {"next": "/work/"})
    assert response["Location"] == "/work/"
    client.post(f"/tasks/{task.code}/steps/start/")
    task.refresh_from_db()
    assert task.state == "in_progress"


def test_a_refused_step_says_why() -> None:
    """Starting a task that is not acknowledged changes nothing and says so on the next page."""
    task = TaskFactory(state="assigned")
    response = lead_of(task).post(
        f"/tasks/{task.code}/steps/start/", {"next": "https://elsewhere.example/"}, follow=True
    )
    assert response.redirect_chain[0][0] == f"/tasks/{task.code}/"
    assert "which does not allow this step" in text_of(response)
    assert page_problems(response) == []
    task.refresh_from_db()
    assert task.state == "assigned"


@pytest.mark.parametrize("rest", ["steps/acknowledge/", "steps/close/", "progress/", "done/"])
def test_other_agencies_find_nothing(rest: str) -> None:
    """Another agency's task is 404, and stays as it is; steps of the office are no steps here."""
    task = TaskFactory(state="assigned")
    stranger = client_of(user_with(Role.REPORTER, agency=AgencyFactory()))
    assert stranger.post(f"/tasks/{task.code}/{rest}").status_code == 404
    task.refresh_from_db()
    assert task.state == "assigned"


def test_cooperating_agencies_read_but_do_not_act() -> None:
    """They see the task without buttons; the forms of the lead agency are not theirs."""
    helper = AgencyFactory()
    task = TaskFactory(state="in_progress", cooperating=[helper])
    client = client_of(user_with(Role.REPORTER, agency=helper))
    page = client.get(f"/tasks/{task.code}/")
    assert page.status_code == 200
    assert b"/done/" not in page.content
    assert client.get(f"/tasks/{task.code}/progress/").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rest", ["", "progress/", "done/"])
def test_the_forms_open_in_both_languages(rest: str, language: str) -> None:
    """Well-formed, with the task's name."""
    task = TaskFactory(state="in_progress")
    response = lead_of(task, language).get(f"/tasks/{task.code}/{rest}")
    assert response.status_code == 200
    assert page_problems(response) == []


def test_progress_is_handed_in_with_evidence() -> None:
    """The report and its file are stored; the page that follows shows both."""
    task = TaskFactory(state="in_progress")
    file = SimpleUploadedFile("minutes.pdf", PDF, content_type="application/pdf")
    typed = {
        "period": "2026-Q3",
        "text": "Two banks have opened branches.",
        "problems": HOSTILE,
        "self_rating": "on_track",
        "title": "Minutes",
        "file": file,
    }
    response = lead_of(task).post(f"/tasks/{task.code}/progress/", typed, follow=True)
    report = ProgressReport.objects.get(task=task)
    assert (report.state, report.self_rating) == ("submitted", "on_track")
    assert Evidence.objects.get(task=task).progress_report_id == report.pk
    assert "Two banks have opened branches." in text_of(response)
    assert b"<script>alert" not in response.content


def test_a_refused_report_keeps_what_was_typed() -> None:
    """Every problem stands beside its field; nothing is stored; the words are still there."""
    task = TaskFactory(state="in_progress")
    typed = {
        "period": "2026-Q9",
        "text": "",
        "problems": "Please help.",
        "title": "Virus",
        "file": SimpleUploadedFile("run.exe", b"MZ"),
    }
    response = lead_of(task).post(f"/tasks/{task.code}/progress/", typed)
    assert response.status_code == 422
    assert page_problems(response) == []
    assert response.content.decode().count("finding error") >= 2
    assert "Please help." in response.content.decode()
    assert not ProgressReport.objects.exists()
    assert not Evidence.objects.exists()


def test_reporting_done_needs_evidence() -> None:
    """Without evidence the form says so; with an address the task is reported done and waits for its verifier."""
    task = TaskFactory(state="in_progress")
    client = lead_of(task)
    assert "has no evidence" in text_of(client.post(f"/tasks/{task.code}/done/", {}))
    response = client.post(
        f"/tasks/{task.code}/done/", {"title": "Notice", "url": "https://example.org/notice"}, follow=True
    )
    task.refresh_from_db()
    assert task.state == "reported_done"
    assert "The coordination group verifies it." in text_of(response)


def test_evidence_is_given_out_as_an_attachment_only() -> None:
    """Readers of the task get the bytes, never opened by the browser; strangers get 404."""
    task = TaskFactory(state="in_progress")
    client = lead_of(task)
    client.post(f"/tasks/{task.code}/done/", {"title": "Minutes", "file": SimpleUploadedFile("纪要.pdf", PDF)})
    row = Evidence.objects.get(task=task)
    response = client.get(f"/evidence/{row.pk}/file/")
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert (
        client_of(user_with(Role.REPORTER, agency=AgencyFactory())).get(f"/evidence/{row.pk}/file/").status_code == 404
    )
    address_only = EvidenceFactory(task=task)
    assert client.get(f"/evidence/{address_only.pk}/file/").status_code == (200 if address_only.file else 404)


def test_evidence_whose_file_is_lost_is_not_found() -> None:
    """The portal and the admin say so; no error of the server."""
    task = TaskFactory(state="in_progress")
    client = lead_of(task)
    client.post(f"/tasks/{task.code}/done/", {"title": "Minutes", "file": SimpleUploadedFile("minutes.pdf", PDF)})
    row = Evidence.objects.get(task=task)
    row.file.storage.delete(row.file.name)
    staff = client_of(user_with(Role.COORDINATOR))
    assert client.get(f"/evidence/{row.pk}/file/").status_code == 404
    assert staff.get(f"/admin/programs/evidence/{row.pk}/file/").status_code == 404


def test_the_history_tells_who_and_why() -> None:
    """Steps stand on the task's page with their author, read from the audit trail."""
    task = TaskFactory(state="assigned")
    user = user_with(Role.REPORTER, agency=task.lead, username="zhang")
    client = client_of(user)
    client.post(f"/tasks/{task.code}/steps/acknowledge/")
    text = text_of(client.get(f"/tasks/{task.code}/"))
    history = text[text.index("History") :]
    assert "zhang" in history
    assert "assigned → acknowledged" in history
    assert "portal" in history


def test_errors_are_summed_up_at_the_top_with_links() -> None:
    """Nobody takes a page that came back for one that was sent: the summary leads to each field and says the file is gone."""
    task = TaskFactory(state="in_progress")
    typed = {"period": "2026-Q3", "text": "", "title": "Minutes", "file": SimpleUploadedFile("run.exe", b"MZ")}
    response = lead_of(task).post(f"/tasks/{task.code}/progress/", typed)
    page = response.content.decode()
    assert "Not handed in: 2 places must be corrected." in text_of(response)
    assert 'href="#text"' in page
    assert 'href="#file"' in page
    assert page.index("autofocus") < page.index('<form method="post" enctype')
    assert "Choose the file again" in text_of(response)
    assert "at most 5 MB" in text_of(response)


def test_the_lead_agency_says_that_a_milestone_was_reached() -> None:
    """Days come with the progress report; a bad day keeps everything out and stands at its field."""
    task = TaskFactory(state="in_progress")
    first, second = MilestoneFactory(task=task), MilestoneFactory(task=task)
    client, today = lead_of(task), clock.today()
    typed = {"period": "2026-Q3", "text": "Done.", f"milestone-{first.pk}": today.isoformat()}
    wrong = {f"milestone-{second.pk}": (today + timedelta(days=1)).isoformat()}
    refused = client.post(f"/tasks/{task.code}/progress/", {**typed, **wrong})
    assert refused.status_code == 422
    assert page_problems(refused) == []
    assert f'href="#milestone-{second.pk}"' in refused.content.decode()
    first.refresh_from_db()
    assert (first.done_on, ProgressReport.objects.count()) == (None, 0)
    handed_in = client.post(f"/tasks/{task.code}/progress/", typed, follow=True)
    assert "The progress report for Q3 2026 is handed in." in text_of(handed_in)
    first.refresh_from_db()
    assert (first.done_on, ProgressReport.objects.count()) == (today, 1)


def test_open_milestones_are_told_before_a_task_is_reported_done() -> None:
    """The form counts them and takes their days; a day that cannot be read is told."""
    task = TaskFactory(state="in_progress")
    EvidenceFactory(task=task)
    row = MilestoneFactory(task=task)
    client = lead_of(task)
    assert "1 milestone of this task is still open." in text_of(client.get(f"/tasks/{task.code}/done/"))
    assert "This is not a day." in text_of(
        client.post(f"/tasks/{task.code}/done/", {f"milestone-{row.pk}": "yesterday"})
    )
    client.post(f"/tasks/{task.code}/done/", {f"milestone-{row.pk}": clock.today().isoformat()})
    task.refresh_from_db()
    row.refresh_from_db()
    assert (task.state, row.done_on) == ("reported_done", clock.today())


@pytest.mark.parametrize(("state", "rest"), [("reported_done", "done/"), ("closed", "done/"), ("closed", "progress/")])
def test_a_task_that_takes_no_step_says_its_state(state: str, rest: str) -> None:
    """Instead of a form that is refused after it was filled in."""
    task = TaskFactory(state=state)
    response = lead_of(task).get(f"/tasks/{task.code}/{rest}")
    assert task.get_state_display() in text_of(response)
    assert b"enctype" not in response.content
