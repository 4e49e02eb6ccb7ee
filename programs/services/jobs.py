"""Jobs as rows: request, claim by one conditional update, renew, publish by token, sweep.

The row is the truth; Celery only wakes somebody up. A result is published in one transaction with the change from
running to done, and only by the holder of the newest token, so nothing is lost, doubled or torn.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.exceptions import LeaseLost, NotAllowedInState
from programs.models import Job, JobState
from programs.services.acting import acting


def job_request(*, kind: str, key: str, parameters: dict[str, Any], by: Actor) -> Job:
    """Ask for a piece of work once: the same kind and key give the same row. Joins the caller's transaction."""
    with acting(by=by):
        job, _created = Job.objects.get_or_create(
            kind=kind,
            key=key,
            defaults={"parameters": parameters, "requested_at": timezone.now(), "requested_by": by.label, "requested_by_user_id": by.user_id},
        )
    return job


@dataclass(slots=True)
class JobRun:
    """A claimed job in the hands of one worker."""

    job: Job
    token: str

    def _own(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, token=self.token, state=JobState.RUNNING)

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Show how far the work is and renew the lease. Raises LeaseLost when another worker took over."""
        now = timezone.now()
        lease = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        if not self._own().update(done=done, total=total, message=message[:200], lease_until=lease):
            raise LeaseLost(_("Another worker has taken this job over."))
        self.job.done, self.job.total, self.job.message = done, total, message

    @contextmanager
    def publish(self, result: dict[str, Any], *, by: Actor) -> Iterator[None]:
        """One transaction: the job becomes done and the block's writes count, or neither. Raises LeaseLost."""
        with acting(by=by):
            now = timezone.now()
            changed = self._own().update(state=JobState.DONE, finished_at=now, result=result, lease_until=None, token="", done=F("total"), message="")  # noqa: S106 - the token is given up
            if not changed:
                raise LeaseLost(_("Another worker has taken this job over."))
            yield
        self.job.refresh_from_db()

    def fail(self, code: str, error: str) -> None:
        """End the job as failed, visibly. Does nothing when the lease is already lost."""
        self._own().update(state=JobState.FAILED, finished_at=timezone.now(), error_code=code, error=error[:4000], lease_until=None, token="")  # noqa: S106 - the token is given up


def job_claim(job_id: int) -> JobRun | None:
    """Take a queued job, or a running one with a lapsed lease, by one conditional update; None when it is taken."""
    now = timezone.now()
    token = secrets.token_hex(16)
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    claimed = Job.objects.filter(free, pk=job_id, attempts__lt=settings.JOB_MAX_ATTEMPTS).update(
        state=JobState.RUNNING,
        token=token,
        lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        started_at=now,
        attempts=F("attempts") + 1,
        error_code="",
        error="",
    )
    return JobRun(Job.objects.get(pk=job_id), token) if claimed else None


def jobs_sweep(now: datetime | None = None) -> dict[str, int]:
    """Put jobs whose worker vanished back into the queue, or fail them after too many attempts. May run any time."""
    now = now or timezone.now()
    lapsed = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    failed = lapsed.filter(attempts__gte=settings.JOB_MAX_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=now, error_code="attempts_used_up", error="The worker vanished too many times.", lease_until=None, token=""
    )  # noqa: S106 - the token is given up
    queued = lapsed.update(state=JobState.QUEUED, lease_until=None, token="", woken_at=None)  # noqa: S106 - the token is given up
    return {"queued": queued, "failed": failed}


def job_retry(*, job: Job, by: Actor, reason: str) -> Job:
    """Queue a failed or cancelled job again, counting attempts from zero."""
    with acting(by=by, reason=reason):
        changed = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
            state=JobState.QUEUED, attempts=0, finished_at=None, error_code="", error="", woken_at=None
        )
        if not changed:
            raise NotAllowedInState(_("Only a failed or cancelled job can be tried again."))
    job.refresh_from_db()
    return job
