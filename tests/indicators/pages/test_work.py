"""My work: what is owed, which tasks wait, and that nobody sees another agency's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Obligation, ReportingPeriod
from programs.actors import Role
from programs.models import Task
from tests.factories.pages import HOSTILE, LANGUAGES, client_of, page_problems, text_of
from tests.factories.programs import MeasureFactory, ProgressReportFactory, TaskFactory, ZoneFactory, user_with
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


def test_tasks_of_others_and_finished_ones_stay_away(office: Office) -> None:
    """Another agency's tasks, closed and draft ones are not on the page."""
    hidden = [
        TaskFactory(lead=office.pilot.other_agency, state="assigned"),
        TaskFactory(lead=office.pilot.agency, state="closed"),
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
