"""Running other programs: to their end with a log, or as children that are watched, restarted and stopped.

Every program runs in a process group of its own and is ended by the number of that group, never by name. On Linux
the kernel ends a child whose parent was killed, so that nothing is left behind.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tracker.first_run.console import Failure, relative, say

Command = list[str]
STOP_SECONDS = 12.0
RESTARTS_PER_MINUTE = 5
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def _die_with_parent() -> None:
    """Run in the child before the program starts: Linux ends it when its parent is gone."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def start(command: Command, environment: dict[str, str], **streams: object) -> subprocess.Popen:
    """Start a program in its own process group. Raises Failure where the program is missing."""
    options: dict = dict(streams)
    if os.name == "nt":
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        options["start_new_session"] = True
        if sys.platform == "linux":
            options["preexec_fn"] = _die_with_parent
    try:
        return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, **options)
    except OSError as error:
        raise Failure(
            f"{command[0]} cannot be started: {error.strerror or error}.", "make reset, then run the same command again"
        ) from error


def signal_group(process: subprocess.Popen, number: int) -> None:
    """Send a signal to the process group that we made; a group that is gone is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError, OSError):
        if os.name == "nt":
            process.terminate()
        else:
            os.killpg(process.pid, number)


def end(process: subprocess.Popen, seconds: float = STOP_SECONDS) -> None:
    """Ask a program to end, and end it when it does not within the seconds."""
    if process.poll() is None:
        signal_group(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    # Also where the leader has ended: a grandchild of its group may be left.
    signal_group(process, KILL)
    process.wait()


def tail(log: Path, lines: int = 15) -> list[str]:
    """The last lines of a log that are not blank."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return [line.rstrip() for line in text.splitlines() if line.strip()][-lines:]


def run_logged(
    command: Command,
    environment: dict[str, str],
    log: Path,
    explain: Callable[[list[str]], Failure | None],
    show: bool = False,
) -> None:
    """Run a program to its end, its output in `log` (and, with `show`, on the terminal line by line).

    Raises Failure with what `explain` makes of the log's last lines; its own last line where it makes nothing.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8", errors="replace") as out:
        stream = subprocess.PIPE if show else out
        process = start(command, environment, stdout=stream, stderr=subprocess.STDOUT)
        try:
            if show:
                with process.stdout as lines:
                    for raw in lines:
                        line = raw.decode("utf-8", errors="replace").rstrip()
                        out.write(line + "\n")
                        say("    " + line)
            code = process.wait()
        finally:
            if process.poll() is None:
                end(process)
    if code == 0:
        return
    last = tail(log, 40)
    failure = explain(last) or Failure(
        last[-1] if last else f"The program ended with code {code}.", "read the log, then run the same command again"
    )
    failure.log = log
    raise failure


@dataclass
class Child:
    """A program that runs beside us for as long as we do."""

    name: str
    command: Command
    log: Path
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)
    given_up: bool = False

    def launch(self) -> None:
        """Start it; its output is appended to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self.process = start(self.command, self.environment, stdout=out, stderr=subprocess.STDOUT)

    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None


class Family:
    """The children, in the order they were started; stopped in the opposite order."""

    def __init__(self) -> None:
        self.children: list[Child] = []

    def add(self, child: Child) -> Child:
        """Start a child and watch it from now on."""
        child.launch()
        self.children.append(child)
        return child

    def wait_until(self, child: Child, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until `ready()`; raises Failure when the child ends or the seconds pass."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not child.alive():
                last = tail(child.log, 3)
                raise Failure(
                    f"{child.name} ended right after its start: {last[-1] if last else 'it said nothing'}",
                    "read the log, then run the same command again",
                    child.log,
                )
            if time.monotonic() > deadline:
                raise Failure(
                    f"{child.name} was not ready after {seconds:.0f} s.",
                    "see whether the machine is very busy, then run the same command again",
                    child.log,
                )
            time.sleep(0.1)

    def mend(self) -> None:
        """Restart what has died and say so; give a child up that dies again and again, and say that too."""
        for child in self.children:
            if child.alive() or child.given_up:
                continue
            if child.process is not None:
                # What it started may have outlived it, and may still hold its port.
                signal_group(child.process, KILL)
            now = time.monotonic()
            child.deaths = [moment for moment in child.deaths if now - moment < 60] + [now]
            code = child.process.returncode if child.process else None
            if len(child.deaths) > RESTARTS_PER_MINUTE:
                child.given_up = True
                say(
                    f"  {child.name} ended {len(child.deaths)} times within a minute and is not started again. Its log: {relative(child.log)}"
                )
                continue
            say(f"  {child.name} ended (code {code}) and is started again. Its log: {relative(child.log)}")
            child.launch()

    def stop(self) -> None:
        """End every child: all but the first (the broker) are asked at once, so that stopping takes one wait."""
        for child in self.children[1:]:
            if child.alive():
                signal_group(child.process, signal.SIGTERM)
        for child in reversed(self.children):
            if child.process is not None:
                end(child.process)
        self.children.clear()
