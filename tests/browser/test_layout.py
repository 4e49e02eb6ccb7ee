"""Every page fits a telephone and a desk, in both languages, and the browser finds nothing to complain about."""

from collections.abc import Callable

import pytest

from programs import clock
from programs.actors import SYSTEM, Role
from programs.models import Job, ProgressReport, Task
from programs.services.tasks.transitions import task_transition
from reports.services.reports import report_publish
from tests.browser.conftest import Visitor, with_password
from tests.factories.evaluated import evaluated_program
from tests.factories.pages import LANGUAGES
from tests.factories.programs import MilestoneFactory, ProgressReportFactory, user_with
from tests.reports.pages.conftest import Shown, draft, evaluate


@pytest.fixture
def shown(transactional_db: None) -> Shown:
    """An evaluated programme whose first task has milestones and a long progress report."""
    place = evaluated_program()
    evaluation = evaluate(place)
    made = Shown(place, evaluation, report_publish(report=draft(evaluation), by=SYSTEM), {})
    MilestoneFactory(task=made.task, position=2)
    ProgressReportFactory(task=made.task, text="进展" * 400)
    assert ProgressReport.objects.count() == 1
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1366])
def test_pages_fit_the_screen(shown: Shown, visit: Callable[..., Visitor], width: int, language: str) -> None:
    """No page is wider than the screen, none breaks the content policy, none has a script error."""
    reader = visit(width, language)
    reader.sign_in(with_password(user_with(Role.COORDINATOR, language=language)))
    wrong = []
    for address in ["/", "/account/", "/account/password/", *shown.reader_pages]:
        status = reader.go(address)
        if status != 200 or reader.spills or reader.complaints:
            wrong.append((address, status, reader.spills, list(reader.complaints)))
        reader.complaints.clear()
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_agency_pages_fit_a_telephone(shown: Shown, visit: Callable[..., Visitor], language: str) -> None:
    """The same for the pages on which agencies work."""
    agency = visit(390, language)
    agency.sign_in(with_password(user_with(Role.REPORTER, agency=shown.place.agency, language=language)))
    task = shown.task.code
    for address in (
        "/work/",
        "/work/submit/",
        "/work/upload/",
        f"/submissions/{shown.place.submission.pk}/",
        f"/tasks/{task}/",
        f"/tasks/{task}/progress/",
        f"/tasks/{task}/done/",
    ):
        assert (address, agency.go(address), agency.spills, agency.complaints) == (address, 200, False, [])


def test_the_choice_of_evaluations_fits_a_telephone(shown: Shown, visit: Callable[..., Visitor]) -> None:
    """An evaluation with its moment and state made the first page wider than the screen."""
    draft(evaluate(shown.place), "pilot-2026-Q3-second")
    leader = visit(390, "zh-hans")
    leader.sign_in(with_password(user_with(Role.COORDINATOR, language="zh-hans")))
    assert leader.go(f"/programs/{shown.place.program.code}/") == 200
    leader.page.eval_on_selector("select[name=evaluation] option", "row => { row.text += row.text; }")
    assert leader.page.eval_on_selector("select[name=evaluation]", "box => box.getBoundingClientRect().right") <= 390
    assert not leader.spills


def test_why_a_task_was_returned_stands_in_a_box_of_its_own(shown: Shown, visit: Callable[..., Visitor]) -> None:
    """On the first page of its agency the box ran over the lines above and below."""
    task = shown.task
    Task.objects.filter(pk=task.pk).update(state="reported_done")
    task.refresh_from_db()
    task_transition(task=task, transition="return", by=SYSTEM, reason="The evidence does not show the effect.")
    agency = visit(390)
    agency.sign_in(with_password(user_with(Role.REPORTER, agency=shown.place.agency)))
    agency.go("/work/")
    above, box = agency.page.eval_on_selector(
        "th .message",
        "box => [box.previousElementSibling.getBoundingClientRect().bottom, box.getBoundingClientRect().top]",
    )
    assert above <= box


def test_records_of_the_office_fit_a_telephone(shown: Shown, visit: Callable[..., Visitor]) -> None:
    """A record does not spill, and its inner tables become cards: their right half was cut off without a sign."""
    key = "yrd-scitech-finance:quarterly:2026-Q3:2026-11-22T16:34:57.264284+00:00:m1"
    Job.objects.create(kind="evaluate", key=key, requested_at=clock.now(), requested_by="user:x")
    office = visit(390)
    office.sign_in(with_password(user_with(Role.COORDINATOR)))
    for address in (
        f"/admin/programs/job/{Job.objects.get().pk}/change/",
        f"/admin/reports/evaluation/{shown.evaluation.pk}/change/",
        f"/admin/programs/task/{shown.task.pk}/change/",
    ):
        assert (address, office.go(address), office.spills) == (address, 200, False)
    rights = office.page.eval_on_selector_all(
        "#milestones-group tr:not(.empty-form) td", "cells => cells.map((cell) => cell.getBoundingClientRect().right)"
    )
    assert 0 < max(rights) <= 390


def test_the_menu_and_the_skip_link_work_from_the_keyboard(shown: Shown, visit: Callable[..., Visitor]) -> None:
    """Tab reaches the skip link first; Escape closes the open menu and gives the focus back."""
    reader = visit()
    reader.sign_in(with_password(user_with(Role.LEADER)))
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.className") == "skip"
    reader.page.click("details.menu summary")
    reader.page.keyboard.press("Escape")
    assert reader.page.evaluate("document.querySelector('details.menu').open") is False


def test_the_as_of_selector_changes_the_table_alone(shown: Shown, visit: Callable[..., Visitor]) -> None:
    """Choosing a zone swaps the table of observations and puts the choice into the address."""
    reader = visit()
    reader.sign_in(with_password(user_with(Role.LEADER)), "/programs/pilot/indicators/IND01/")
    rows = reader.page.locator("#observations-table tbody tr")
    before = rows.count()
    reader.page.select_option("#zone", "310000")
    reader.page.wait_for_url("**zone=310000**")
    assert rows.count() == before // 2
    assert reader.complaints == []
