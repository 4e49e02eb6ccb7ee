"""The loop of `manage.py work`: sweeps, sends wake-ups, and runs what nobody takes. Any number of them may run."""

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Protocol

from django.db import DatabaseError, InterfaceError, connection

from programs.job_kinds import JOB_KINDS
from programs.jobs import has_broker, perform, wake_up
from programs.services.acting import through_door
from programs.services.heartbeats import heartbeat_record
from programs.services.jobs import jobs_due_here, jobs_mark_woken, jobs_sweep, jobs_unwake
from programs.ticks import run_ticks

log = logging.getLogger(__name__)
PAUSE_SECONDS = 0.5
# While a job runs here the next one waits for it, so its end is looked for more often.
BUSY_PAUSE_SECONDS = 0.1
BROKER_PAUSE_SECONDS = 5.0
TICK_SECONDS = 15.0
HEARTBEAT_SECONDS = 5.0
GRACE_SECONDS = 8.0


class Runner(Protocol):
    """Carries out one job at a time in this process."""

    def busy(self) -> bool:
        """Whether a job is at work."""

    def start(self, job_id: int) -> None:
        """Begin a job; called only when not busy."""

    def stop(self) -> None:
        """Interrupt the job at its next section and wait a while for it."""


class InlineRunner:
    """Runs each job to its end before it returns."""

    def busy(self) -> bool:
        """Never, between two calls."""
        return False

    def start(self, job_id: int) -> None:
        """Run the job."""
        perform(job_id)

    def stop(self) -> None:
        """Nothing is ever left at work."""


class ThreadRunner:
    """Runs each job in a thread, so that the loop goes on sweeping meanwhile."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def busy(self) -> bool:
        """Whether the thread is at work."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, job_id: int) -> None:
        """Begin a job in a new thread, with a database connection of its own."""
        self._thread = threading.Thread(target=self._run, args=(job_id,), name=f"job-{job_id}", daemon=True)
        self._thread.start()

    def _run(self, job_id: int) -> None:
        try:
            perform(job_id, self._stopping.is_set)
        except (DatabaseError, InterfaceError):
            log.warning("database_lost", exc_info=True)
        finally:
            connection.close()

    def stop(self) -> None:
        """Give the job back at its next section; a section that takes too long is left to the sweeper of another."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(GRACE_SECONDS)


class Dispatcher:
    """One round after another until `stop` is set. `run_after` is how long a queued job may wait for a worker."""

    def __init__(
        self, *, run_after: float, runner: Runner, stop: threading.Event, clock: Callable[[], float] = time.monotonic
    ):
        self.run_after = run_after
        self.runner = runner
        self.stop = stop
        self.clock = clock
        self.broker_silent_until = 0.0
        self._ticked_at = self._seen_at = float("-inf")

    def run(self) -> None:
        """Loop until asked to stop. A database that is away is waited for."""
        log.info("dispatcher_started", extra={"run_after": self.run_after, "broker": has_broker()})
        while not self.stop.is_set():
            try:
                self.round()
            except (DatabaseError, InterfaceError):
                log.warning("database_lost", exc_info=True)
                connection.close()
            self.stop.wait(BUSY_PAUSE_SECONDS if self.runner.busy() else PAUSE_SECONDS)
        self.runner.stop()
        log.info("dispatcher_stopped")

    def round(self) -> None:
        """Sweep, wake, run here, tick and leave a sign of life; each only where it is due."""
        with through_door("job", "dispatcher"):
            swept = jobs_sweep()
            if any(swept.values()):
                log.warning("leases_lapsed", extra=swept)
            self.send()
            self.run_here()
            if self.clock() - self._ticked_at >= TICK_SECONDS:
                self._ticked_at = self.clock()
                run_ticks()
            if self.clock() - self._seen_at >= HEARTBEAT_SECONDS:
                self._seen_at = self.clock()
                heartbeat_record(
                    "dispatcher", {"broker": self.broker_state(), "busy": self.runner.busy(), "process": os.getpid()}
                )

    def broker_state(self) -> str:
        """none, up or down, as far as the last wake-ups told."""
        if not has_broker():
            return "none"
        return "down" if self.clock() < self.broker_silent_until else "up"

    def send(self) -> None:
        """Wake-ups for queued jobs that had none lately. A broker that is silent is left alone for a while."""
        if self.broker_state() != "up":
            return
        marked = jobs_mark_woken(kinds=tuple(JOB_KINDS))
        if not marked:
            return
        unsent = wake_up(marked)
        if unsent:
            self.broker_silent_until = self.clock() + BROKER_PAUSE_SECONDS
            jobs_unwake(unsent)
        log.info("wake_ups_sent", extra={"sent": len(marked) - len(unsent), "unsent": len(unsent)})

    def run_here(self) -> None:
        """One job that nobody took in time; at once where there is no broker that could wake anybody."""
        if self.runner.busy():
            return
        after = self.run_after if self.broker_state() == "up" else 0.0
        for job_id in jobs_due_here(kinds=tuple(JOB_KINDS), after=after):
            log.info("job_runs_here", extra={"job": job_id})
            self.runner.start(job_id)

    def run_all(self) -> int:
        """One round that runs every job that is due here, one after the other; returns how many. For `--once`."""
        self.round()
        done = 0
        after = self.run_after if self.broker_state() == "up" else 0.0
        while not self.stop.is_set():
            due = jobs_due_here(kinds=tuple(JOB_KINDS), after=after)
            if not due or not perform(due[0], self.stop.is_set):
                break
            done += 1
        return done
