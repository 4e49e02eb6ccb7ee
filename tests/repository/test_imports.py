"""Import direction is a test: the contracts of pyproject.toml hold, and the linter can tell when one does not."""

import subprocess
import sys
from pathlib import Path

from tests.repository.tracked import ROOT

BROKEN = """
[importlinter]
root_packages =
    programs
    indicators

[importlinter:contract:turned]
name = The wrong way round
type = layers
layers =
    programs
    indicators
"""


def lint(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter in a process of its own (it configures logging and Django is loaded here)."""
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--no-cache", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_every_import_contract_holds() -> None:
    done = lint()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_a_turned_contract_is_found_broken(tmp_path: Path) -> None:
    config = tmp_path / "importlinter.ini"
    config.write_text(BROKEN, encoding="utf-8")
    done = lint("--config", str(config))
    assert done.returncode == 1
    assert "1 broken" in done.stdout
