"""What is due by the clock. Apps register theirs in their `jobs.py`; beat and the dispatcher both call `run_ticks`.

A tick only requests jobs and sweeps; long work is a job. Whose turn it is stands in a row, so any number of beats
and dispatchers may run.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from programs.services.heartbeats import heartbeat_take

log = logging.getLogger(__name__)
TickFunction = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Tick:
    """A function and how many seconds lie at least between two of its turns, over all processes."""

    function: TickFunction
    every: float


TICKS: dict[str, Tick] = {}


def on_tick(name: str, *, every: float) -> Callable[[TickFunction], TickFunction]:
    """Register a function without arguments. It works repeatably and quickly."""

    def register(function: TickFunction) -> TickFunction:
        TICKS[name] = Tick(function, every)
        return function

    return register


def run_ticks() -> dict[str, str]:
    """Run what is due; returns `done` or `failed` for each name that had its turn. One that fails holds up no other."""
    outcome: dict[str, str] = {}
    for name, tick in TICKS.items():
        try:
            if not heartbeat_take(f"tick:{name}", tick.every):
                continue
            tick.function()
            outcome[name] = "done"
        except Exception:
            log.exception("tick_failed", extra={"tick": name})
            outcome[name] = "failed"
    return outcome
