"""Health pages: what a monitor learns, and what strangers do not."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from programs.models import AuditBlock, Heartbeat, Job, User
from tests.factories.programs import user_with
from tracker import health

TOKEN = "monitor-token-0123456789"


def test_healthz_asks_nothing_of_the_database(client: Client) -> None:
    # Without the django_db mark any query would fail this test.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/statusz"])
def test_health_is_read_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_readyz_names_its_parts(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "parts": {"database": "ok", "migrations": "ok", "files": "ok", "disk": "ok"},
    }


@pytest.mark.django_db
def test_readyz_fails_when_the_database_does(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("password=hunter2 refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"]["database"] == "failed"
    assert b"hunter2" not in response.content


@pytest.mark.django_db
def test_readyz_fails_when_files_cannot_be_written(client: Client, settings, tmp_path) -> None:
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    settings.MEDIA_ROOT = tmp_path / "a-file" / "media"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"]["files"] == "failed"


@pytest.mark.django_db
def test_readyz_fails_when_the_disk_is_nearly_full(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "FREE_BYTES_NEEDED", 10**18)
    assert client.get("/readyz").json()["parts"]["disk"] == "failed"


@pytest.mark.django_db
def test_readyz_fails_when_a_migration_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.migrations_are_applied, "known", False, raising=False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    assert client.get("/readyz").json()["parts"]["migrations"] == "failed"


@pytest.mark.django_db
@pytest.mark.parametrize("header", [None, "Bearer wrong", "Bearer "])
def test_statusz_is_closed_to_strangers(client: Client, settings, header: str | None) -> None:
    settings.STATUS_TOKEN = TOKEN
    response = client.get("/statusz", headers={"Authorization": header} if header else None)
    assert response.status_code == 403


@pytest.mark.django_db
def test_statusz_is_closed_while_no_token_is_set(client: Client, settings) -> None:
    settings.STATUS_TOKEN = ""
    assert client.get("/statusz", headers={"Authorization": "Bearer "}).status_code == 403


@pytest.mark.django_db
def test_statusz_tells_a_monitor_how_the_work_goes(client: Client, settings) -> None:
    settings.STATUS_TOKEN, settings.REDIS_URL, settings.DEBUG = TOKEN, "", True
    now = timezone.now()
    Heartbeat.objects.create(name="dispatcher", at=now, details={"broker": "up"})
    Job.objects.create(
        kind="k", key="old", requested_at=now, queued_at=now - timezone.timedelta(seconds=90), requested_by="system"
    )
    AuditBlock.objects.create(number=1, sealed_at=now, count=1, previous="", digest="0" * 64)
    body = client.get("/statusz", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert body["state"] == "ok"
    assert body["redis"] == "not used"
    assert body["jobs"]["queued"] == 1
    assert 90 <= body["jobs"]["oldest_queued_seconds"] < 100
    assert body["jobs"]["last_claim_seconds"] is None
    assert body["audit"]["last_block"] == 1


@pytest.mark.django_db
def test_statusz_is_degraded_by_a_job_that_waits_too_long(client: Client, settings) -> None:
    settings.STATUS_TOKEN, settings.REDIS_URL = TOKEN, ""
    Job.objects.create(
        kind="k",
        key="old",
        requested_at=timezone.now(),
        queued_at=timezone.now() - timezone.timedelta(minutes=11),
        requested_by="system",
    )
    assert client.get("/statusz", headers={"Authorization": f"Bearer {TOKEN}"}).json()["state"] == "degraded"


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "state"), [(1, "ok"), (11, "degraded")])
def test_statusz_is_degraded_by_a_dispatcher_that_fell_silent(
    client: Client, settings, minutes: int, state: str
) -> None:
    settings.STATUS_TOKEN, settings.REDIS_URL, settings.DEBUG = TOKEN, "", True
    Heartbeat.objects.create(
        name="dispatcher", at=timezone.now() - timezone.timedelta(minutes=minutes), details={"broker": "up"}
    )
    body = client.get("/statusz", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert body["state"] == state
    assert body["dispatcher"]["broker"] == "up"


@pytest.mark.django_db
def test_statusz_says_that_the_dispatcher_never_ran(client: Client, settings) -> None:
    settings.STATUS_TOKEN, settings.REDIS_URL, settings.DEBUG = TOKEN, "", True
    body = client.get("/statusz", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert (body["state"], body["dispatcher"]["state"]) == ("degraded", "never")


@pytest.mark.django_db
@pytest.mark.parametrize(("debug", "state"), [(True, "ok"), (False, "degraded")])
def test_statusz_says_that_no_backup_was_ever_made(client: Client, settings, tmp_path, debug: bool, state: str) -> None:
    settings.STATUS_TOKEN, settings.REDIS_URL, settings.DEBUG = TOKEN, "", debug
    settings.BACKUP_DIR = tmp_path
    Heartbeat.objects.create(name="dispatcher", at=timezone.now(), details={})
    body = client.get("/statusz", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert (body["state"], body["backup"]) == (state, {"state": "never", "last_verified_seconds": None})


@pytest.mark.django_db
@pytest.mark.loopback
def test_redis_down_is_degraded_and_not_unready(client: Client, settings) -> None:
    settings.STATUS_TOKEN, settings.REDIS_URL = TOKEN, "redis://127.0.0.1:1/0"
    response = client.get("/statusz", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    assert (response.json()["state"], response.json()["redis"]) == ("degraded", "down")
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_staff_see_the_status_and_others_do_not(client: Client) -> None:
    client.force_login(User.objects.create_user("agency", password="x"))
    assert client.get("/statusz").status_code == 403
    client.force_login(user_with("coordinator"))
    assert client.get("/statusz").status_code == 200
