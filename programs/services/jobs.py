"""Jobs as rows: request, claim by one conditional update, sweep, cancel, try again.

The row is the truth; Celery only wakes somebody up. A result is published in one transaction with the change from
running to done, and only by the holder of the newest token, so nothing is lost, doubled or torn.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.actors import SYSTEM, Actor, Role
from programs.exceptions import InvalidInput, NotAllowed, NotAllowedInState
from programs.models import Job, JobState, Program
from programs.services.acting import acting
from programs.services.job_run import JobInterrupted, JobRun, lease_end

__all__ = [
    "JobInterrupted",
    "JobRun",
    "job_cancel",
    "job_claim",
    "job_request",
    "job_retry",
    "jobs_due_here",
    "jobs_mark_woken",
    "jobs_sweep",
    "jobs_unwake",
]
SEVERAL = 100


def job_request(*, kind: str, key: str, parameters: dict[str, Any], by: Actor) -> Job:
    """Ask for a piece of work once: the same kind and key give the same row. Joins the caller's transaction."""
    with acting(by=by):
        now = timezone.now()
        job, _created = Job.objects.get_or_create(
            kind=kind,
            key=key,
            defaults={
                "parameters": parameters,
                "requested_at": now,
                "queued_at": now,
                "requested_by": by.label,
                "requested_by_user_id": by.user_id,
            },
        )
    return job


def job_claim(job_id: int) -> JobRun | None:
    """Take a queued job, or a running one with a lapsed lease, by one conditional update; None when it is taken."""
    now = timezone.now()
    token = secrets.token_hex(16)
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    with acting(by=SYSTEM):
        claimed = Job.objects.filter(free, pk=job_id, attempts__lt=settings.JOB_MAX_ATTEMPTS).update(
            state=JobState.RUNNING,
            token=token,
            lease_until=lease_end(now),
            started_at=now,
            attempts=F("attempts") + 1,
            error_code="",
            error="",
            done=0,
        )
    return JobRun(Job.objects.get(pk=job_id), token) if claimed else None


def jobs_sweep(now: datetime | None = None) -> dict[str, int]:
    """Put jobs whose worker vanished back into the queue, or fail them after too many attempts. May run any time."""
    now = now or timezone.now()
    lapsed = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    # A read first: on SQLite an update takes the write lock even where it finds nothing.
    if not lapsed.exists():
        return {"queued": 0, "failed": 0}
    with acting(by=SYSTEM):
        failed = lapsed.filter(attempts__gte=settings.JOB_MAX_ATTEMPTS).update(
            state=JobState.FAILED,
            finished_at=now,
            error_code="attempts_used_up",
            error="The worker vanished too many times.",
            lease_until=None,
            token="",
            message="",
        )
        queued = lapsed.filter(attempts__lt=settings.JOB_MAX_ATTEMPTS).update(
            state=JobState.QUEUED, queued_at=now, lease_until=None, token="", woken_at=None, message=""
        )
    return {"queued": queued, "failed": failed}


def jobs_mark_woken(*, kinds: Collection[str], limit: int = SEVERAL, now: datetime | None = None) -> list[int]:
    """Queued jobs for which no wake-up was sent within the last lease, marked as sent; the oldest first.

    Two dispatchers never get the same job, because each marks its own by a conditional update.
    """
    now = now or timezone.now()
    silent = Q(woken_at__isnull=True) | Q(woken_at__lt=now - timedelta(seconds=settings.JOB_LEASE_SECONDS))
    waiting = list(
        Job.objects.filter(silent, state=JobState.QUEUED, kind__in=kinds)
        .order_by("queued_at", "id")
        .values_list("pk", flat=True)[:limit]
    )
    if not waiting:
        return []
    with acting(by=SYSTEM):
        mine = list(
            Job.objects.select_for_update(skip_locked=_skips_locked())
            .filter(silent, state=JobState.QUEUED, pk__in=waiting)
            .order_by("queued_at", "id")
            .values_list("pk", flat=True)
        )
        Job.objects.filter(pk__in=mine).update(woken_at=now)
    return mine


def _skips_locked() -> bool:
    from django.db import connection

    return connection.features.has_select_for_update_skip_locked


def jobs_unwake(job_ids: Collection[int]) -> int:
    """Take the mark back from queued jobs whose wake-up could not be sent; returns how many."""
    if not job_ids:
        return 0
    with acting(by=SYSTEM):
        return Job.objects.filter(pk__in=job_ids, state=JobState.QUEUED).update(woken_at=None)


def jobs_due_here(*, kinds: Collection[str], after: float, limit: int = 1, now: datetime | None = None) -> list[int]:
    """Queued jobs that nobody has taken for `after` seconds, the oldest first. A read."""
    now = now or timezone.now()
    untaken = Job.objects.filter(state=JobState.QUEUED, kind__in=kinds, queued_at__lte=now - timedelta(seconds=after))
    return list(untaken.order_by("queued_at", "id").values_list("pk", flat=True)[:limit])


def _may_steer(job: Job, by: Actor) -> bool:
    asked_for_it = job.requested_by_user_id == by.user_id if by.user_id is not None else job.requested_by == by.label
    if by.label == SYSTEM.label or asked_for_it:
        return True
    program = Program.objects.filter(code=job.parameters.get("program", "")).first()
    if program is None:
        return by.has_role(Role.ADMINISTRATOR)
    return by.has_role_in(program.pk, Role.COORDINATOR, Role.ADMINISTRATOR)


def _steer(job: Job, by: Actor, reason: str) -> None:
    if not _may_steer(job, by):
        raise NotAllowed(
            _("Only the one who asked for this job, or the coordination group of its programme, may do this.")
        )
    if not reason.strip():
        raise InvalidInput(_("Give a reason."), code="reason_missing", pointer="/reason")


def job_retry(*, job: Job, by: Actor, reason: str) -> Job:
    """Queue a failed or cancelled job again, counting attempts from zero. Raises NotAllowed, NotAllowedInState."""
    _steer(job, by, reason)
    with acting(by=by, reason=reason):
        now = timezone.now()
        changed = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
            state=JobState.QUEUED,
            queued_at=now,
            attempts=0,
            started_at=None,
            finished_at=None,
            error_code="",
            error="",
            woken_at=None,
            done=0,
            total=0,
            message="",
        )
        if not changed:
            raise NotAllowedInState(_("Only a failed or cancelled job can be tried again."))
    job.refresh_from_db()
    return job


def job_cancel(*, job: Job, by: Actor, reason: str) -> Job:
    """Cancel a queued or running job. A worker that has it loses its token and stops at its next sign of life.

    Raises NotAllowed, and NotAllowedInState when the job has ended already.
    """
    _steer(job, by, reason)
    with acting(by=by, reason=reason):
        changed = Job.objects.filter(pk=job.pk, state__in=[JobState.QUEUED, JobState.RUNNING]).update(
            state=JobState.CANCELLED, finished_at=timezone.now(), lease_until=None, token="", message=""
        )
        if not changed:
            raise NotAllowedInState(_("The job has already ended."))
    job.refresh_from_db()
    return job
