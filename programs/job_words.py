"""What a job's state and error say to people. The codes are stable; the sentences are in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.models import Job, JobState

ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
ERRORS = {
    "attempts_used_up": _(
        "The work was started several times and stopped each time before its end. Staff can try it again."
    ),
    "internal_error": _("The work stopped on an internal error. The log of the worker holds the details."),
    "took_too_long": _("The work took longer than it may take."),
    "database_lost": _("The database could not be reached."),
    "not_published": _("The work ended without a result."),
}


STEPS: dict[str, Any] = {}
TITLES: dict[str, Callable[[Mapping[str, Any]], str]] = {}


def register_title(kind: str, words: Callable[[Mapping[str, Any]], str]) -> None:
    """Say what a job of this kind is about, from its parameters."""
    TITLES[kind] = words


def job_title(job: Job) -> str:
    """What the job is about, in the reader's language; the kind and the key where nobody said it."""
    return TITLES[job.kind](job.parameters) if job.kind in TITLES else f"{job.kind} {job.key}"


def register_steps(words: dict[str, Any]) -> None:
    """Say what the steps of a kind of job mean: code to lazy sentence, which may hold `%(detail)s`."""
    STEPS.update(words)


def step_code(code: str, detail: str = "") -> str:
    """A step as the row keeps it: its code, and what it is about. The worker's language is not the reader's."""
    return f"{code} {detail}".rstrip()


def step_sentence(job: Job) -> str:
    """What the job is doing, in the reader's language; a text that is no known code as it stands."""
    code, _space, detail = job.message.partition(" ")
    return str(STEPS[code]) % {"detail": detail} if code in STEPS else job.message


def error_sentence(job: Job) -> str:
    """Why a job failed: the sentence of a known code, else the one that the rules gave; empty when it has not failed."""
    if job.state != JobState.FAILED:
        return ""
    return str(ERRORS.get(job.error_code, job.error))


def result_address(job: Job) -> str:
    """Where the result is shown, when the job's function named an address of this site under `url`; else empty."""
    address = (job.result or {}).get("url", "") if job.state == JobState.DONE else ""
    return address if isinstance(address, str) and address.startswith("/") and not address.startswith("//") else ""
