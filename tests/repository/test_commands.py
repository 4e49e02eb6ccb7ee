"""The Makefile, run.py and the gates of CI name the same commands."""

import re
import subprocess
import sys

from tests.repository.tracked import ROOT, text_of
from tracker.first_run.commands import COMMANDS

PROMISED = {"run", "demo", "test", "test-services", "test-browser", "check", "bench", "help", "reset", "catalogues"}


def test_every_target_is_a_command_of_run_py() -> None:
    targets = re.search(r"(?m)^COMMANDS = (.+)$", text_of(ROOT / "Makefile"))
    assert targets
    assert set(targets[1].split()) == set(COMMANDS) == PROMISED


def test_ci_runs_every_gate() -> None:
    text = text_of(ROOT / ".ci/run")
    assert set(re.findall(r"make ([a-z-]+)", text)) == {"test", "test-browser", "check", "test-services"}
    assert "set -Eeuo pipefail" in text


def test_help_lists_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "run.py", "help"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert [name for name in PROMISED if f"make {name} " not in done.stdout] == []


def test_an_unknown_command_is_answered_with_the_list() -> None:
    done = subprocess.run(
        [sys.executable, "run.py", "runn"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert "make run" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_run_py_can_be_read_by_an_old_python() -> None:
    import ast

    ast.parse(text_of(ROOT / "run.py"), feature_version=(3, 6))


def test_what_starts_before_installing_needs_nothing_installed() -> None:
    import ast

    for path in [ROOT / "run.py", ROOT / "tracker/__init__.py", *sorted((ROOT / "tracker/first_run").glob("*.py"))]:
        for node in ast.walk(ast.parse(text_of(path))):
            modules = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            foreign = [
                name
                for name in modules
                if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("tracker.first_run")
            ]
            assert foreign == [], f"{path.name} imports {foreign}"
