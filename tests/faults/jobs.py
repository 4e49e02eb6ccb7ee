"""The probe: a job that writes a file in steps and publishes a row, and a beat entry that asks for one each few seconds."""

import hashlib
import os
import time

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from programs.actors import SYSTEM
from programs.job_kinds import job_kind
from programs.models import IdempotencyRecord
from programs.services.job_run import JobRun
from programs.services.jobs import job_request

KIND = "fault_probe"
SLOT_SECONDS = 3


@job_kind(KIND)
def probe(run: JobRun) -> None:
    """Write, sync, rename to a name that holds the hash, publish. The row's key holds the token, so a second one shows."""
    steps, pause = run.job.parameters["steps"], run.job.parameters["pause"]
    part = settings.FAULTS_FOLDER / f"{run.job.pk}-{run.token}.part"
    digest = hashlib.sha256()
    with part.open("wb") as out:
        for step in range(steps):
            time.sleep(pause)
            piece = f"{run.job.key} {step}\n".encode() * 2000
            out.write(piece)
            digest.update(piece)
            run.progress(step + 1, steps)
        out.flush()
        os.fsync(out.fileno())
    name = f"{run.job.pk}-{digest.hexdigest()}"
    part.replace(settings.FAULTS_FOLDER / name)
    with run.publish({"file": name}, by=SYSTEM):
        IdempotencyRecord.objects.create(
            owner=KIND, key=f"{run.job.pk}:{run.token}", fingerprint="", status=200, body="", created_at=timezone.now()
        )


@shared_task(name="tests.faults.slot")
def slot() -> None:
    """What a schedule does: ask for the job of the present slot of time."""
    job_request(
        kind=KIND, key=f"slot-{int(time.time()) // SLOT_SECONDS}", parameters={"steps": 2, "pause": 0.05}, by=SYSTEM
    )


current_app.conf.beat_schedule = {
    **(current_app.conf.beat_schedule or {}),
    "slot": {"task": "tests.faults.slot", "schedule": 1.0, "options": {"expires": 10}},
}
