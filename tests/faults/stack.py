"""What a case works with: a database, a Redis, workers, beats and dispatchers, and the questions asked at the end."""

import contextlib
import hashlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.processes import Child, free_port, listens, python, redis_child, wait_for

WORK_SECONDS = 0.6
STEPS = 6


class Stack:
    """The processes of one case. Django is set up in this process too: it plays the web server."""

    def __init__(self, folder: Path, jobs: int, broker: bool = True):
        self.folder, self.jobs = folder, jobs
        self.children: list[Child] = []
        self.asked = 0
        self.began = time.monotonic()
        self.redis = redis_child(folder, free_port()) if broker else None
        if self.redis is not None:
            port = int(self.redis.command[2])
            os.environ["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
            self.begin(self.redis)
            wait_for(lambda: listens(port), 10, "Redis does not listen")
        else:
            os.environ.pop("REDIS_URL", None)

    def begin(self, child: Child) -> Child:
        """Start a child and remember it for the end."""
        child.start()
        self.children.append(child)
        return child

    def set_up(self) -> None:
        """Migrate, and make this process a web server."""
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)

    def _celery(self, name: str, *arguments: str) -> Child:
        command = [python(), "-m", "celery", "-A", "tracker.celery", *arguments]
        return self.begin(Child(name, command, dict(os.environ), self.folder / f"{name}.log"))

    def worker(self, name: str = "worker") -> Child:
        """A worker with two pool processes, ready to take jobs."""
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        child = self._celery(
            name,
            "worker",
            "--pool",
            "prefork",
            "-c",
            "2",
            "-l",
            "INFO",
            "-n",
            f"{name}-{os.getpid()}@localhost",
            *quiet,
        )
        wait_for(lambda: child.said(" ready."), 120, "the worker is not ready")
        return child

    def beat(self, name: str) -> Child:
        """A beat, which asks for the job of each slot of time."""
        return self._celery(name, "beat", "-l", "INFO", "--pidfile", "", "--max-interval", "1")

    def dispatcher(self, run_after: float = 5, name: str = "work") -> Child:
        """A `manage.py work`, at work."""
        command = [python(), "manage.py", "work", "--run-after", str(run_after)]
        child = self.begin(Child(name, command, dict(os.environ), self.folder / f"{name}.log"))
        wait_for(lambda: child.said("dispatcher_started"), 120, "the dispatcher did not start")
        return child

    def submit(self, count: int, steps: int = STEPS, pause: float = WORK_SECONDS / STEPS) -> float:
        """Ask for jobs as a web request does; returns the longest time that one request took."""
        from programs.actors import SYSTEM
        from programs.services.jobs import job_request
        from tests.faults.jobs import KIND

        slowest = 0.0
        for _ in range(count):
            began = time.monotonic()
            job_request(kind=KIND, key=f"report-{self.asked}", parameters={"steps": steps, "pause": pause}, by=SYSTEM)
            slowest = max(slowest, time.monotonic() - began)
            self.asked += 1
        return slowest

    def patient(self, question: Callable[[], Any]) -> Any:
        """The answer to a question, asked again while the database restarts."""
        from django.db import DatabaseError, connection

        for _ in range(600):
            with contextlib.suppress(DatabaseError):
                return question()
            connection.close()
            time.sleep(0.2)
        return question()

    def count_done(self) -> int:
        """How many jobs are done."""
        from programs.models import Job

        return int(self.patient(lambda: Job.objects.filter(state="done").count()))

    def until_done(self, count: int, seconds: float = 120) -> None:
        """Wait until so many jobs are done; the fault comes then."""
        wait_for(lambda: self.count_done() >= count, seconds, f"fewer than {count} jobs are done")

    def finish(self, seconds: float) -> None:
        """Wait until every job has ended, or the window closes."""
        with contextlib.suppress(TimeoutError):
            wait_for(lambda: self.count_done() >= self.count_asked(), seconds, "jobs are left")

    def count_asked(self) -> int:
        """How many jobs there are."""
        from programs.models import Job

        return int(self.patient(Job.objects.count))

    def end(self) -> None:
        """End every child, the dispatchers and workers first."""
        for child in reversed(self.children):
            child.hurt(signal.SIGCONT)
            if child.process is not None and child.process.poll() is None:
                child.ask_to_end(5 if child is not self.redis else 2)
            child.hurt(signal.SIGKILL)

    def verdict(self) -> dict[str, Any]:
        """Lost, doubled, torn, and whether the audit trail is whole."""
        from programs.audit.verify import audit_verify
        from programs.models import IdempotencyRecord, Job
        from programs.services.audit_chain import audit_seal
        from tests.faults.jobs import KIND

        folder = Path(os.environ["FAULTS_FOLDER"])
        jobs = {job.pk: job for job in self.patient(lambda: list(Job.objects.filter(kind=KIND)))}
        rows: dict[int, int] = {}
        for key in IdempotencyRecord.objects.filter(owner=KIND).values_list("key", flat=True):
            rows[int(key.split(":")[0])] = rows.get(int(key.split(":")[0]), 0) + 1
        torn = [
            path.name
            for path in folder.iterdir()
            if path.suffix != ".part" and hashlib.sha256(path.read_bytes()).hexdigest() != path.name.partition("-")[2]
        ]
        done = {pk for pk, job in jobs.items() if job.state == "done"}
        gone = [pk for pk in done if not (folder / jobs[pk].result["file"]).is_file()]
        audit_seal(everything=True)
        return {
            "jobs": len(jobs),
            "lost": len(jobs) - len(done & rows.keys()),
            "doubled": sum(1 for count in rows.values() if count > 1) + len(rows.keys() - done),
            "torn": len(torn) + len(gone),
            "attempts": sum(job.attempts for job in jobs.values()),
            "trail": audit_verify().valid,
            "seconds": round(time.monotonic() - self.began, 1),
        }
