"""My work: what is owed, which tasks wait, and that nobody sees another agency's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Obligation, ReportingPeriod
from programs.actors import Role
from programs.models import Task
from programs.services.tasks.transitions import task_transition
from tests.factories.indicators import row, submit
from tests.factories.pages import HOSTILE, LANGUAGES, client_of, page_problems, text_of
from tests.factories.programs import (
    EvidenceFactory,
    MeasureFactory,
    ProgressReportFactory,
    TaskFactory,
    ZoneFactory,
    user_with,
)
from tests.indicators.pages.conftest import Office


@pytest.mark.parametrize("language", LANGUAGES)
def test_my_work_lists_owed_values_and_tasks(office: Office, language: str) -> None:
    """Each owed value and each task that waits stands on the page, well-formed in both languages."""
    task = TaskFactory(lead=office.pilot.agency, state="assigned", name_zh="设立专营机构", name_en="Set up branches")
    office.reporter.cookies["django_language"] = language
    response = office.reporter.get("/work/")
    text = text_of(response)
    assert response.status_code == 200
    assert page_problems(response) == []
    assert task.code in text
    assert "IND01" in text
    assert "IND03" in text


@pytest.mark.parametrize("role", [Role.LEADER, Role.COORDINATOR, Role.AUDITOR, Role.EXPERT, Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", ["/work/", "/work/submit/", "/work/upload/", "/work/rows.csv"])
def test_only_agencies_have_work_here(office: Office, role: Role, address: str) -> None:
    """Other roles are refused in words."""
    assert client_of(user_with(role)).get(address).status_code == 403


@pytest.mark.parametrize(("state", "group", "button"), [
    ("assigned", "To acknowledge", "Acknowledge"), ("returned", "Returned for correction", "Start work"),
    ("in_progress", "Overdue", "Report done"), ("acknowledged", "Overdue", "Start work"),
])  # fmt: skip
def test_tasks_stand_under_what_they_wait_for(office: Office, state: str, group: str, button: str) -> None:
    """The heading says what is expected, the button does it."""
    TaskFactory(lead=office.pilot.agency, state=state)
    text = text_of(office.reporter.get("/work/"))
    assert f"{group} (1)" in text
    assert button in text


def test_tasks_of_others_and_drafts_stay_away(office: Office) -> None:
    """Another agency's tasks and draft ones are not on the page."""
    hidden = [
        TaskFactory(lead=office.pilot.other_agency, state="assigned"),
        TaskFactory(lead=office.pilot.agency, state="draft"),
    ]
    text = text_of(office.reporter.get("/work/"))
    assert not [task.code for task in hidden if task.code in text]


def test_a_closed_period_offers_no_entry(office: Office) -> None:
    """What is still owed for a closed period is listed, but cannot be entered."""
    ReportingPeriod.objects.update(closed_at="2026-11-01T00:00:00Z", closed_by="user:somebody")
    response = office.reporter.get("/work/")
    assert "period not open" in text_of(response)
    assert b"work/submit/?" not in response.content
    assert "No period is open for your agency." in text_of(office.reporter.get("/work/submit/"))


def test_returned_progress_reports_say_why(office: Office) -> None:
    """The reason of the return stands beside the way to correct it."""
    report = ProgressReportFactory(
        task__lead=office.pilot.agency, state="returned", review_reason="The figures are missing."
    )
    response = office.reporter.get("/work/")
    assert "The figures are missing." in text_of(response)
    assert f"/tasks/{report.task.code}/progress/".encode() in response.content


def test_hostile_names_stay_text(office: Office) -> None:
    """Markup in names is shown as text."""
    TaskFactory(lead=office.pilot.agency, state="assigned", name_en=HOSTILE)
    office.pilot.indicators["IND01"].__class__.objects.update(name_en=HOSTILE)
    for address in ("/work/", "/work/submit/"):
        response = office.reporter.get(address)
        assert b"<script>alert" not in response.content
        assert page_problems(response) == []


def test_queries_do_not_grow_with_rows(office: Office) -> None:
    """More tasks and more owed values cost no further query."""
    TaskFactory(lead=office.pilot.agency, state="assigned")

    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.reporter.get(address).status_code == 200
        return len(queries)

    before = {address: counted(address) for address in ("/work/", "/work/submit/")}
    measure = MeasureFactory()
    for _number in range(8):
        TaskFactory(lead=office.pilot.agency, state="assigned", measure=MeasureFactory(section=measure.section))
    kept = Obligation.objects.filter(agency=office.pilot.agency).first()
    Obligation.objects.create(
        program=kept.program,
        agency=kept.agency,
        indicator=kept.indicator,
        zone=ZoneFactory(),
        period=kept.period,
        due=kept.due,
    )
    assert Task.objects.count() == 9
    assert {address: counted(address) for address in before} == before
    assert max(before.values()) <= 20


def test_a_delivery_in_the_list_says_what_it_brought(office: Office) -> None:
    """Period and indicator stand beside the moment, so that the right receipt is found."""
    value = {"program": office.pilot.program.code, "period": "2026-Q3", "action": "send"}
    page = office.reporter.get("/work/submit/", {"program": value["program"], "period": "2026-Q3"})
    cell = next(cell for cell in page.context["cells"] if not cell.part)
    answer = office.reporter.post("/work/submit/", {**value, f"value:{cell.key}": "130.5"})
    assert answer.status_code == 302
    text = text_of(office.reporter.get("/work/"))
    listed = text[text.index("What was handed in") :]
    assert "Q3 2026" in listed
    assert cell.obligation.indicator.code in listed


@pytest.mark.parametrize(("state", "group"), [
    ("reported_done", "Reported done, waiting for verification (1)"), ("suspended", "Suspended (1)"), ("closed", "Closed (1)"),
])  # fmt: skip
def test_tasks_that_left_the_agency_are_still_found(office: Office, state: str, group: str) -> None:
    """Whoever reported a task done sees that it arrived, and later that it was closed; none of them is overdue."""
    task = TaskFactory(lead=office.pilot.agency, state=state)
    text = text_of(office.reporter.get("/work/"))
    assert group in text
    assert task.code in text
    assert "overdue" not in text[text.index("Tasks that your agency leads") :]


def test_tasks_in_which_the_agency_cooperates_are_listed(office: Office) -> None:
    """They stand apart from those it leads."""
    task = TaskFactory(lead=office.pilot.other_agency, state="in_progress")
    task.cooperating.add(office.pilot.agency)
    text = text_of(office.reporter.get("/work/"))
    assert "Tasks in which your agency cooperates (1)" in text
    assert task.code in text


def test_a_returned_task_says_why(office: Office) -> None:
    """The reason of the return stands beside the task."""
    task = TaskFactory(lead=office.pilot.agency, state="in_progress")
    EvidenceFactory(task=task)
    task_transition(task=task, transition="report_done", by=office.pilot.by)
    task_transition(task=task, transition="return", by=office.pilot.office, reason="The agreement is not signed.")
    text = text_of(office.reporter.get("/work/"))
    assert "The agreement is not signed." in text
    assert office.pilot.office.label.removeprefix("user:") in text


def test_open_periods_come_first_and_future_ones_not_at_all(office: Office) -> None:
    """What can be filled in stands on top; closed periods are folded, those not begun are no work yet."""
    kept = Obligation.objects.filter(agency=office.pilot.agency, period="2026-Q3").first()
    for period, due in (("2024-Q1", "2024-04-20"), ("2031-Q1", "2031-04-20")):
        Obligation.objects.create(
            program=kept.program, agency=kept.agency, indicator=kept.indicator, zone=kept.zone, period=period, due=due
        )
    text = text_of(office.reporter.get("/work/"))
    assert text.index("Q3 2026") < text.index("1 period with values left is not open") < text.index("Q1 2024")
    assert "Q1 2031" not in text


def test_values_that_wait_are_not_called_overdue(office: Office) -> None:
    """What was handed in and is looked at says so, with the way to the delivery."""
    submit(office.pilot, [row("120.5", period="2026-Q2")])
    outcome = submit(office.pilot, [row("1205000.0")])
    response = office.reporter.get("/work/")
    text = text_of(response)
    assert "to be reviewed" in text[text.index("Values to hand in") : text.index("Tasks that your agency leads")]
    assert f"/submissions/{outcome.id}/" in response.content.decode()


def test_an_answered_return_leaves_the_page(office: Office) -> None:
    """A later report of the same task and period ends the wait for a correction."""
    report = ProgressReportFactory(
        task__lead=office.pilot.agency, state="returned", review_reason="Figures are missing."
    )
    ProgressReportFactory(task=report.task, period=report.period, submitted_at=report.submitted_at + timedelta(hours=1))
    assert "Figures are missing." not in text_of(office.reporter.get("/work/"))


def test_all_deliveries_are_found_by_state(office: Office) -> None:
    """The list has pages and a filter; nobody finds another agency's there."""
    for number in range(32):
        submit(office.pilot, [row(str(100 + number))])
    outcome = submit(office.pilot, [row("x")])
    first = office.reporter.get("/work/deliveries/")
    assert page_problems(first) == []
    assert "(33)" in text_of(first)
    assert "1 / 2" in text_of(first)
    rejected = office.reporter.get("/work/deliveries/", {"state": "rejected", "page": "nonsense"})
    assert "(1)" in text_of(rejected)
    assert f"/submissions/{outcome.id}/" in rejected.content.decode()
    assert "(0)" in text_of(office.stranger.get("/work/deliveries/"))
