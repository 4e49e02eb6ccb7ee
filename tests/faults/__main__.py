"""Runs the cases on both engines and prints the table: `python -m tests.faults [--only NAME …] [--engine …] [--out FILE]`."""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.cases import CASES
from tests.faults.processes import ROOT, Child, free_port, postgresql_child, python, wait_for

COLUMNS = ("jobs", "lost", "doubled", "torn", "attempts", "trail", "seconds")


class Cluster:
    """The throw-away PostgreSQL of the run; a case asks for an immediate restart by touching a file."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self.child: Child = postgresql_child(folder, self.port)
        self.request = folder / "restart"
        self.start()

    @property
    def url(self) -> str:
        """The address of its maintenance database."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers, after a recovery too."""
        self.child.start()
        wait_for(self.answers, 120, "PostgreSQL does not answer")

    def answers(self) -> bool:
        """Whether it lets us in."""
        import psycopg2

        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(self.url).close()
            return True
        return False

    def serve(self) -> None:
        """Restart it when a case has asked for that."""
        if self.request.exists():
            os.kill(self.child.pid, signal.SIGQUIT)
            assert self.child.process is not None
            self.child.process.wait()
            self.start()
            self.request.unlink()

    def end(self) -> None:
        """Stop it."""
        self.child.ask_to_end()


def run_case(name: str, cluster: Cluster | None, jobs: int) -> dict[str, Any]:
    """One case in a process and a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix=f"faults-{name}-"))
    command = [python(), "-m", "tests.faults.case", name, str(folder), "--jobs", str(jobs)]
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    if cluster is not None:
        command += ["--postgres", cluster.url]
        environment["FAULTS_RESTART"] = str(cluster.request)
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            while process.poll() is None:
                if cluster is not None:
                    cluster.serve()
                time.sleep(0.1)
        finally:
            if process.poll() is None:
                process.terminate()
        out, err = process.communicate()
    lines = [line for line in out.splitlines() if line.startswith("{")]
    if not lines:
        print(err[-3000:], file=sys.stderr)
        return {
            "error": err.strip().splitlines()[-1] if err.strip() else f"exit code {process.returncode}",
            "folder": str(folder),
        }
    verdict: dict[str, Any] = json.loads(lines[-1])
    notes = [line for line in out.splitlines() if not line.startswith("{")]
    if process.returncode == 0:
        shutil.rmtree(folder, ignore_errors=True)
    return {**verdict, "note": "; ".join(notes), "folder": str(folder)}


def row(title: str, engine: str, verdict: dict[str, Any]) -> str:
    """One line of the table."""
    if "error" in verdict:
        return f"| {title} | {engine} | not run: {verdict['error']} | | | | | | |"
    cells = [("whole" if verdict[name] else "BROKEN") if name == "trail" else str(verdict[name]) for name in COLUMNS]
    note = f" ({verdict['note'].removeprefix('chaos: ')})" if verdict.get("note") else ""
    return f"| {title}{note} | {engine} | {' | '.join(cells)} |"


def main() -> int:
    """Run, print, and write the table; exit code 0 when every case is clean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    engines = ["sqlite", "postgresql"] if given.engine == "both" else [given.engine]
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    cluster = Cluster(folder) if "postgresql" in engines else None
    lines = [f"| fault | engine | {' | '.join(COLUMNS)} |", "|---|---|" + "--:|" * len(COLUMNS)]
    print("\n".join(lines), flush=True)
    clean = True
    try:
        for name in given.only:
            for engine in engines:
                if CASES[name].engine not in ("", engine):
                    continue
                verdict = run_case(name, cluster if engine == "postgresql" else None, given.jobs)
                clean = (
                    clean
                    and "error" not in verdict
                    and verdict["trail"]
                    and not verdict["lost"] + verdict["doubled"] + verdict["torn"]
                )
                lines.append(row(CASES[name].title, engine, verdict))
                print(lines[-1], flush=True)
    finally:
        if cluster is not None:
            cluster.end()
        shutil.rmtree(folder, ignore_errors=True)
    if given.out:
        given.out.write_text(page(lines), encoding="utf-8")
    return 0 if clean else 1


def page(lines: list[str]) -> str:
    """The table as a page, with the day and the command."""
    head = [
        "# Faults survived",
        "",
        f"Run on {datetime.now(UTC):%Y-%m-%d} with `python -m tests.faults --out docs/faults.md`: each case runs this code with its own",
        "Redis, PostgreSQL, workers, beats and dispatchers, does harm while jobs of 0.6 s run, and counts what is left. A job is",
        "*lost* when its result was not published within two minutes, *doubled* when it was published twice, *torn* when a file",
        "under its final name does not have the content that its name says. *Attempts* counts every start of a job, *trail* says",
        "whether the audit trail verifies afterwards. Leases last 6 s instead of 60 s, so that a case takes seconds.",
        "",
    ]
    return "\n".join([*head, *lines, ""])


if __name__ == "__main__":
    sys.exit(main())
