"""Progress of a job over REST: who sees it, what it says, and that a foreign one is like a missing one."""

import pytest
from django.test import Client

from programs.actors import SYSTEM, Role
from programs.models import Job, JobState
from programs.selectors import actor_of_key, actor_of_user
from programs.services.jobs import job_claim, job_request
from tests.factories.programs import AgencyFactory, ProgramFactory, key_for, user_with

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(user) -> Job:
    return job_request(kind="x", key=f"of-{user.pk}", parameters={}, by=actor_of_user(user))


def test_the_one_who_asked_sees_how_far_it_is() -> None:
    user = user_with(Role.LEADER)
    job = ask(user)
    client = signed_in(user)
    answer = client.get(f"/api/v1/jobs/{job.pk}/")
    assert answer.status_code == 200
    assert answer.headers["Retry-After"] == "2"
    body = answer.json()
    assert (body["state"], body["ended"], body["progress"], body["error"]) == (
        "queued",
        False,
        {"done": 0, "total": 0, "message": ""},
        None,
    )
    run = job_claim(job.pk)
    run.progress(3, 10, "Writing")
    assert client.get(f"/api/v1/jobs/{job.pk}/").json()["progress"] == {"done": 3, "total": 10, "message": "Writing"}
    with run.publish({"url": "/reports/1/"}, by=SYSTEM):
        pass
    answer = client.get(f"/api/v1/jobs/{job.pk}/")
    assert (answer.json()["ended"], answer.json()["result_url"]) == (True, "/reports/1/")
    assert "Retry-After" not in answer.headers


def test_a_failed_job_says_why_in_the_readers_language_and_without_details() -> None:
    user = user_with(Role.LEADER)
    job = ask(user)
    job_claim(job.pk).fail("internal_error", "KeyError: 'x'")
    error = signed_in(user).get(f"/api/v1/jobs/{job.pk}/").json()["error"]
    assert error["code"] == "internal_error"
    assert "KeyError" not in error["message"]
    Job.objects.update(error_code="period_open", error="The period is still open.")
    assert signed_in(user).get(f"/api/v1/jobs/{job.pk}/").json()["error"] == {
        "code": "period_open",
        "message": "The period is still open.",
    }


@pytest.mark.parametrize("role", list(Role))
def test_others_see_it_only_where_their_role_oversees_jobs(role: Role) -> None:
    asker, program = user_with(Role.LEADER), ProgramFactory()
    job = job_request(kind="x", key="a", parameters={"program": program.code}, by=actor_of_user(asker))
    client = signed_in(user_with(role))
    seen = role in (Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR)
    foreign, missing = client.get(f"/api/v1/jobs/{job.pk}/"), client.get("/api/v1/jobs/999999999999999999999999/")
    assert foreign.status_code == (200 if seen else 404)
    assert missing.status_code == 404
    if not seen:
        assert foreign.content == missing.content
    assert client.get(f"/jobs/{job.pk}/").status_code == (200 if seen else 404)


def test_a_key_sees_its_own_jobs() -> None:
    agency = AgencyFactory()
    (key, plain), (_other, other_plain) = key_for(agency), key_for(agency)
    job = job_request(kind="x", key="a", parameters={}, by=actor_of_key(key))
    assert Client().get(f"/api/v1/jobs/{job.pk}/", headers={"Authorization": f"Bearer {plain}"}).status_code == 200
    assert (
        Client().get(f"/api/v1/jobs/{job.pk}/", headers={"Authorization": f"Bearer {other_plain}"}).status_code == 404
    )
    assert Client().get(f"/api/v1/jobs/{job.pk}/").status_code in (401, 403)


def test_nothing_can_be_written() -> None:
    user = user_with(Role.COORDINATOR)
    job = ask(user)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(signed_in(user), method)(f"/api/v1/jobs/{job.pk}/").status_code in (403, 405)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
