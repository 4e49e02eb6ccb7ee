"""The files of the repository, for tests that read all of them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("programs", "indicators", "reports", "tracker", "tests", "bench")
NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository; every file outside run-time folders where git is absent."""
    if (ROOT / ".git").exists():
        command = ["git", "-c", "core.quotePath=false", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
        paths = [ROOT / name for name in listed.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not NOT_OURS.intersection(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def text_of(path: Path) -> str:
    """The file's text; empty for a binary file."""
    content = path.read_bytes()
    if b"\0" in content[:8192]:
        return ""
    return content.decode("utf-8")


def name_of(path: Path) -> str:
    """The path from the repository's root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> list[Path]:
    """The tracked Python files below the folders (of the root when none is named)."""
    wanted = folders or SOURCES
    return [
        path
        for path in tracked_files()
        if path.suffix == ".py" and name_of(path).startswith(tuple(f"{folder}/" for folder in wanted))
    ]
