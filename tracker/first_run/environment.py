"""The project's own Python environment: `.venv` with exactly the pinned and hashed packages.

A stamp in `.venv` holds the digests of the requirement files that were installed to the end; an unchanged digest
means that nothing is done. An environment whose installation was cut short is made anew, because a half-written
package looks installed to pip.
"""

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from tracker.first_run.console import ROOT, Failure
from tracker.first_run.processes import run_logged

VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "tracker-installed.json"
UNFINISHED = VENV / "tracker-installing"
AGAIN = "run the same command again"


def var_dir() -> Path:
    """The folder of everything that is made while running: database, files, reports, logs."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def prepare_var() -> Path:
    """Make the folder of run-time files. Raises Failure where it cannot be written."""
    folder = var_dir()
    try:
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise Failure(
            f"The folder {folder} cannot be written ({error.strerror}).",
            "copy the project to a folder of your own, or name a writable folder: VAR_DIR=/path/to/folder make run",
        ) from error
    return folder


def explain_venv(last: list[str]) -> Failure | None:
    """Why `python -m venv` failed."""
    text = "\n".join(last)
    if "ensurepip" in text or "No module named venv" in text:
        return Failure("This Python has no venv module.", f"sudo apt-get install python3.11-venv, then {AGAIN}")
    return explain_disk(text)


def explain_disk(text: str) -> Failure | None:
    """Causes that any program that writes files may meet."""
    if "No space left on device" in text:
        return Failure("The disk is full.", f"free about 1 GB, then {AGAIN}")
    if "Read-only file system" in text or "Permission denied" in text:
        return Failure(
            "The project's folder cannot be written.", f"copy the project to a folder of your own, then {AGAIN}"
        )
    return None


def explain_pip(last: list[str]) -> Failure | None:
    """Why pip failed, from the last lines it wrote."""
    text = "\n".join(last)
    if "DO NOT MATCH THE HASHES" in text:
        return Failure(
            "A downloaded package is not the one that was pinned (its hash differs).",
            "ask whoever runs your package mirror; nothing was installed",
        )
    if "ProxyError" in text or "Tunnel connection failed" in text:
        return Failure("The proxy refused to pass packages on.", f"set HTTPS_PROXY to a proxy that does, then {AGAIN}")
    signs = (
        "Temporary failure in name resolution",
        "Failed to establish a new connection",
        "NewConnectionError",
        "Connection refused",
        "Network is unreachable",
        "NameResolutionError",
        "ConnectTimeout",
        "Read timed out",
        "getaddrinfo failed",
        "nodename nor servname",
        "(from versions: none)",
    )
    if any(sign in text for sign in signs):
        return Failure(
            "No package index answered: this machine seems to have no network.",
            f"connect it, or set PIP_INDEX_URL to your mirror (or PIP_FIND_LINKS to a folder of wheels), then {AGAIN}",
        )
    missing = [line for line in last if "No matching distribution found" in line]
    if missing:
        return Failure(
            f"A pinned package is not to be had here: {missing[-1].split('for ', 1)[-1]}.",
            "see that the package index of PIP_INDEX_URL is complete, and the machine Linux or macOS on x86-64 or ARM",
        )
    return explain_disk(text)


def digest(path: Path) -> str:
    """SHA-256 of a file, with the Python that its packages are built for."""
    version = f"{sys.implementation.cache_tag}\n".encode()
    return hashlib.sha256(version + path.read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """The digests of the requirement files that were installed to the end, by name."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def make_venv(logs: Path, environment: dict[str, str]) -> bool:
    """Make `.venv` unless it stands and starts; True when it was made."""
    if PYTHON.exists() and not UNFINISHED.exists():
        try:
            run_logged(
                [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info[:2] != (3, 11))"],
                environment,
                logs / "venv.log",
                lambda last: None,
            )
        except Failure:
            pass
        else:
            return False
    if VENV.exists():
        shutil.rmtree(VENV, ignore_errors=True)
    try:
        VENV.mkdir(exist_ok=True)
        # Removed when the packages are in: an environment that was cut short in between is made anew.
        UNFINISHED.write_text("venv\n", encoding="utf-8")
    except OSError as error:
        raise Failure(
            f"The folder {VENV} cannot be written ({error.strerror}).", "copy the project to a folder of your own"
        ) from error
    run_logged([sys.executable, "-m", "venv", str(VENV)], environment, logs / "venv.log", explain_venv)
    return True


def install(name: str, logs: Path, environment: dict[str, str]) -> int:
    """Install `requirements/<name>.txt` with its hashes unless that was done; the number of packages it took, or 0."""
    requirements = ROOT / "requirements" / f"{name}.txt"
    wanted = digest(requirements)
    done = installed()
    # The test requirements hold everything of base, at the same versions (a test compares them).
    holders = {"base": ("base", "test"), "test": ("test",)}[name]
    if any(done.get(holder) == digest(ROOT / "requirements" / f"{holder}.txt") for holder in holders):
        return 0
    UNFINISHED.write_text(f"{name}\n", encoding="utf-8")
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "--disable-pip-version-check",
        "--no-input",
        "-r",
        str(requirements),
    ]
    try:
        run_logged(command, environment, logs / "install.log", explain_pip)
    except Failure as failure:
        # pip fetches everything before it installs anything: until then, what stood before still stands.
        if failure.log and "Installing collected packages" not in failure.log.read_text(
            encoding="utf-8", errors="replace"
        ):
            UNFINISHED.unlink(missing_ok=True)
        raise
    done[name] = wanted
    part = STAMP.with_suffix(".part")
    part.write_text(json.dumps(done), encoding="utf-8")
    part.replace(STAMP)
    UNFINISHED.unlink()
    return sum(
        1
        for line in requirements.read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    )
