"""The loop of `manage.py work`, and what becomes of a job's function however it ends."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from programs import dispatch, jobs, ticks
from programs.actors import SYSTEM
from programs.dispatch import Dispatcher, InlineRunner, ThreadRunner
from programs.exceptions import InvalidInput
from programs.job_kinds import JOB_KINDS
from programs.models import Heartbeat, Job, JobState
from programs.services.job_run import JobRun
from programs.services.jobs import job_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch) -> Callable[[Callable[[JobRun], None]], None]:
    """Registers a function as the kind `probe`, the only one."""
    monkeypatch.setattr(dispatch, "JOB_KINDS", JOB_KINDS)
    for name in list(JOB_KINDS):
        monkeypatch.delitem(JOB_KINDS, name)

    def register(function: Callable[[JobRun], None]) -> None:
        monkeypatch.setitem(JOB_KINDS, "probe", function)

    register(publish)
    return register


def publish(run: JobRun) -> None:
    run.progress(1, 2)
    with run.publish({"n": run.job.parameters["n"]}, by=SYSTEM):
        pass


def ask(key: str = "a", kind: str = "probe") -> Job:
    return job_request(kind=kind, key=key, parameters={"n": 1}, by=SYSTEM)


def dispatcher(run_after: float = 15, **fields) -> Dispatcher:
    return Dispatcher(
        run_after=run_after,
        runner=fields.pop("runner", InlineRunner()),
        stop=fields.pop("stop", threading.Event()),
        **fields,
    )


def state(job: Job) -> tuple[str, str]:
    job.refresh_from_db()
    return job.state, job.error_code


def with_broker(monkeypatch, sends: Callable[[list[int]], list[int]]) -> list[list[int]]:
    """A broker that exists; `sends` says which wake-ups fail. Returns what was sent."""
    calls: list[list[int]] = []

    def wake_up(job_ids: list[int]) -> list[int]:
        calls.append(list(job_ids))
        return sends(job_ids)

    monkeypatch.setattr(dispatch, "has_broker", lambda: True)
    monkeypatch.setattr(dispatch, "wake_up", wake_up)
    return calls


def test_without_a_broker_jobs_run_here_at_once(kind, settings) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    found = [ask(str(number)) for number in range(3)]
    assert dispatcher().run_all() == 2, "one in the round, two after it"
    assert {state(job) for job in found} == {(JobState.DONE, "")}
    assert Heartbeat.objects.get(pk="dispatcher").details["broker"] == "none"


def test_with_a_broker_it_only_wakes_until_nobody_came(kind, monkeypatch) -> None:
    calls = with_broker(monkeypatch, lambda _ids: [])
    job = ask()
    loop = dispatcher()
    loop.round()
    loop.round()
    assert calls == [[job.pk]]
    assert state(job)[0] == JobState.QUEUED
    Job.objects.update(queued_at=timezone.now() - timedelta(seconds=16))
    loop.round()
    assert state(job)[0] == JobState.DONE


def test_a_silent_broker_is_left_alone_and_jobs_run_here(kind, monkeypatch) -> None:
    calls = with_broker(monkeypatch, list)
    now = [100.0]
    loop = dispatcher(clock=lambda: now[0])
    first = ask("a")
    loop.round()
    assert state(first)[0] == JobState.DONE
    second = ask("b")
    loop.round()
    assert (len(calls), state(second)[0]) == (1, JobState.DONE)
    assert loop.broker_state() == "down"
    now[0] += 6
    third = ask("c")
    loop.round()
    assert (len(calls), state(third)[0]) == (2, JobState.DONE)


class BusyRunner(InlineRunner):
    """Has no hand free."""

    def busy(self) -> bool:
        return True


def test_a_wake_up_that_was_not_sent_is_sent_again_as_soon_as_the_broker_is_asked_again(kind, monkeypatch) -> None:
    calls = with_broker(monkeypatch, list)
    now = [100.0]
    loop = dispatcher(clock=lambda: now[0], runner=BusyRunner())
    job = ask()
    loop.round()
    now[0] += 6
    loop.round()
    assert calls == [[job.pk], [job.pk]]


def test_an_unknown_kind_stays_for_a_process_that_knows_it(kind, settings) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    job = ask(kind="of-a-newer-version")
    dispatcher().run_all()
    assert jobs.perform(job.pk) is False
    assert state(job)[0] == JobState.QUEUED


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (InvalidInput("no", code="period_open"), (JobState.FAILED, "period_open")),
        (SoftTimeLimitExceeded(), (JobState.FAILED, "took_too_long")),
        (ZeroDivisionError("secret detail"), (JobState.FAILED, "internal_error")),
        (OperationalError("server closed the connection"), (JobState.QUEUED, "")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_function_that_raises_ends_its_job_visibly(kind, error: Exception, expected: tuple[str, str], caplog) -> None:
    def fails(run: JobRun) -> None:
        raise error

    caplog.set_level(logging.CRITICAL)
    kind(fails)
    job = ask()
    assert jobs.perform(job.pk) is True
    assert state(job) == expected
    assert "secret" not in job.error


def test_a_function_that_forgets_to_publish_is_told(kind) -> None:
    kind(lambda run: run.progress(1, 1))
    job = ask()
    jobs.run_job(job.pk)
    assert state(job) == (JobState.FAILED, "not_published")
    assert jobs.run_job(job.pk) is False


def test_a_job_whose_database_keeps_failing_ends_after_its_attempts(kind, settings) -> None:
    def fails(run: JobRun) -> None:
        raise OperationalError("gone")

    kind(fails)
    settings.CELERY_BROKER_URL = "memory://"
    job = ask()
    assert dispatcher().run_all() == settings.JOB_MAX_ATTEMPTS - 1
    assert state(job) == (JobState.FAILED, "database_lost")


def test_the_ticks_run_when_due_and_one_that_fails_holds_up_no_other(monkeypatch, caplog) -> None:
    caplog.set_level(logging.CRITICAL)
    seen: list[str] = []
    monkeypatch.setattr(ticks, "TICKS", {})

    def broken() -> None:
        raise ValueError("x")

    ticks.on_tick("broken", every=60)(broken)
    ticks.on_tick("works", every=60)(lambda: seen.append("works"))
    assert jobs.tick() == {"broken": "failed", "works": "done"}
    assert jobs.tick() == {}
    assert seen == ["works"]


def test_the_registered_ticks_run_on_an_empty_database() -> None:
    outcome = ticks.run_ticks()
    assert {"jobs", "audit_seal", "audit_seal_late", "idempotency_purge"} <= set(outcome)
    assert set(outcome.values()) == {"done"}


@pytest.mark.loopback
def test_a_broker_that_refuses_is_told_quickly(settings, monkeypatch) -> None:
    from celery import current_app

    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    began = time.monotonic()
    assert jobs.wake_up([1, 2, 3]) == [1, 2, 3]
    assert time.monotonic() - began < 5


def test_the_command_runs_once(kind, settings) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    job = ask()
    call_command("work", once=True)
    assert state(job)[0] == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_the_loop_goes_on_beside_a_running_job_and_stops_cleanly(kind, settings) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    begun = threading.Event()

    def endless(run: JobRun) -> None:
        step = 0
        while True:
            step += 1
            run.progress(step, 10**6)
            begun.set()
            time.sleep(0.02)

    kind(endless)
    job = ask()
    stop = threading.Event()

    def run_loop() -> None:
        dispatcher(runner=ThreadRunner(), stop=stop).run()
        connection.close()

    loop = threading.Thread(target=run_loop)
    loop.start()
    assert begun.wait(10)
    assert state(job)[0] == JobState.RUNNING
    stop.set()
    loop.join(10)
    assert not loop.is_alive()
    assert state(job)[0] == JobState.QUEUED
    assert job.attempts == 0


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("connection already closed")])
def test_the_loop_outlives_a_lost_connection(error: Exception, monkeypatch) -> None:
    stop = threading.Event()
    turns: list[int] = []

    def sweep() -> dict[str, int]:
        turns.append(1)
        if len(turns) == 1:
            raise error
        stop.set()
        return {}

    monkeypatch.setattr(dispatch, "jobs_sweep", sweep)
    monkeypatch.setattr(dispatch, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(dispatch.connection, "close", lambda: None)
    dispatcher(stop=stop).run()
    assert len(turns) == 2
