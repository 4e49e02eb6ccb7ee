"""Children are watched, restarted, given up in the end and always stopped, with everything they started."""

import os
import sys
import time
from pathlib import Path

import pytest

from tracker.first_run.console import Failure
from tracker.first_run.processes import Child, Family, run_logged

FOREVER = "import time\nwhile True: time.sleep(0.1)"
STUBBORN = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\nwhile True: time.sleep(0.1)"
PARENT = "import subprocess, sys, time\np = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\nprint(p.pid, flush=True)\ntime.sleep(60)"


def child(tmp_path: Path, code: str, name: str = "child") -> Child:
    """A Python child that runs the code."""
    return Child(name, [sys.executable, "-c", code], tmp_path / f"{name}.log", dict(os.environ))


def exists(pid: int) -> bool:
    """Whether a process with that number runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds: float = 10) -> bool:
    """Whether the condition became true within the seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_dead_child_is_started_again_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    family = Family()
    try:
        one = family.add(child(tmp_path, FOREVER))
        first = one.process.pid
        one.process.kill()
        one.process.wait()
        family.mend()
        assert one.alive()
        assert one.process.pid != first
        assert "child ended" in capsys.readouterr().out
    finally:
        family.stop()


def test_a_child_that_dies_again_and_again_is_given_up_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    family = Family()
    try:
        one = family.add(child(tmp_path, "raise SystemExit(3)"))
        for _ in range(10):
            one.process.wait()
            family.mend()
        assert one.given_up
        assert "is not started again" in capsys.readouterr().out
    finally:
        family.stop()


def test_stopping_ends_what_a_child_started(tmp_path: Path) -> None:
    family = Family()
    one = family.add(child(tmp_path, PARENT))
    assert wait_for(lambda: one.log.read_text(encoding="utf-8").strip().isdigit())
    grandchild = int(one.log.read_text(encoding="utf-8"))
    assert exists(grandchild)
    family.stop()
    assert wait_for(lambda: not exists(grandchild))
    assert not exists(one.process.pid)


def test_a_child_that_does_not_listen_is_ended_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.first_run.processes.end.__defaults__", (0.5,))
    family = Family()
    one = family.add(child(tmp_path, STUBBORN))
    assert wait_for(lambda: "deaf" in one.log.read_text(encoding="utf-8"))
    family.stop()
    assert not exists(one.process.pid)


def test_waiting_for_a_child_that_ended_names_its_last_words(tmp_path: Path) -> None:
    family = Family()
    one = family.add(child(tmp_path, "raise SystemExit('the port is taken')"))
    with pytest.raises(Failure, match="the port is taken") as caught:
        family.wait_until(one, lambda: False, 10)
    assert caught.value.log == one.log


def test_waiting_has_an_end(tmp_path: Path) -> None:
    family = Family()
    try:
        one = family.add(child(tmp_path, FOREVER))
        with pytest.raises(Failure, match="was not ready"):
            family.wait_until(one, lambda: False, 0.2)
    finally:
        family.stop()


def test_a_program_that_fails_is_explained_by_its_last_lines(tmp_path: Path) -> None:
    code = "print('working')\nraise SystemExit('disk image is malformed')"
    with pytest.raises(Failure, match="malformed") as caught:
        run_logged([sys.executable, "-c", code], dict(os.environ), tmp_path / "x.log", lambda last: None)
    assert caught.value.log == tmp_path / "x.log"


def test_the_lines_of_a_shown_program_are_shown_and_logged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_logged(
        [sys.executable, "-X", "utf8", "-c", "print('第一步')"],
        dict(os.environ),
        tmp_path / "x.log",
        lambda last: None,
        show=True,
    )
    assert "    第一步" in capsys.readouterr().out
    assert "第一步" in (tmp_path / "x.log").read_text(encoding="utf-8")


def test_a_program_that_does_not_exist_is_a_failure_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="cannot be started"):
        run_logged([str(tmp_path / "nowhere")], dict(os.environ), tmp_path / "x.log", lambda last: None)
