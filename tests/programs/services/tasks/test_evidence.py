"""Evidence: files under generated names with their digest, addresses never fetched."""

import hashlib
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from programs.actors import SYSTEM, Role
from programs.exceptions import InvalidInput, NotAllowed, NotAllowedInState
from programs.models import Evidence, TaskState
from programs.services.tasks import evidence_add
from tests.factories.programs import AgencyFactory, ProgressReportFactory, TaskFactory, actor_with, key_actor

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


def add(task, by=SYSTEM, **values):
    """Add a good PDF unless `values` say otherwise."""
    given = (
        {"title": "Contract", "file": ContentFile(PDF, name="../合同 final.pdf")}
        if not values.keys() & {"url", "file"}
        else {"title": "Contract"}
    )
    return evidence_add(**{"task": task, "by": by, **given, **values})


def test_a_file_is_stored_under_a_generated_name_with_its_digest():
    row = add(TaskFactory(state="in_progress"))
    assert re.fullmatch(r"evidence/\d{4}/\d{2}/[0-9a-f]{32}\.pdf", row.file.name)
    assert (row.file_name, row.sha256) == ("合同 final.pdf", hashlib.sha256(PDF).hexdigest())
    with default_storage.open(row.file.name) as stored:
        assert stored.read() == PDF


def test_the_same_file_or_address_again_is_the_same_evidence():
    task = TaskFactory(state="in_progress")
    assert add(task).pk == add(task).pk
    assert add(task, url="https://example.org/a").pk == add(task, url="https://example.org/a").pk
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org/\\evil",
        "https://exa mple.org",
        "file:///etc/passwd",
        "https://example.org/\x00",
        "https://example.org/" + "a" * 500,
    ],
)
def test_only_plain_https_addresses_are_taken(url):
    with pytest.raises(InvalidInput) as caught:
        add(TaskFactory(state="in_progress"), url=url)
    assert caught.value.problems[0].pointer == "/url"


def test_neither_or_both_sources_are_refused():
    task = TaskFactory(state="in_progress")
    for values in ({"url": "", "file": None}, {"url": "https://example.org/", "file": ContentFile(PDF, name="a.pdf")}):
        with pytest.raises(InvalidInput) as caught:
            add(task, **values)
        assert caught.value.problems[-1].code == "evidence_without_source"


def test_a_wrong_file_and_a_missing_title_are_named_together():
    with pytest.raises(InvalidInput) as caught:
        add(TaskFactory(state="in_progress"), title=" ", file=ContentFile(b"MZ", name="a.exe"))
    assert [problem.pointer for problem in caught.value.problems] == ["/title", "/file"]
    assert not Evidence.objects.exists()


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(InvalidInput) as caught:
        add(TaskFactory(state="in_progress"))
    assert caught.value.problems[0].code == "file_too_large"


def test_a_report_of_another_task_is_refused():
    with pytest.raises(InvalidInput) as caught:
        add(TaskFactory(state="in_progress"), progress_report=ProgressReportFactory())
    assert caught.value.code == "report_of_another_task"


@pytest.mark.parametrize("state", TaskState.values)
def test_finished_tasks_and_drafts_take_no_evidence(state):
    task = TaskFactory(state=state)
    if state in ("draft", "closed", "cancelled"):
        with pytest.raises(NotAllowedInState):
            add(task)
    else:
        assert add(task).task == task


@pytest.mark.parametrize("role", [*Role])
def test_who_may_add_evidence(role):
    task = TaskFactory(state="in_progress")
    if role == Role.COORDINATOR:
        assert add(task, by=actor_with(role))
    else:
        with pytest.raises(NotAllowed):
            add(task, by=actor_with(role))


def test_lead_and_cooperating_agencies_may_add_evidence():
    task = TaskFactory(state="in_progress", cooperating=[AgencyFactory()])
    assert add(task, by=key_actor(task.lead), url="https://example.org/1")
    assert add(task, by=key_actor(task.cooperating.get()), url="https://example.org/2")
    with pytest.raises(NotAllowed):
        add(task, by=key_actor(task.lead, scopes="read"), url="https://example.org/3")
