"""CPU time of a block, medians, and the table that `make bench` prints. Ratios only: absolute times belong to one machine."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what, the ratio, the goal (empty when none is set), and what would raise it."""

    name: str
    ratio: float
    goal: str = ""
    note: str = ""


def cpu_seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Median CPU seconds of this process for one call, after one call that does not count."""
    work()
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return statistics.median(spent)


def cpu_once(work: Callable[[], object]) -> float:
    """CPU seconds of this process for a single call that cannot be repeated, such as an insert."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| what | ratio | goal | note |", "|---|---|---|---|"]
    lines += [f"| {f.name} | {f.ratio:.2f} | {f.goal} | {f.note} |" for f in figures]
    return "\n".join(lines)
