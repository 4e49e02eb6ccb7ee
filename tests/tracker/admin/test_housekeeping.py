"""Administrators switch the schedule and release locked accounts; each act needs a reason and is logged."""

import logging
from typing import Any

import pytest
from axes.models import AccessAttempt
from django_celery_beat.models import PeriodicTask

from programs.exceptions import InvalidInput, NotAllowed
from tests.factories.office import Office, office
from tests.factories.pages import client_of, text_of
from tests.factories.programs import PASSWORD, actor_with
from tracker.housekeeping import lock_release, schedule_switch

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Office:
    return office()


def test_the_schedule_is_switched_with_a_reason(here: Office, caplog: pytest.LogCaptureFixture) -> None:
    client = client_of(here.users["administrator"])
    entry = PeriodicTask.objects.get(name="sweep")
    address = f"/admin/django_celery_beat/periodictask/{entry.pk}/step"
    assert "reason" in client.post(f"{address}/off/", {}).context["form"].errors
    with caplog.at_level(logging.INFO, "tracker.housekeeping"):
        client.post(f"{address}/off/", {"reason": "works on the server"})
    entry.refresh_from_db()
    assert not entry.enabled
    assert [(record.message, record.reason) for record in caplog.records] == [
        ("schedule_switched", "works on the server")
    ]
    client.post(f"{address}/on/", {"reason": "done"})
    entry.refresh_from_db()
    assert entry.enabled


def test_auditors_see_the_schedule_and_the_failed_sign_ins(here: Office) -> None:
    client = client_of(here.users["auditor"])
    assert "somebody" in text_of(client.get("/admin/axes/accessattempt/"))
    assert "192.0.2.1" in text_of(client.get("/admin/axes/accessfailurelog/"))
    assert "sweep" in text_of(client.get("/admin/django_celery_beat/periodictask/"))


def test_a_failed_sign_in_is_kept_when_the_next_one_succeeds(here: Office) -> None:
    user = here.users["leader"]
    user.set_password(PASSWORD)
    user.save()
    for password in ("a wrong guess", PASSWORD):
        client_of(None).post("/sign-in/", {"username": user.username, "password": password})
    assert not AccessAttempt.objects.filter(username=user.username).exists()  # counted from nothing again
    address = f"/admin/axes/accessfailurelog/?q={user.username}"
    assert "1 access failure" in text_of(client_of(here.users["auditor"]).get(address))


def test_a_locked_account_may_try_again(here: Office) -> None:
    attempt = AccessAttempt.objects.get()
    client_of(here.users["administrator"]).post(
        f"/admin/axes/accessattempt/{attempt.pk}/step/release/", {"reason": "known person"}
    )
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda **call: schedule_switch(entry=PeriodicTask(pk=0), enabled=True, **call),
        lambda **call: lock_release(attempt=AccessAttempt(), **call),
    ],
)
def test_only_administrators_with_a_reason(act: Any) -> None:
    with pytest.raises(NotAllowed):
        act(by=actor_with("coordinator"), reason="r")
    with pytest.raises(InvalidInput):
        act(by=actor_with("administrator"), reason=" ")
