"""The life of a job row: asked for once, claimed once, fenced, swept, cancelled, tried again."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from programs.actors import SYSTEM, Role
from programs.exceptions import InvalidInput, LeaseLost, NotAllowed, NotAllowedInState
from programs.models import AuditEvent, Heartbeat, Job, JobState
from programs.services.heartbeats import heartbeat_record, heartbeat_take
from programs.services.job_run import JobInterrupted, JobRun
from programs.services.jobs import (
    job_cancel,
    job_claim,
    job_request,
    job_retry,
    jobs_due_here,
    jobs_mark_woken,
    jobs_sweep,
    jobs_unwake,
)
from tests.factories.programs import ProgramFactory, actor_with

pytestmark = pytest.mark.django_db
KINDS = ("x",)


def ask(key: str = "a", kind: str = "x") -> Job:
    return job_request(kind=kind, key=key, parameters={"n": 1}, by=SYSTEM)


def claim(job: Job) -> JobRun:
    run = job_claim(job.pk)
    assert run is not None
    return run


def lapse(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_the_same_request_is_the_same_row() -> None:
    assert ask() == ask()
    assert ask() != ask("b")
    assert ask() != ask(kind="y")
    assert Job.objects.count() == 3


def test_only_one_worker_gets_a_job() -> None:
    job = ask()
    run = claim(job)
    assert job_claim(job.pk) is None
    job.refresh_from_db()
    assert (job.state, job.attempts, job.token) == (JobState.RUNNING, 1, run.token)


def test_a_lapsed_lease_passes_to_another_worker_and_the_first_is_fenced_off() -> None:
    job = ask()
    first = claim(job)
    lapse(job)
    second = claim(job)
    assert first.token != second.token
    with pytest.raises(LeaseLost):
        first.progress(1, 2)
    with pytest.raises(LeaseLost), first.publish({"by": 1}, by=SYSTEM):
        pytest.fail("the block must not run")
    assert first.fail("x", "y") is False
    assert first.give_back() is False
    with second.publish({"by": 2}, by=SYSTEM):
        pass
    assert (state(job), job.result, job.attempts) == (JobState.DONE, {"by": 2}, 2)
    with pytest.raises(LeaseLost), second.publish({"by": 3}, by=SYSTEM):
        pytest.fail("published twice")


def test_a_thawed_worker_whose_job_was_only_queued_again_is_fenced_off_too() -> None:
    job = ask()
    run = claim(job)
    lapse(job)
    assert jobs_sweep() == {"queued": 1, "failed": 0}
    with pytest.raises(LeaseLost):
        run.progress(1, 2)


def test_publishing_and_its_writes_count_together_or_not_at_all() -> None:
    job = ask()
    run = claim(job)

    def half() -> None:
        with run.publish({}, by=SYSTEM):
            heartbeat_record("made", {})
            raise ValueError("late")

    with pytest.raises(ValueError, match="late"):
        half()
    assert state(job) == JobState.RUNNING
    assert not Heartbeat.objects.exists()
    with run.publish({}, by=SYSTEM):
        heartbeat_record("made", {})
        run.amend_result({"row": 7})
    assert (state(job), job.result) == (JobState.DONE, {"row": 7})
    with pytest.raises(RuntimeError):
        run.amend_result({})


def test_progress_renews_the_lease_and_is_written_twice_a_second_at_most(django_assert_num_queries) -> None:
    job = ask()
    run = claim(job)
    lapse(job)
    run.progress(0, 1000, "begins")
    with django_assert_num_queries(0):
        for step in range(1, 1000):
            run.progress(step, 1000)
    run.progress(1000, 1000, "x" * 300)
    job.refresh_from_db()
    assert (job.done, job.total, len(job.message)) == (1000, 1000, 200)
    assert job.lease_until > timezone.now() + timedelta(seconds=30)


def test_a_worker_that_is_asked_to_stop_is_interrupted_and_the_attempt_not_counted() -> None:
    job = ask()
    run = claim(job)
    run.should_stop = lambda: True
    with pytest.raises(JobInterrupted):
        run.progress(1, 2)
    assert run.give_back(count_attempt=False)
    assert (state(job), job.attempts, job.token, job.woken_at) == (JobState.QUEUED, 0, "", None)


def test_giving_back_ends_when_no_attempt_is_left(settings) -> None:
    settings.JOB_MAX_ATTEMPTS = 2
    job = ask()
    assert claim(job).give_back()
    run = claim(job)
    assert not run.give_back()
    assert run.fail("database_lost", "x" * 9000)
    assert (state(job), job.error_code, len(job.error)) == (JobState.FAILED, "database_lost", 4000)


def test_the_sweeper_queues_lapsed_jobs_and_fails_those_without_attempts(settings) -> None:
    settings.JOB_MAX_ATTEMPTS = 2
    fresh, used, live = ask("a"), ask("b"), ask("c")
    for job in (fresh, used, live):
        claim(job)
    Job.objects.filter(pk=used.pk).update(attempts=2)
    lapse(fresh)
    lapse(used)
    assert job_claim(used.pk) is None, "lapsed, but no attempt is left"
    assert jobs_sweep() == {"queued": 1, "failed": 1}
    assert jobs_sweep() == {"queued": 0, "failed": 0}
    assert [state(job) for job in (fresh, used, live)] == [JobState.QUEUED, JobState.FAILED, JobState.RUNNING]
    assert used.error_code == "attempts_used_up"
    assert job_claim(used.pk) is None


def test_a_last_attempt_that_lapses_between_the_sweepers_statements_is_not_queued_for_ever() -> None:
    """A worker that was frozen between reading the clock and claiming: no attempt is left, so nobody could claim it."""
    lapsed, late = ask("a"), ask("b")
    claim(lapsed)
    lapse(lapsed)
    before = {"state": JobState.RUNNING, "token": "t", "attempts": 99, "lease_until": timezone.now() - timedelta(1)}

    def claim_late(execute, statement, params, many, context):
        found = execute(statement, params, many, context)
        if statement.startswith("UPDATE") and "attempts_used_up" in params:
            Job.objects.filter(pk=late.pk, state=JobState.QUEUED).update(**before)
        return found

    with connection.execute_wrapper(claim_late):
        assert jobs_sweep() == {"queued": 1, "failed": 0}
    assert state(late) == JobState.RUNNING
    assert jobs_sweep() == {"queued": 0, "failed": 1}


def test_wake_ups_are_marked_once_until_the_lease_has_passed() -> None:
    first, second, other = ask("a"), ask("b"), ask("c", kind="unknown")
    now = timezone.now()
    assert jobs_mark_woken(kinds=KINDS) == [first.pk, second.pk]
    assert jobs_mark_woken(kinds=KINDS) == []
    assert jobs_unwake([second.pk]) == 1
    assert jobs_mark_woken(kinds=KINDS) == [second.pk]
    assert jobs_mark_woken(kinds=KINDS, now=now + timedelta(seconds=120)) == [first.pk, second.pk]
    assert jobs_unwake([]) == 0
    assert state(other) == JobState.QUEUED


def test_jobs_are_due_here_when_nobody_took_them_in_time() -> None:
    job = ask()
    assert jobs_due_here(kinds=KINDS, after=15) == []
    assert jobs_due_here(kinds=KINDS, after=0) == [job.pk]
    assert jobs_due_here(kinds=KINDS, after=15, now=timezone.now() + timedelta(seconds=16)) == [job.pk]
    claim(job)
    assert jobs_due_here(kinds=KINDS, after=0) == []


def test_cancelling_takes_the_token_and_trying_again_starts_afresh() -> None:
    boss = actor_with(Role.ADMINISTRATOR)
    job = ask()
    run = claim(job)
    job_cancel(job=job, by=boss, reason="asked by mistake")
    assert (job.state, job.token) == (JobState.CANCELLED, "")
    with pytest.raises(LeaseLost):
        run.progress(1, 2)
    with pytest.raises(NotAllowedInState):
        job_cancel(job=job, by=boss, reason="again")
    job_retry(job=job, by=boss, reason="needed after all")
    assert (job.state, job.attempts, job.done, job.finished_at) == (JobState.QUEUED, 0, 0, None)
    with pytest.raises(NotAllowedInState):
        job_retry(job=job, by=boss, reason="again")
    events = AuditEvent.objects.filter(table_name="programs_job", operation="update", actor=boss.label)
    assert [event.reason for event in events] == ["asked by mistake", "needed after all"]


def test_a_job_is_steered_by_the_coordinators_of_its_programme() -> None:
    own, foreign = ProgramFactory(), ProgramFactory()
    job = job_request(kind="x", key="a", parameters={"program": own.code}, by=SYSTEM)
    of_none = job_request(kind="x", key="b", parameters={}, by=SYSTEM)
    for row, role, program in (
        (job, Role.COORDINATOR, foreign),
        (job, Role.AUDITOR, own),
        (of_none, Role.COORDINATOR, None),
    ):
        with pytest.raises(NotAllowed):
            job_cancel(job=row, by=actor_with(role, program=program), reason="not mine")
    job_cancel(job=job, by=actor_with(Role.COORDINATOR, program=own), reason="mine")
    job_retry(job=job, by=actor_with(Role.COORDINATOR), reason="all are mine")
    job_cancel(job=of_none, by=actor_with(Role.ADMINISTRATOR), reason="nobody's")


def test_steering_needs_a_right_and_a_reason() -> None:
    asker = actor_with(Role.LEADER)
    job = job_request(kind="x", key="a", parameters={}, by=asker)
    for step in (job_cancel, job_retry):
        with pytest.raises(NotAllowed):
            step(job=job, by=actor_with(Role.REPORTER), reason="why not")
        with pytest.raises(InvalidInput):
            step(job=job, by=asker, reason="  ")
    job_cancel(job=job, by=asker, reason="mine")
    assert job.state == JobState.CANCELLED


@pytest.mark.parametrize(
    "values",
    [{"state": "resting"}, {"state": "running"}, {"state": "done"}, {"token": "x"}, {"lease_until": timezone.now()}],
    ids=["unknown state", "running without lease", "done without result", "idle with token", "idle with lease"],
)
def test_the_database_refuses_a_torn_state(values: dict[str, object]) -> None:
    job = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)


def test_a_turn_is_taken_by_one_and_again_when_time_has_passed() -> None:
    assert heartbeat_take("t", 60)
    assert not heartbeat_take("t", 60)
    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert heartbeat_take("t", 60)
    Heartbeat.objects.update(at=timezone.now() + timedelta(days=1))
    assert heartbeat_take("t", 60), "a clock that was set back"


@pytest.mark.django_db(transaction=True)
def test_a_heartbeat_keeps_the_lease_of_a_long_section_and_tells_when_it_is_lost(settings) -> None:
    settings.JOB_LEASE_SECONDS = 0.6
    job = ask()
    run = claim(job)
    with run.heartbeat():
        time.sleep(1.2)
        assert job_claim(job.pk) is None
        assert jobs_sweep()["queued"] == 0
    run.progress(1, 1)

    def robbed() -> None:
        with run.heartbeat():
            Job.objects.filter(pk=job.pk).update(token="another")
            time.sleep(0.5)

    with pytest.raises(LeaseLost):
        robbed()


@pytest.mark.django_db(transaction=True)
def test_of_many_that_ask_at_once_one_takes_the_turn() -> None:
    taken: list[int] = []
    failures: list[BaseException] = []
    meet = threading.Barrier(6)

    def ask_for_turns() -> None:
        try:
            for turn in range(15):
                if meet.wait() == 0:
                    Heartbeat.objects.update_or_create(name="t", defaults={"at": timezone.now() - timedelta(hours=1)})
                meet.wait()
                if heartbeat_take("t", 60):
                    taken.append(turn)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            meet.abort()
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask_for_turns) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(taken) == list(range(15))


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_claim_each_job_once() -> None:
    jobs = [ask(str(number)) for number in range(12)]
    taken: list[int] = []
    woken: list[int] = []
    failures: list[BaseException] = []
    ready = threading.Barrier(6)

    def work() -> None:
        try:
            ready.wait()
            woken.extend(jobs_mark_woken(kinds=KINDS))
            for job in jobs:
                run = job_claim(job.pk)
                if run is not None:
                    taken.append(run.job.pk)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(taken) == sorted(job.pk for job in jobs)
    assert len(woken) == len(set(woken))
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
