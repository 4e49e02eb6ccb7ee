"""A claimed job in the hands of one worker: progress, signs of life, publishing by token, giving back.

The token is the fence: every write is one conditional update on (id, token, running), so a worker that was frozen
past its lease can neither show progress nor publish once another has taken over.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.actors import SYSTEM, Actor
from programs.exceptions import DomainError, LeaseLost
from programs.models import Job, JobState
from programs.services.acting import acting

log = logging.getLogger(__name__)
PROGRESS_SECONDS = 0.5
LONGEST_SECTION_SECONDS = 600.0


class JobInterrupted(DomainError):
    """The process was asked to stop; the job goes back into the queue and starts again elsewhere."""

    status = 503
    code = "job_interrupted"


def lease_end(now: datetime | None = None) -> datetime:
    """When a lease that is taken or renewed now lapses."""
    return (now or timezone.now()) + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _never() -> bool:
    return False


@dataclass(slots=True)
class JobRun:
    """What a job's function works with. `should_stop` tells that the process is asked to end."""

    job: Job
    token: str
    should_stop: Callable[[], bool] = field(default=_never)
    _shown_at: float = field(default=0.0)
    _publishing: bool = field(default=False)

    def _own(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, token=self.token, state=JobState.RUNNING)

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Show how far the work is and renew the lease; call it between sections, as often as you like.

        Written at most twice a second (a new total and the last step always). Raises LeaseLost when another worker
        took over or the job was cancelled, JobInterrupted when the process is to end.
        """
        if self.should_stop():
            raise JobInterrupted(_("The job was interrupted and starts again soon."))
        quiet = time.monotonic() - self._shown_at < PROGRESS_SECONDS
        if quiet and total == self.job.total and done < total:
            return
        if not self._own().update(done=done, total=total, message=message[:200], lease_until=lease_end()):
            raise LeaseLost(_("Another worker has taken this job over."))
        self._shown_at = time.monotonic()
        self.job.done, self.job.total, self.job.message = done, total, message

    @contextmanager
    def heartbeat(self, at_most: float = LONGEST_SECTION_SECONDS) -> Iterator[None]:
        """Keep the lease during one long section, from a thread with a database connection of its own.

        Ends after `at_most` seconds, so that a section that hangs for ever loses its lease. Raises LeaseLost at the
        end of the section when the lease was lost meanwhile. Do not hold a write transaction open in the block.
        """
        over, lost = threading.Event(), threading.Event()
        beating = threading.Thread(
            target=self._beat, args=(over, lost, at_most), name=f"job-{self.job.pk}-heartbeat", daemon=True
        )
        beating.start()
        try:
            yield
        finally:
            over.set()
            beating.join()
        if lost.is_set():
            raise LeaseLost(_("Another worker has taken this job over."))

    def _beat(self, over: threading.Event, lost: threading.Event, at_most: float) -> None:
        deadline = time.monotonic() + at_most
        try:
            while not over.wait(settings.JOB_LEASE_SECONDS / 3) and time.monotonic() < deadline:
                try:
                    if not self._own().update(lease_until=lease_end()):
                        lost.set()
                        return
                except (DatabaseError, InterfaceError):
                    # The next beat tries again on a fresh connection; the lease bears two missed ones.
                    log.warning("job_heartbeat_missed", exc_info=True, extra={"job": self.job.pk})
                    connection.close()
        finally:
            connection.close()

    @contextmanager
    def publish(self, result: dict[str, Any], *, by: Actor) -> Iterator[None]:
        """One transaction: the job becomes done and the block's writes count, or neither. Raises LeaseLost."""
        with acting(by=by):
            changed = self._own().update(
                state=JobState.DONE,
                finished_at=timezone.now(),
                result=result,
                lease_until=None,
                token="",
                done=F("total"),
                message="",
            )
            if not changed:
                raise LeaseLost(_("Another worker has taken this job over."))
            self._publishing = True
            try:
                yield
            finally:
                self._publishing = False
        self.job.refresh_from_db()

    def amend_result(self, result: dict[str, Any]) -> None:
        """Inside `publish`: replace the result, where it names rows that the block has just made."""
        if not self._publishing:
            raise RuntimeError("amend_result belongs inside the publish block of the same run.")
        Job.objects.filter(pk=self.job.pk, state=JobState.DONE).update(result=result)

    def fail(self, code: str, error: str) -> bool:
        """End the job as failed, visibly. Changes nothing and returns False when the lease is already lost."""
        with acting(by=SYSTEM):
            changed = self._own().update(
                state=JobState.FAILED,
                finished_at=timezone.now(),
                error_code=code[:60],
                error=error[:4000],
                lease_until=None,
                token="",
                message="",
            )
        return bool(changed)

    def give_back(self, *, count_attempt: bool = True) -> bool:
        """Put the job back into the queue at once; False when the lease is lost or no attempt is left.

        Without `count_attempt` the try is not counted: the process was asked to stop, the job did nothing wrong.
        """
        values: dict[str, Any] = {
            "state": JobState.QUEUED,
            "queued_at": timezone.now(),
            "woken_at": None,
            "lease_until": None,
            "token": "",
            "message": "",
        }
        mine = self._own()
        if count_attempt:
            mine = mine.filter(attempts__lt=settings.JOB_MAX_ATTEMPTS)
        else:
            values["attempts"] = F("attempts") - 1
        with acting(by=SYSTEM):
            return bool(mine.update(**values))


@contextmanager
def connection_dropped_when_broken() -> Iterator[None]:
    """Close the connection after an error of the database, so that the next query opens a fresh one."""
    try:
        yield
    except (DatabaseError, InterfaceError):
        if not connection.in_atomic_block:
            with contextlib.suppress(DatabaseError, InterfaceError):
                connection.close()
        raise
