"""CPU time of a block, medians, and the table that `make bench` prints. Ratios only: absolute times belong to one machine.

On PostgreSQL the CPU time of the server's process for this connection counts as well, where it can be read.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what, the ratio, the goal (empty when none is set), and what would raise it."""

    name: str
    ratio: float
    goal: str = ""
    note: str = ""


def cpu_seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Median CPU seconds of one call, after one call that does not count."""
    work()
    return statistics.median(cpu_once(work) for _ in range(rounds))


def cpu_once(work: Callable[[], object]) -> float:
    """CPU seconds of this process and the database's for a single call, such as an insert that cannot be repeated."""
    server, begun = _server_nanoseconds(), time.process_time()
    work()
    return time.process_time() - begun + (_server_nanoseconds() - server) / 1e9


def _server_nanoseconds() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        place = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    try:
        return int(place.read_text().split()[0])
    except OSError:
        return 0


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| what | ratio | goal | note |", "|---|---|---|---|"]
    lines += [f"| {f.name} | {f.ratio:.2f} | {f.goal} | {f.note} |" for f in figures]
    return "\n".join(lines)
