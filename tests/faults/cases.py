"""The cases: each starts what it needs, submits jobs, does harm, and says how long it may take to get over it."""

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.processes import Child, listens, wait_for
from tests.faults.stack import Stack


@dataclass(frozen=True)
class Case:
    """One fault: its name in the table, what is done, and whether it needs a broker or one engine only."""

    title: str
    harm: Callable[[Stack], None]
    broker: bool = True
    engine: str = ""


def _both(stack: Stack, run_after: float = 5) -> tuple[Child, Child]:
    worker, work = stack.worker(), stack.dispatcher(run_after)
    stack.submit(stack.jobs)
    stack.until_done(min(3, stack.jobs - 1))
    return worker, work


def none(stack: Stack) -> None:
    """Nothing happens: the measure of the others."""
    _both(stack)


def child_killed(stack: Stack) -> None:
    """One process of the worker's pool dies, as by the out-of-memory killer."""
    worker, _work = _both(stack)
    _kill_one(worker.children())


def _kill_one(pids: list[int]) -> None:
    """SIGKILL for the first of the processes; one that is gone is no error."""
    for pid in pids[:1]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def worker_killed(stack: Stack) -> None:
    """The whole worker dies and is started again."""
    _kill_times(stack, 1)


def worker_killed_three_times(stack: Stack) -> None:
    """The same, three times."""
    _kill_times(stack, 3)


def _kill_times(stack: Stack, times: int) -> None:
    worker, _work = _both(stack)
    for turn in range(times):
        stack.until_done(min(3 * (turn + 1), stack.jobs - 1))
        worker.kill()
        worker.restart()


def worker_ended(stack: Stack) -> None:
    """A deployment: SIGTERM, then a new worker."""
    worker, _work = _both(stack)
    worker.ask_to_end()
    worker.restart()


def worker_frozen(stack: Stack) -> None:
    """The worker stands still past its lease, others take over, and it thaws and goes on."""
    worker, _work = _both(stack)
    worker.hurt(signal.SIGSTOP)
    time.sleep(9)
    worker.hurt(signal.SIGCONT)


def redis_killed(stack: Stack) -> None:
    """Redis dies without having written anything, and comes back empty."""
    _both(stack)
    assert stack.redis is not None
    stack.redis.kill()
    time.sleep(2)
    stack.redis.restart()


def redis_down_while_submitting(stack: Stack) -> None:
    """Half of the requests come while Redis is down; none may wait for it or be refused."""
    stack.worker()
    stack.dispatcher()
    half = stack.jobs // 2
    stack.submit(half)
    assert stack.redis is not None
    stack.redis.kill()
    slowest = stack.submit(stack.jobs - half)
    assert slowest < 5, f"a request waited {slowest:.1f} s"
    time.sleep(5)
    stack.redis.restart()


def redis_flushed(stack: Stack) -> None:
    """Somebody empties Redis."""
    import redis

    _both(stack)
    assert stack.redis is not None
    with redis.Redis(port=int(stack.redis.command[2])) as client:
        client.flushall()


def redis_silent(stack: Stack) -> None:
    """Redis accepts connections and answers nothing for 12 seconds."""
    _both(stack)
    assert stack.redis is not None
    stack.redis.hurt(signal.SIGSTOP)
    time.sleep(12)
    stack.redis.hurt(signal.SIGCONT)


def redis_gone(stack: Stack) -> None:
    """Redis dies for good."""
    _both(stack)
    assert stack.redis is not None
    stack.redis.kill()


def postgresql_restarted(stack: Stack) -> None:
    """The database server stops at once and recovers."""
    _both(stack)
    Path(os.environ["FAULTS_RESTART"]).touch()
    wait_for(lambda: not Path(os.environ["FAULTS_RESTART"]).exists(), 60, "nobody restarts PostgreSQL")


def two_beats(stack: Stack) -> None:
    """Two schedules run at once; each slot of time may have one report."""
    stack.worker()
    stack.dispatcher()
    stack.beat("beat-one")
    stack.beat("beat-two")
    wait_for(lambda: stack.count_asked() >= min(6, stack.jobs), 60, "the beats ask for nothing")
    for child in stack.children:
        if child.name.startswith("beat"):
            child.ask_to_end()


def long_work(stack: Stack) -> None:
    """Work longer than the broker's visibility time-out and near the lease (the worker renews it)."""
    stack.worker()
    stack.dispatcher()
    stack.submit(min(6, stack.jobs), steps=25, pause=0.4)


def dispatcher_killed(stack: Stack) -> None:
    """The dispatcher dies; another is started."""
    _worker, work = _both(stack)
    work.kill()
    time.sleep(1)
    work.restart()


def everything_killed(stack: Stack) -> None:
    """The machine goes down and comes up."""
    for child in (*_both(stack), stack.redis):
        assert child is not None
        child.kill()
    assert stack.redis is not None
    for child in (stack.redis, *(child for child in stack.children if child is not stack.redis)):
        child.restart()


def no_broker_killed(stack: Stack) -> None:
    """The embedded default without a broker: the dispatcher does the work and dies three times."""
    work = stack.dispatcher()
    stack.submit(stack.jobs)
    for turn in range(3):
        stack.until_done(min(2 * turn + 1, stack.jobs - 1))
        time.sleep(0.4)  # into the next job
        work.kill()
        work.restart()


def no_broker_frozen(stack: Stack) -> None:
    """Two dispatchers without a broker; one freezes past its lease and thaws."""
    first, _second = stack.dispatcher(name="work-one"), stack.dispatcher(name="work-two")
    stack.submit(stack.jobs)
    stack.until_done(2)
    first.hurt(signal.SIGSTOP)
    time.sleep(9)
    first.hurt(signal.SIGCONT)


def no_broker_ended(stack: Stack) -> None:
    """A dispatcher that works without a broker is asked to end and started again."""
    work = stack.dispatcher()
    stack.submit(stack.jobs)
    stack.until_done(1)
    code = work.ask_to_end()
    assert code == 0, f"the dispatcher ended with {code}"
    work.restart()


def chaos(stack: Stack, seconds: float = 60) -> None:
    """Random harm each second or two while jobs keep coming."""
    import redis

    worker, work = stack.worker(), stack.dispatcher()
    assert stack.redis is not None
    dice = random.Random(20261122)
    harms = ["child", "worker", "freeze", "redis", "flush", "work"]
    deadline = time.monotonic() + seconds
    faults = 0
    while time.monotonic() < deadline:
        stack.submit(2)
        harm = dice.choice(harms)
        faults += 1
        if harm == "child":
            _kill_one(worker.children())
        elif harm == "worker":
            worker.kill()
            worker.restart()
        elif harm == "freeze":
            worker.hurt(signal.SIGSTOP)
            time.sleep(dice.choice([1, 7]))
            worker.hurt(signal.SIGCONT)
        elif harm == "redis":
            stack.redis.kill()
            time.sleep(dice.random() * 2)
            stack.redis.restart()
            wait_for(lambda: listens(int(stack.redis.command[2])), 10, "Redis does not listen")
        elif harm == "flush":
            with redis.Redis(port=int(stack.redis.command[2])) as client:
                client.flushall()
        else:
            work.kill()
            work.restart()
        time.sleep(1 + dice.random())
    print(f"chaos: {faults} faults")


CASES: dict[str, Case] = {
    "none": Case("nothing happens", none),
    "child_killed": Case("pool child SIGKILL", child_killed),
    "worker_killed": Case("whole worker SIGKILL, once", worker_killed),
    "worker_killed_three_times": Case("the same, three times", worker_killed_three_times),
    "worker_ended": Case("worker SIGTERM", worker_ended),
    "worker_frozen": Case("worker frozen past its lease, then thawed", worker_frozen),
    "redis_killed": Case("Redis SIGKILL + restart, no persistence", redis_killed),
    "redis_down_while_submitting": Case("Redis down while submitting", redis_down_while_submitting),
    "redis_flushed": Case("FLUSHALL", redis_flushed),
    "redis_silent": Case("Redis silent for 12 s", redis_silent),
    "redis_gone": Case("Redis gone for good", redis_gone),
    "postgresql_restarted": Case("PostgreSQL immediate restart", postgresql_restarted, engine="postgresql"),
    "two_beats": Case("two beats, six slots", two_beats),
    "long_work": Case("visibility 2 s, work 10 s", long_work),
    "dispatcher_killed": Case("dispatcher SIGKILL", dispatcher_killed),
    "everything_killed": Case("every process SIGKILL + restart", everything_killed),
    "no_broker_killed": Case("no broker, dispatcher SIGKILL three times", no_broker_killed, broker=False),
    "no_broker_frozen": Case("no broker, one of two dispatchers frozen past its lease", no_broker_frozen, broker=False),
    "no_broker_ended": Case("no broker, dispatcher SIGTERM", no_broker_ended, broker=False),
    "chaos": Case("chaos, 60 s of random faults", chaos),
}
