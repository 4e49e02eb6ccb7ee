"""What the person at the terminal sees."""

import io
import sys

import pytest

from tracker.first_run import console
from tracker.first_run.console import Failure, Steps


def test_a_step_shows_number_title_tick_seconds_and_notes(capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps(2)
    with steps.step("Packages") as notes:
        notes.append("3 installed")
    line = capsys.readouterr().out
    assert line.startswith("[1/2] Packages … ✔ ")
    assert line.endswith(" s (3 installed)\n")


def test_a_failed_step_says_so_and_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps(1)
    with pytest.raises(Failure), steps.step("Database"):
        raise Failure("no", "yes")
    assert "✘ after" in capsys.readouterr().out


def test_a_failure_is_told_in_three_lines(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_failure(Failure("It rains.", "take an umbrella", console.ROOT / "var" / "logs" / "rain.log"))
    lines = capsys.readouterr().out.strip().splitlines()
    assert [line.split(":")[0].strip() for line in lines] == ["Cause", "To mend", "Log"]
    assert lines[2].split()[-1].replace("\\", "/") == "var/logs/rain.log"


def test_a_terminal_without_utf8_gets_words_in_place_of_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    console.prepare_streams()
    with Steps(1).step("数据库"):
        pass
    console.box(["试点"])
    stream.flush()
    text = stream.buffer.getvalue().decode("ascii")
    assert " ok " in text
    assert "+----+" in text.replace("------", "----")


def test_a_frame_is_straight_with_chinese_inside(capsys: pytest.CaptureFixture[str]) -> None:
    console.box(["试点 pilot", "a"])
    widths = {
        console.width_of(line.replace("┌", "x").replace("│", "x")) for line in capsys.readouterr().out.splitlines()
    }
    assert len(widths) == 1


def test_a_reader_who_left_does_not_stop_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Closed())
    console.say("hello")
    console.say("again")
    sys.stdout.close()
