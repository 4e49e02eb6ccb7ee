"""run.py itself: from any folder, under any locale, with any Python, and never with a traceback."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.tracked import ROOT

LOCALES = [{}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run run.py of the folder with exactly these variables."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)} | variables
    return subprocess.run(
        [sys.executable, str(folder / "run.py"), *arguments],
        cwd=folder.parent,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=60,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The parts of the project that run.py needs, in a folder with Chinese characters and blanks."""
    folder = tmp_path / "改革 试点 copy"
    (folder / "tracker").mkdir(parents=True)
    shutil.copy(ROOT / "run.py", folder)
    shutil.copy(ROOT / "tracker/__init__.py", folder / "tracker")
    shutil.copytree(ROOT / "tracker/first_run", folder / "tracker/first_run")
    return folder


@pytest.mark.parametrize("locale", LOCALES, ids=["as it is", "C", "C without coercion"])
def test_help_works_from_a_chinese_folder_under_any_locale(copy: Path, locale: dict) -> None:
    done = run(copy, "help", **locale)
    assert done.returncode == 0
    assert "make run" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("locale", LOCALES, ids=["as it is", "C", "C without coercion"])
def test_reset_writes_below_a_chinese_folder_under_any_locale(copy: Path, locale: dict) -> None:
    (copy / "var").mkdir()
    (copy / "var/demo.json").write_text("{}", encoding="utf-8")
    done = run(copy, "reset", **locale)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (copy / "var/demo.json").exists()


def test_the_unforeseen_is_told_in_sentences_and_logged(copy: Path) -> None:
    (copy / "requirements").mkdir()
    done = run(copy, "demo", PYTHONDONTWRITEBYTECODE="1", VAR_DIR=str(copy / "var"), PORT="８０００")
    assert done.returncode == 1
    assert "To mend" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def fake_python(folder: Path, version: str) -> Path:
    """A program that says it is Python of that version."""
    path = folder / "python3.11"
    path.write_text(
        f'#!/bin/sh\ncase "$*" in *version_info*) exit {0 if version == "3.11" else 1};; esac\necho handed over to "$@"\n',
        encoding="utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def under_another_python(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run run.py as if it had been started by Python 3.9."""
    code = f"import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['run.py', 'help']; runpy.run_path({str(folder / 'run.py')!r}, run_name='__main__')"
    environment = {"HOME": str(folder), "PATH": str(folder)} | variables
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_another_python_hands_over_to_the_right_one(copy: Path) -> None:
    fake_python(copy, "3.11")
    done = under_another_python(copy)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("handed over to")
    assert done.stdout.strip().endswith("run.py help")


def test_a_missing_python_is_told_with_what_to_install(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A shim that exists and is another version, and no other candidate anywhere.
    fake_python(copy, "3.9")
    source = (copy / "run.py").read_text(encoding="utf-8")
    for place in ("/usr/bin/python3.11", "/opt/homebrew/bin/python3.11", "/usr/local/bin/python3.11"):
        source = source.replace(place, str(copy / "nowhere"))
    (copy / "run.py").write_text(source, encoding="utf-8")
    done = under_another_python(copy)
    assert done.returncode == 1
    assert "Python 3.11 was not found" in done.stderr
    assert "apt-get install python3.11" in done.stderr
    assert "Traceback" not in done.stderr
