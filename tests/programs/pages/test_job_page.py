"""The page of one job: it moves while the work is on, and leads to the result."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from programs.actors import SYSTEM, Role
from programs.job_words import step_code
from programs.models import Job
from programs.selectors import actor_of_user
from programs.services.jobs import job_claim, job_request
from tests.factories.programs import user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> tuple[Client, Job]:
    """A leader's client and a job of theirs."""
    user = user_with(Role.LEADER)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client, job_request(kind="x", key="a", parameters={}, by=actor_of_user(user))


def page(client: Client, job: Job) -> str:
    answer = client.get(f"/jobs/{job.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_running_job_shows_a_bar_that_a_script_moves(asked) -> None:
    client, job = asked
    job_claim(job.pk).progress(3, 10, "Writing <b>")
    html = page(client, job)
    assert re.search(r'<progress id="job-progress" max="10" value="3">', html)
    assert f'data-state-url="/api/v1/jobs/{job.pk}/"' in html
    assert 'aria-live="polite"' in html
    assert "Writing &lt;b&gt;" in html
    assert "programs/job.js" in html
    assert "<script>" not in html
    assert finders.find("programs/job.js")


def test_a_step_is_told_in_the_language_of_the_reader(asked) -> None:
    client, job = asked
    job_claim(job.pk).progress(3, 10, step_code("evaluation.writing", "en.pdf"))
    job.refresh_from_db()
    assert job.message == "evaluation.writing en.pdf"
    assert "Writing en.pdf" in page(client, job)
    client.cookies["django_language"] = "zh-hans"
    assert "正在生成en.pdf" in page(client, job)
    state = client.get(f"/api/v1/jobs/{job.pk}/", HTTP_ACCEPT_LANGUAGE="zh-hans").json()
    assert state["progress"]["message"] == "正在生成en.pdf"


def test_the_page_of_the_office_moves_by_itself_and_leads_to_the_result() -> None:
    user = user_with(Role.COORDINATOR)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    job = job_request(kind="x", key="a", parameters={}, by=actor_of_user(user))
    address = f"/admin/programs/job/{job.pk}/change/"
    moving = client.get(address).content.decode()
    assert "programs/job.js" in moving
    assert f'data-state-url="/api/v1/jobs/{job.pk}/"' in moving
    with job_claim(job.pk).publish({"url": "/reports/7/"}, by=SYSTEM):
        pass
    ended = client.get(address).content.decode()
    assert "programs/job.js" not in ended
    assert 'href="/reports/7/"' in ended


def test_before_it_begins_the_bar_has_no_value(asked) -> None:
    assert '<progress id="job-progress"></progress>' in page(*asked)


def test_an_ended_job_stands_still_and_leads_to_its_result(asked) -> None:
    client, job = asked
    with job_claim(job.pk).publish({"url": "/reports/7/"}, by=SYSTEM):
        pass
    html = page(client, job)
    assert 'href="/reports/7/"' in html
    assert "programs/job.js" not in html
    assert "<progress" not in html


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", 5])
def test_a_result_elsewhere_is_not_linked(asked, address: object) -> None:
    client, job = asked
    with job_claim(job.pk).publish({"url": address}, by=SYSTEM):
        pass
    assert "Open the result" not in page(client, job)


def test_a_failed_job_tells_why(asked) -> None:
    client, job = asked
    job_claim(job.pk).fail("took_too_long", "x")
    html = page(client, job)
    assert "took longer" in html
    assert "took_too_long" in html


def test_a_visitor_is_led_to_the_sign_in(asked) -> None:
    assert Client().get(f"/jobs/{asked[1].pk}/").status_code == 302
