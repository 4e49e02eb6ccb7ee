"""Celery entry points of `programs`: one wake-up call for every kind of job, and the tick of the schedule.

The dispatcher calls `perform` directly where no broker answers, so both ways run the same code.
"""

import logging
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

import structlog
from celery import current_app, shared_task
from celery.exceptions import OperationalError as BrokerError
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError

from programs.exceptions import DomainError, LeaseLost
from programs.job_kinds import JOB_KINDS
from programs.models import Job
from programs.services.acting import through_door
from programs.services.audit_chain import audit_seal
from programs.services.idempotency import idempotency_purge
from programs.services.job_run import JobInterrupted, JobRun, connection_dropped_when_broken
from programs.services.jobs import job_claim, jobs_sweep
from programs.services.tasks.evidence_sweep import evidence_sweep
from programs.ticks import on_tick, run_ticks

log = logging.getLogger(__name__)
# The dispatcher must not hang with a broker that hangs; a worker's own connection keeps its long time-outs.
SHORT = {"socket_connect_timeout": 1, "socket_timeout": 2, "max_retries": 0, "retry_on_timeout": False}

on_tick("jobs", every=5)(jobs_sweep)
on_tick("audit_seal", every=55)(audit_seal)
on_tick("audit_seal_late", every=24 * 3600)(lambda: audit_seal(everything=True))
on_tick("idempotency_purge", every=3600)(idempotency_purge)
on_tick("evidence_sweep", every=6 * 3600)(evidence_sweep)


@shared_task(name="programs.run_job")
def run_job(job_id: int) -> bool:
    """Claim and run one job. Returns whether this call did it; calling twice is harmless."""
    return perform(job_id)


@shared_task(name="programs.tick")
def tick() -> dict[str, str]:
    """What is due by the clock: requests and sweeps only. Two at once are harmless."""
    with through_door("job", "tick"):
        return run_ticks()


def perform(job_id: int, should_stop: Callable[[], bool] | None = None) -> bool:
    """Claim a job and run its function to an end: done, failed, given back or lost to another worker.

    Returns False when nothing was there to claim. A kind that this process does not know stays in the queue for one
    that does.
    """
    kind = Job.objects.filter(pk=job_id).values_list("kind", flat=True).first()
    if kind not in JOB_KINDS:
        log.error("job_kind_unknown", extra={"job": job_id, "kind": kind})
        return False
    run = job_claim(job_id)
    if run is None:
        return False
    if should_stop is not None:
        run.should_stop = should_stop
    with structlog.contextvars.bound_contextvars(job=job_id, kind=kind), through_door("job", f"job-{job_id}"):
        _carry_out(run)
    return True


def _carry_out(run: JobRun) -> None:
    try:
        with connection_dropped_when_broken():
            JOB_KINDS[run.job.kind](run)
        if run.fail("not_published", "The job's function ended without publishing a result."):
            log.error("job_not_published")
        else:
            log.info("job_done")
    except LeaseLost:
        log.warning("job_lease_lost")
    except JobInterrupted:
        run.give_back(count_attempt=False)
        log.info("job_given_back")
    except (OperationalError, InterfaceError):
        # The database went away or was locked: no fault of the job, so it is tried again.
        log.warning("job_database_lost", exc_info=True)
        _give_back_or_fail(run, "database_lost", "The database could not be reached.")
    except SoftTimeLimitExceeded:
        log.error("job_took_too_long")
        run.fail("took_too_long", "The job took longer than a job may take.")
    except DomainError as error:
        log.warning("job_refused", extra={"code": error.code})
        run.fail(error.code, error.message)
    except Exception:
        log.exception("job_failed")
        run.fail("internal_error", "The job stopped on an internal error; the log of the worker holds the details.")


def _give_back_or_fail(run: JobRun, code: str, error: str) -> None:
    """Where the database is still away, the lease lapses and the sweeper does the same later."""
    try:
        with connection_dropped_when_broken():
            if not run.give_back():
                run.fail(code, error)
    except (OperationalError, InterfaceError):
        log.warning("job_left_to_the_sweeper", extra={"job": run.job.pk})


def has_broker() -> bool:
    """Whether the settings name a broker that other processes share."""
    return urlsplit(settings.CELERY_BROKER_URL).scheme not in ("", "memory")


def wake_up(job_ids: Collection[int]) -> list[int]:
    """Send a wake-up for each job; returns those that could not be sent. Blocks for a few seconds at the most.

    A wake-up expires with the lease: by then the dispatcher has sent another or run the job itself.
    """
    unsent = list(job_ids)
    with current_app.connection_for_write(transport_options=SHORT) as connection:
        failures = (BrokerError, OSError, *connection.connection_errors, *connection.channel_errors)
        try:
            connection.ensure_connection(max_retries=0, timeout=2)
            for job_id in job_ids:
                run_job.apply_async((job_id,), connection=connection, retry=False, expires=settings.JOB_LEASE_SECONDS)
                unsent.remove(job_id)
        except failures as error:
            log.warning("wake_up_failed", extra={"unsent": len(unsent), "error": type(error).__name__})
    return unsent
