"""Celery entry points of `programs`: one wake-up call for every kind of job."""

import logging

from celery import shared_task

from programs.exceptions import DomainError, LeaseLost
from programs.job_kinds import JOB_KINDS
from programs.services.acting import through_door
from programs.services.jobs import job_claim

log = logging.getLogger(__name__)


@shared_task(name="programs.run_job")
def run_job(job_id: int) -> bool:
    """Claim and run one job. Returns whether this call did it; calling twice is harmless."""
    run = job_claim(job_id)
    if run is None:
        return False
    with through_door("job", f"job-{job_id}"):
        try:
            JOB_KINDS[run.job.kind](run)
        except LeaseLost:
            log.warning("job_lease_lost", extra={"job": job_id})
            return False
        except DomainError as error:
            run.fail(error.code, error.message)
        except Exception:
            log.exception("job_failed", extra={"job": job_id})
            run.fail("internal_error", "The job stopped on an internal error; the log of the worker holds the details.")
    return True
