"""What no tracked file may hold, and how long a file may be."""

import re
from pathlib import Path

import pytest

from tests.repository.tracked import ROOT, name_of, python_files, text_of, tracked_files

# Put together from parts, so that this file does not find itself.
MACHINE_PATH = re.compile(
    r"(?<![\w.~*])/(?:"
    + "|".join([r"work/(?:main|scratch|shared|\.)", r"root\b(?!-)", r"home/\w", r"Users/\w", r"tmp/\w"])
    + ")"
)
REGISTRY = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            "files.python" + "hosted",
            r"registry\." + "npmjs",
            "deb.debian" + r"\.org",
            "--index" + "-url",
            "--extra-" + "index",
            "--find" + "-links",
        ]
    )
)
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HACK" + ":"]) + r")\b")
SECRET = re.compile(
    "|".join(
        [
            "-----BEGIN [A-Z ]*PRIVATE" + " KEY",
            "AKIA" + "[0-9A-Z]{16}",
            r"\bpz_(?=\w*\d)(?=\w*[A-Z])[A-Za-z0-9]{4,}[_.][A-Za-z0-9_\-]{30,}",
        ]
    )
)
# Data that others wrote, kept as it came.
AS_IT_CAME = ("tests/data/", "LICENSE", "reports/fonts/", "requirements/base.txt", "requirements/test.txt")
HARD_STOP = 500


def ours() -> list[Path]:
    """Tracked text files whose words are ours."""
    return [path for path in tracked_files() if not name_of(path).startswith(AS_IT_CAME)]


def hits(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """`file:line: text` of every match."""
    return [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [MACHINE_PATH, UNFINISHED, SECRET], ids=["machine path", "unfinished", "secret"])
def test_no_tracked_file_holds(pattern: re.Pattern[str]) -> None:
    assert hits(pattern, ours()) == []


def test_no_tracked_file_names_a_package_registry() -> None:
    assert hits(REGISTRY, [*ours(), ROOT / "requirements/base.txt", ROOT / "requirements/test.txt"]) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (MACHINE_PATH, 'open("/wo' + 'rk/main/x")'),
        (MACHINE_PATH, "/ro" + "ot/.cache"),
        (MACHINE_PATH, "/ho" + "me/somebody/x"),
        (MACHINE_PATH, "in /tm" + "p/x"),
        (REGISTRY, "https://pypi." + "org/simple"),
        (UNFINISHED, "# TO" + "DO later"),
        (SECRET, "-----BEGIN RSA PRIVATE" + " KEY-----"),
        (SECRET, "pz_" + "a1B2c3D4_" + "x9Y8" * 10),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def test_no_python_file_is_too_long() -> None:
    long = {
        name_of(path): count
        for path in python_files()
        if (count := len(text_of(path).splitlines())) > HARD_STOP and "/migrations/" not in name_of(path)
    }
    assert long == {}


def test_text_files_are_utf8_with_unix_line_ends_and_a_last_line_break() -> None:
    wrong = [name_of(path) for path in ours() if (text := text_of(path)) and ("\r" in text or not text.endswith("\n"))]
    assert wrong == []


def test_nothing_made_while_running_is_tracked() -> None:
    assert [name_of(path) for path in tracked_files() if path.suffix in (".mo", ".pyc", ".sqlite3", ".part")] == []


def test_every_python_file_says_what_it_is_for() -> None:
    silent = [
        name_of(path)
        for path in python_files()
        if text_of(path).strip()
        and not text_of(path).removeprefix("#!/usr/bin/env python\n").startswith('"""')
        and "/migrations/" not in name_of(path)
    ]
    assert silent == []
