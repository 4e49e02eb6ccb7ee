"""The register of job kinds: a name and the function that does the work. Apps add theirs in their `jobs.py`."""

from collections.abc import Callable

from programs.services.jobs import JobRun

JobFunction = Callable[[JobRun], None]
JOB_KINDS: dict[str, JobFunction] = {}


def job_kind(name: str) -> Callable[[JobFunction], JobFunction]:
    """Register a function for a kind of job. It works repeatably and ends with `run.publish(...)`."""

    def register(function: JobFunction) -> JobFunction:
        JOB_KINDS[name] = function
        return function

    return register
