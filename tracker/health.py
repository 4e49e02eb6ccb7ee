"""Health for monitors: `/healthz` (the process lives), `/readyz` (it can serve), `/statusz` (how the work goes).

Redis down means slower, not unready: jobs are rows and the dispatcher runs them. Answers to strangers hold no
version, host, path or message of a library.
"""

import hmac
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programs.actors import SEES_STATUS
from programs.selectors import actor_of_user

FREE_BYTES_NEEDED = 200 * 1024 * 1024
LATE_SECONDS = 10 * 60
BACKUP_SECONDS = 26 * 60 * 60


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def database_answers() -> bool:
    """One trivial query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def migrations_are_applied() -> bool:
    """No migration of this code waits; once true it stays true for this process."""
    if not getattr(migrations_are_applied, "known", False):
        try:
            executor = MigrationExecutor(connection)
            migrations_are_applied.known = not executor.migration_plan(executor.loader.graph.leaf_nodes())  # type: ignore[attr-defined]
        except DatabaseError:
            return False
    return bool(migrations_are_applied.known)  # type: ignore[attr-defined]


def files_can_be_written() -> bool:
    """The folder of uploads and reports exists and is writable; always true where files lie in object storage."""
    if "FileSystemStorage" not in settings.STORAGES["default"]["BACKEND"]:
        return True
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def disk_has_room() -> bool:
    """At least 200 MB are free where we write."""
    try:
        return (
            shutil.disk_usage(
                settings.MEDIA_ROOT
                if files_can_be_written() and Path(settings.MEDIA_ROOT).exists()
                else settings.VAR_DIR
            ).free
            >= FREE_BYTES_NEEDED
        )
    except OSError:
        return False


READINESS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "files": files_can_be_written,
    "disk": disk_has_room,
}


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when this process can serve, 503 with the names of what fails otherwise."""
    parts = {name: "ok" if check() else "failed" for name, check in READINESS.items()}
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)


def may_see_status(request: HttpRequest) -> bool:
    """Staff who are signed in, and monitors that show the token of `STATUS_TOKEN`."""
    if request.user.is_authenticated and actor_of_user(request.user).has_role(*SEES_STATUS):
        return True
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.STATUS_TOKEN) and hmac.compare_digest(given.encode(), settings.STATUS_TOKEN.encode())


def redis_state() -> str:
    """up, down or not used. Asked with a short time-out, so that a hung Redis does not hang the monitor."""
    if not settings.REDIS_URL:
        return "not used"
    import redis

    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            return "up" if client.ping() else "down"
    except redis.RedisError:
        return "down"


def seconds_since(moment: datetime | None) -> int | None:
    """Whole seconds from the moment to now; None where there is no such moment."""
    return None if moment is None else int((timezone.now() - moment).total_seconds())


def age_word(seconds: int | None, most: int, late: str) -> str:
    """`never`, `ok`, or the word for what happened too long ago."""
    if seconds is None:
        return "never"
    return late if seconds > most else "ok"


def job_state() -> dict[str, Any]:
    """The queue: how many wait, run and have failed; how old the oldest waiting one is; the last claim."""
    from programs.models import Job, JobState

    found = Job.objects.aggregate(
        queued=Count("id", filter=Q(state=JobState.QUEUED)),
        running=Count("id", filter=Q(state=JobState.RUNNING)),
        failed=Count("id", filter=Q(state=JobState.FAILED)),
        oldest=Min("queued_at", filter=Q(state=JobState.QUEUED)),
        claimed=Max("started_at"),
    )
    return {
        "queued": found["queued"],
        "running": found["running"],
        "failed": found["failed"],
        "oldest_queued_seconds": seconds_since(found["oldest"]),
        "last_claim_seconds": seconds_since(found["claimed"]),
    }


def audit_state() -> dict[str, Any]:
    """The newest sealed block and how long ago it was sealed."""
    from programs.models import AuditBlock

    block = AuditBlock.objects.order_by("-number").first()
    return {
        "last_block": block.number if block else None,
        "last_block_seconds": seconds_since(block.sealed_at) if block else None,
    }


def dispatcher_state() -> dict[str, Any]:
    """How long ago the dispatcher (`manage.py work`) gave a sign of life, if ever, and what it saw of the broker."""
    from programs.models import Heartbeat

    sign = Heartbeat.objects.filter(name="dispatcher").first()
    seconds = seconds_since(sign.at) if sign else None
    return {
        "state": age_word(seconds, LATE_SECONDS, "silent"),
        "last_sign_seconds": seconds,
        "broker": sign.details.get("broker") if sign else None,
    }


def backup_state() -> dict[str, Any]:
    """How long ago the newest backup that was read back was made; None where there is none in `BACKUP_DIR`."""
    from tracker.backup.service import newest_verified

    made_at = newest_verified(settings.BACKUP_DIR)
    seconds = seconds_since(datetime.fromisoformat(made_at)) if made_at else None
    return {"state": age_word(seconds, BACKUP_SECONDS, "stale"), "last_verified_seconds": seconds}


@never_cache
@require_safe
def statusz(request: HttpRequest) -> JsonResponse:
    """How the work goes, for staff and monitors. Redis down is reported as degraded, with 200.

    So is a dispatcher that is silent or never ran, and a backup that is old or, outside DEBUG, was never made.
    """
    if not may_see_status(request):
        raise PermissionDenied
    redis = redis_state()
    jobs, dispatcher, backup = job_state(), dispatcher_state(), backup_state()
    late = jobs["oldest_queued_seconds"] is not None and jobs["oldest_queued_seconds"] > LATE_SECONDS
    silent = dispatcher["state"] != "ok"
    unsaved = backup["state"] == "stale" or (backup["state"] == "never" and not settings.DEBUG)
    state = "degraded" if redis == "down" or late or silent or unsaved or jobs["failed"] else "ok"
    return JsonResponse(
        {
            "state": state,
            "version": settings.APP_VERSION,
            "redis": redis,
            "jobs": jobs,
            "dispatcher": dispatcher,
            "audit": audit_state(),
            "backup": backup,
        }
    )
