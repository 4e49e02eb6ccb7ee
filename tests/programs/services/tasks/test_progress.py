"""Progress reports: by the lead agency only, every one kept, reviewed by another."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from programs import clock
from programs.actors import SYSTEM, Role
from programs.exceptions import InvalidInput, NotAllowed, NotAllowedInState, StaleVersion
from programs.models import Evidence, ProgressReport, TaskState
from programs.services.tasks import EvidenceInput, progress_review, progress_submit
from tests.factories.programs import AgencyFactory, ProgressReportFactory, TaskFactory, actor_with, key_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def task():
    """A task at work with a cooperating agency."""
    return TaskFactory(state="in_progress", cooperating=[AgencyFactory()])


def submit(task, by=None, **values):
    """Hand in a report, good unless `values` say otherwise."""
    return progress_submit(
        **{
            "task": task,
            "period": "2025-Q3",
            "text": "Half of the banks have joined.",
            "by": by or key_actor(task.lead),
            **values,
        }
    )


def test_a_report_is_stored_with_its_author_and_period(task):
    by = actor_with(Role.REPORTER, agency=task.lead)
    report = submit(task, by, period="2025-M07", problems="Staff", next_steps="More banks", self_rating="at_risk")
    assert (report.period, report.state, report.submitted_by, report.self_rating) == (
        "2025-07",
        "submitted",
        by.label,
        "at_risk",
    )


def test_the_same_report_again_is_the_same_row_and_another_is_a_new_one(task):
    first = submit(task)
    assert submit(task).pk == first.pk
    assert submit(task, text="Two thirds have joined.").pk != first.pk
    assert ProgressReport.objects.count() == 2


def test_a_returned_report_can_be_handed_in_again(task):
    first = submit(task)
    progress_review(report=first, accept=False, by=SYSTEM, reason="Numbers are missing.")
    assert submit(task).pk != first.pk


def test_every_fault_is_named_at_once(task):
    with pytest.raises(InvalidInput) as caught:
        submit(task, period="2025-Q5", text=" ", problems="a\x00", next_steps="x" * 20_001, self_rating="fine")
    assert [problem.pointer for problem in caught.value.problems] == [
        "/period",
        "/text",
        "/problems",
        "/next_steps",
        "/self_rating",
    ]
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2025-Q5", "period_malformed"),
        ("", "period_malformed"),
        (2025, "period_malformed"),
        (f"{clock.today().year + 1}", "period_not_begun"),
    ],
)
def test_periods_must_be_well_formed_and_begun(task, period, code):
    with pytest.raises(InvalidInput) as caught:
        submit(task, period=period)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize("state", TaskState.values)
def test_reports_are_taken_on_open_tasks_only(state):
    task = TaskFactory(state=state)
    if state in ("draft", "closed", "cancelled"):
        with pytest.raises(NotAllowedInState):
            submit(task)
    else:
        assert submit(task).state == "submitted"


@pytest.mark.parametrize("role", [*Role])
def test_only_the_lead_agency_reports(task, role):
    with pytest.raises(NotAllowed):
        submit(task, actor_with(role))


def test_a_cooperating_agency_does_not_report(task):
    with pytest.raises(NotAllowed):
        submit(task, key_actor(task.cooperating.get()))


def test_evidence_comes_with_the_report_or_nothing_does(task, settings):
    pdf = ContentFile(b"%PDF-1.7\n%%EOF", name="contract.pdf")
    report = submit(
        task, evidence=[EvidenceInput("Contract", file=pdf), EvidenceInput("Notice", url="https://example.org/notice")]
    )
    assert set(report.evidence.values_list("title", flat=True)) == {"Contract", "Notice"}
    with pytest.raises(InvalidInput) as caught:
        submit(
            task,
            text="Other.",
            evidence=[EvidenceInput("Good", url="https://example.org/2"), EvidenceInput("", url="http://example.org/")],
        )
    assert [problem.pointer for problem in caught.value.problems] == ["/evidence/1/title", "/evidence/1/url"]
    assert (ProgressReport.objects.count(), Evidence.objects.count()) == (1, 2)


def test_a_stored_file_goes_away_when_the_report_fails(task, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(Evidence, "save", broken)
    with pytest.raises(RuntimeError):
        submit(task, evidence=[EvidenceInput("Contract", file=ContentFile(b"%PDF-1.7\n%%EOF", name="contract.pdf"))])
    assert not ProgressReport.objects.exists()
    folder = clock.now().strftime("evidence/%Y/%m")
    assert default_storage.listdir(folder)[1] == []


def test_acceptance_and_return(task):
    staff = actor_with(Role.COORDINATOR)
    accepted = progress_review(report=submit(task), accept=True, by=staff)
    assert (accepted.state, accepted.reviewed_by, accepted.version) == ("accepted", staff.label, 2)
    with pytest.raises(NotAllowedInState):
        progress_review(report=accepted, accept=False, by=staff, reason="Too late.")
    second = submit(task, text="Other.")
    with pytest.raises(InvalidInput):
        progress_review(report=second, accept=False, by=staff, reason="")
    assert progress_review(report=second, accept=False, by=staff, reason="No figures.").review_reason == "No figures."


def test_nobody_reviews_their_own_report():
    staff = actor_with(Role.COORDINATOR)
    with pytest.raises(NotAllowed) as caught:
        progress_review(report=ProgressReportFactory(submitted_by=staff.label), accept=True, by=staff)
    assert caught.value.code == "verifier_is_submitter"


def test_a_stale_review_is_refused():
    with pytest.raises(StaleVersion):
        progress_review(report=ProgressReportFactory(version=2), accept=True, by=SYSTEM, expected_version=1)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_coordinators_review(role):
    report = ProgressReportFactory()
    with pytest.raises(NotAllowed):
        progress_review(
            report=report,
            accept=True,
            by=actor_with(role, agency=report.task.lead if role in (Role.REPORTER, Role.APPROVER) else None),
        )


def test_a_report_for_a_period_that_has_just_begun_is_taken(task):
    today = date(clock.today().year, clock.today().month, 1)
    assert submit(task, period=f"{today:%Y-%m}").period == f"{today:%Y-%m}"
