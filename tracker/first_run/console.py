"""What the person at the terminal sees: numbered steps with seconds and a tick, and failures that say what to do."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Failure(Exception):
    """A step that cannot be done: why, the one thing to do about it, and where the details are."""

    def __init__(self, cause: str, mend: str, log: Path | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.mend = mend
        self.log = log


class Stopped(BaseException):
    """The person, or the system, asked to stop (Ctrl-C, SIGTERM, SIGHUP)."""


def prepare_streams() -> None:
    """Never fail on a character that the terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)


def can_show(characters: str) -> bool:
    """Whether the terminal's encoding has these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def say(text: str = "", end: str = "\n") -> None:
    """Print, also when whoever read our output has gone (then the text is lost, the work goes on)."""
    try:
        print(text, end=end, flush=True)
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - stays open until the process ends


def relative(path: Path) -> str:
    """The path as the person will look for it: from the project's folder where it lies inside."""
    try:
        return str(path.relative_to(ROOT))
    except ValueError:
        return str(path)


class Steps:
    """Numbered steps of one command. `streaming` is set while a step prints lines of its own."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.number = 0
        self.tick, self.cross = ("✔", "✘") if can_show("✔✘") else ("ok", "FAILED")
        self.dots = "…" if can_show("…") else "..."
        self.started = time.monotonic()

    @contextmanager
    def step(self, title: str, streaming: bool = False) -> Iterator[list[str]]:
        """One step: the title now, a tick, the seconds and the notes put into the yielded list when it is done."""
        self.number += 1
        head = f"[{self.number}/{self.total}] {title}"
        notes: list[str] = []
        say(f"{head} {self.dots}", end="\n" if streaming else " ")
        begun = time.monotonic()
        try:
            yield notes
        except BaseException:
            say(f"{head + ' ' if streaming else ''}{self.cross} after {time.monotonic() - begun:.1f} s")
            raise
        tail = f" ({', '.join(notes)})" if notes else ""
        say(f"{head + ' ' if streaming else ''}{self.tick} {time.monotonic() - begun:.1f} s{tail}")


def show_failure(failure: Failure) -> None:
    """The cause, what to do, and the log: three lines, never a traceback."""
    say()
    say(f"  Cause:    {failure.cause}")
    say(f"  To mend:  {failure.mend}")
    if failure.log is not None:
        say(f"  Log:      {relative(failure.log)}")


def width_of(text: str) -> int:
    """Columns that the text takes on a terminal: Chinese characters take two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def box(lines: list[str]) -> None:
    """Lines inside a frame."""
    width = max(width_of(line) for line in lines)
    corner, across, down = ("┌┐└┘", "─", "│") if can_show("┌─│") else ("++++", "-", "|")
    say(f"{corner[0]}{across * (width + 2)}{corner[1]}")
    for line in lines:
        say(f"{down} {line}{' ' * (width - width_of(line))} {down}")
    say(f"{corner[2]}{across * (width + 2)}{corner[3]}")
