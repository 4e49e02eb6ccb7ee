"""The parts of `make run` and `make demo` that need no services."""

import json
from datetime import date
from pathlib import Path

import pytest

from tracker.first_run import demo
from tracker.first_run.console import Failure


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 11, 22), "2026-Q3"),
        (date(2026, 10, 1), "2026-Q3"),
        (date(2026, 9, 30), "2026-Q2"),
        (date(2027, 1, 1), "2026-Q4"),
        (date(2027, 3, 31), "2026-Q4"),
        (date(2027, 4, 1), "2027-Q1"),
    ],
)
def test_the_latest_quarter_is_the_last_that_is_over(today: date, quarter: str) -> None:
    assert demo.latest_quarter(today) == quarter


def test_demo_json_keeps_accounts_and_key_and_gains_address_and_files(tmp_path: Path) -> None:
    accounts = [{"role": "coordinator", "username": "c", "password": "p"}]
    (tmp_path / "demo.json").write_text(
        json.dumps({"program": "x", "accounts": accounts, "agency": "A", "agency_key": "k", "other": 1}),
        encoding="utf-8",
    )
    demo.write_demo(tmp_path, url="http://127.0.0.1:8000", reports=["a.pdf"])
    known = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))
    assert list(known) == ["url", "program", "accounts", "agency", "agency_key", "reports"]
    assert known["accounts"] == accounts
    assert known["reports"] == ["a.pdf"]
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0


def test_a_missing_demo_json_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"demo\.json"):
        demo.write_demo(tmp_path, url="")


def test_only_one_may_run_from_a_folder(tmp_path: Path) -> None:
    with demo.only_one(tmp_path), pytest.raises(Failure, match="already runs"), demo.only_one(tmp_path):
        pass
    with demo.only_one(tmp_path):
        pass


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("r-2026-Q3-zh-hans.pdf", "zh-hans", True),
        ("r-2026-Q3-en.pdf", "en", True),
        ("r-2026-Q3-en.pdf", "zh-hans", False),
        ("r-2026-Q3-en.docx", "en", False),
    ],
)
def test_a_report_is_known_by_the_end_of_its_name(name: str, language: str, expected: bool) -> None:
    assert demo.is_report(Path(name), language, "pdf") is expected


def test_the_files_are_those_that_the_command_named_and_that_hold_something(tmp_path: Path) -> None:
    full, empty = tmp_path / "报告 r-en.pdf", tmp_path / "r-zh-hans.pdf"
    full.write_text("x", encoding="utf-8")
    empty.touch()
    log = tmp_path / "evaluate.log"
    log.write_text(f"  1/10 gathering\n{full}\n{empty}\n{tmp_path / 'gone-en.json'}\n", encoding="utf-8")
    assert demo.written_files(log) == [full]


def test_reset_removes_what_was_made_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    for name in ("tracker.sqlite3", "tracker.sqlite3-wal", "demo.json", "my-notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "media" / "a").mkdir(parents=True)
    assert demo.reset() == 0
    assert {path.name for path in tmp_path.iterdir()} == {"my-notes.txt", "running.lock"}


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        (
            ["Traceback", "django.core.exceptions.ImproperlyConfigured: DEBUG is 'yes'. Write True or False."],
            "DEBUG is 'yes'. Write True or False.",
        ),
        (["psycopg2.OperationalError: connection failed: Connection refused"], "does not answer"),
        (["sqlite3.DatabaseError: file is not a database"], "damaged"),
        (
            ["CommandError: There is no plan of that code.", "Type 'manage.py help' for usage."],
            "There is no plan of that code.",
        ),
    ],
)
def test_a_failed_command_is_explained(lines: list[str], cause: str) -> None:
    failure = demo.explain_django(lines)
    assert failure is not None
    assert cause in failure.cause
    assert failure.mend
