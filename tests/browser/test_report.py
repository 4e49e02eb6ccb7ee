"""From the start of an evaluation to the PDF on a leader's machine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from programs.actors import Role
from programs.jobs import perform
from programs.models import Job
from programs.selectors import actor_of_user
from reports.models import Report
from reports.services.reports import report_publish
from tests.browser.conftest import Visitor, with_password
from tests.factories.evaluated import evaluated_program
from tests.factories.programs import user_with


@pytest.mark.slow
def test_a_leader_downloads_what_a_coordinator_started(visit: Callable[..., Visitor]) -> None:
    """The coordinator starts it and watches the job; the leader follows a figure to its delivery and downloads the PDF."""
    place = evaluated_program()
    coordinator, leader = with_password(user_with(Role.COORDINATOR)), with_password(user_with(Role.LEADER))
    office = visit()
    office.sign_in(coordinator, "/reports/")
    office.page.select_option("main select", "quarterly:2026-Q3")
    office.page.click("main form button")
    job = Job.objects.get()
    assert office.page.url.endswith(f"/jobs/{job.pk}/")
    assert perform(job.pk)
    report = Report.objects.get()
    report_publish(report=report, by=actor_of_user(coordinator))

    reader = visit()
    reader.sign_in(leader)
    assert reader.page.url.endswith(f"/programs/{place.program.code}/")
    reader.page.click("#indicators ~ .scroll tbody tr:has-text('IND01') td a")
    assert "/lineage/" in reader.page.url
    assert str(place.submission.pk)[:8] in reader.text
    reader.page.click(f"a[href='/reports/{report.number}/']")
    assert reader.page.frame_locator("iframe").locator("h1").inner_text()
    with reader.page.expect_download() as expected:
        reader.page.click("a[href$='zh-hans.pdf']")
    assert expected.value.suggested_filename == f"{report.number}-zh-hans.pdf"
    assert Path(expected.value.path()).read_bytes().startswith(b"%PDF-")
    assert reader.complaints == []
