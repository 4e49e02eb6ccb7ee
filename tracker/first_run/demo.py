"""`make run` and `make demo`: data, services and the first report; then serve, or end when the files lie there."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tracker.first_run import stack
from tracker.first_run.console import ROOT, Failure, Steps, Stopped, box, relative, say
from tracker.first_run.environment import install, make_venv, prepare_var
from tracker.first_run.ports import LOOPBACK, next_free, wanted_port
from tracker.first_run.processes import Family, run_logged

PROGRAM = "yrd-scitech-finance"
FORMATS = ("pdf", "docx", "xlsx", "html", "json")
LANGUAGES = ("en", "zh-hans")
SHANGHAI = timedelta(hours=8)
# Seconds that the job is left to a worker before the command does it itself.
WORKER_PATIENCE = 30
# Commands speak to the person at the terminal; the log lines of what they call would stand between.
COMMAND_LOG_LEVEL = "WARNING"
MADE = ("tracker.sqlite3*", "media", "reports", "static", "logs", "valkey", "demo.json", "secret_key")


def latest_quarter(today: date) -> str:
    """The code of the last quarter that is over on the day, such as 2026-Q3."""
    year, quarter = today.year, (today.month - 1) // 3
    return f"{year}-Q{quarter}" if quarter else f"{year - 1}-Q4"


@contextmanager
def locked(path: Path, wait: bool) -> Iterator[None]:
    """Hold a lock file; the system frees it when the process ends. Raises BlockingIOError when taken and not waiting."""
    with path.open("a+", encoding="utf-8") as lock:
        if os.name != "nt":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for this start: two at once would share a database and its files."""
    with ExitStack() as held:
        try:
            held.enter_context(locked(folder / "running.lock", wait=False))
        except BlockingIOError as error:
            raise Failure(
                "It already runs from this folder (see var/demo.json for its address).",
                "stop it with Ctrl-C where it was started, or start another: VAR_DIR=/path/to/another/folder make run",
            ) from error
        yield


def explain_django(last: list[str]) -> Failure | None:
    """Why a management command failed: its own last sentence, and what to do about the usual causes."""
    text = "\n".join(last)
    if "ImproperlyConfigured" in text:
        sentence = (
            [line for line in last if "ImproperlyConfigured" in line][-1].split("ImproperlyConfigured:", 1)[-1].strip()
        )
        return Failure(sentence, "correct that variable of the environment, then run the same command again")
    if "could not connect" in text or "Connection refused" in text:
        return Failure(
            "The server named by DATABASE_URL or REDIS_URL does not answer.",
            "start it, or unset the variable to use the embedded default",
        )
    if "disk image is malformed" in text or "file is not a database" in text:
        return Failure("The demonstration database is damaged.", "make reset, then run the same command again")
    refused = [line for line in last if line.startswith(("CommandError:", "Unknown command:"))]
    if refused:
        return Failure(
            refused[-1].removeprefix("CommandError:").strip(), "read the log, then run the same command again"
        )
    return None


def environment_steps(steps: Steps, requirements: str, folder: Path) -> None:
    """Make the environment and install the packages, each only where needed; a second start waits for the first."""
    plain = dict(os.environ, PYTHONUTF8="1")
    with locked(folder / "installing.lock", wait=True):
        with steps.step("Python environment") as notes:
            notes.append(".venv made" if make_venv(folder / "logs", plain) else "as it was")
        with steps.step("Packages, pinned and hashed") as notes:
            count = install(requirements, folder / "logs", plain)
            notes.append(f"{count} installed" if count else "unchanged")


def catalogues_are_compiled() -> bool:
    """Whether every catalogue is older than its compiled form (asked here, because starting Django takes a second)."""
    catalogues = ROOT.glob("*/locale/*/LC_MESSAGES/django.po")
    return all(
        (mo := po.with_suffix(".mo")).exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns for po in catalogues
    )


def data_steps(steps: Steps, folder: Path, environment: dict[str, str]) -> None:
    """Compile the catalogues, bring the database up to date, load plan and demonstration data."""
    logs = folder / "logs"
    environment = dict(environment, LOG_LEVEL=COMMAND_LOG_LEVEL)
    with steps.step("Translations") as notes:
        if catalogues_are_compiled():
            notes.append("unchanged")
        else:
            run_logged(stack.manage("compile_catalogues"), environment, logs / "catalogues.log", explain_django)
    with steps.step("Database"):
        run_logged(stack.manage("migrate", "--noinput", "-v", "1"), environment, logs / "migrate.log", explain_django)
    with steps.step("Plan and demonstration data", streaming=True):
        run_logged(stack.manage("load_demo"), environment, logs / "load_demo.log", explain_django, show=True)


def broker_step(steps: Steps, family: Family, folder: Path, environment: dict[str, str]) -> None:
    """Start Valkey (or use what `REDIS_URL` names), the worker, beat and the dispatcher; sets `REDIS_URL`."""
    with steps.step("Worker, schedule and dispatcher") as notes:
        if environment.get("REDIS_URL"):
            notes.append("broker of REDIS_URL")
        elif binary := stack.valkey_binary(environment):
            environment["REDIS_URL"] = stack.start_valkey(family, binary, folder, environment)
            notes.append("Valkey as broker")
        else:
            notes.append(f"no Valkey for {stack.platform_name()}: the dispatcher runs the jobs itself")
        stack.start_workers(family, folder, environment)


def report_step(steps: Steps, folder: Path, environment: dict[str, str]) -> list[Path]:
    """Have the latest quarter evaluated and rendered as a job; returns the files. Raises Failure when one is missing."""
    period = latest_quarter((datetime.now(UTC) + SHANGHAI).date())
    with steps.step(f"Evaluation of {period}", streaming=True) as notes:
        command = stack.manage(
            "evaluate", PROGRAM, period, "--out", str(folder / "reports"), "--wait", str(WORKER_PATIENCE)
        )
        log = folder / "logs" / "evaluate.log"
        run_logged(command, dict(environment, LOG_LEVEL=COMMAND_LOG_LEVEL), log, explain_django, show=True)
        files = written_files(log)
        missing = [
            f"{language}.{kind}"
            for language in LANGUAGES
            for kind in FORMATS
            if not any(is_report(path, language, kind) for path in files)
        ]
        if missing:
            raise Failure(
                f"The evaluation ended without these files: {', '.join(missing)}.",
                "read the log, then run the same command again",
                log,
            )
        notes.append(f"{len(files)} files in {relative(folder / 'reports')}")
    return files


def is_report(path: Path, language: str, kind: str) -> bool:
    """Whether the file is a report in the language and format, by the end of its name."""
    return path.name.endswith(f"-{language}.{kind}")


def written_files(log: Path) -> list[Path]:
    """The files that the command named in its output, one a line, and that hold something."""
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    paths = [Path(line) for line in lines if line.endswith(tuple(f".{kind}" for kind in FORMATS))]
    return [path for path in paths if path.is_file() and path.stat().st_size]


def write_demo(folder: Path, **parts: object) -> dict:
    """Merge parts into var/demo.json (the accounts and the key are there already); returns the whole."""
    path = folder / "demo.json"
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Failure(
            "The demonstration data left no var/demo.json.", "make reset, then run the same command again"
        ) from error
    known.update(parts)
    wanted = {name: known.get(name) for name in ("url", "program", "accounts", "agency", "agency_key", "reports")}
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(wanted, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    part.replace(path)
    return wanted


def carry_out_demo(serve: bool) -> int:
    """All steps; then serve until Ctrl-C, or end. Every child is stopped however it ends."""
    folder, port = prepare_var(), wanted_port()
    steps = Steps(8 if serve else 7)
    family = Family()
    with only_one(folder):
        environment_steps(steps, "base", folder)
        environment = stack.base_environment(folder)
        free = next_free(port) if serve else port
        url = f"http://{LOOPBACK}:{free}"
        environment.setdefault("PUBLIC_URL", url)
        try:
            data_steps(steps, folder, environment)
            broker_step(steps, family, folder, environment)
            files = report_step(steps, folder, environment)
            if serve:
                with steps.step("Web server") as notes:
                    stack.start_web(family, free, folder, environment)
                    if free != port:
                        notes.append(f"port {port} is taken")
            known = write_demo(folder, url=url, reports=[str(path) for path in files])
            show_result(known, folder, serve)
            if serve:
                stack.watch(family)
        except Stopped:
            say("\nStopping …" if serve else "")
            return 0 if serve else 130
        finally:
            family.stop()
    return 0


def show_result(known: dict, folder: Path, served: bool) -> None:
    """The address, the accounts, the key and where the files lie."""
    reports = Path(known["reports"][0]).parent
    lines = [f"Open      {known['url']}", ""] if served else []
    width = max(len(account["username"]) for account in known["accounts"])
    lines += [
        f"{'Accounts' if number == 0 else '':9} {account['username']:{width}}  {account['password']}  {account['role']}"
        for number, account in enumerate(known["accounts"])
    ]
    lines += [
        "",
        f"Agency    {known['agency']}",
        f"API key   {known['agency_key']}",
        f"Reports   {relative(reports)}{os.sep}",
        f"Also in   {relative(folder / 'demo.json')}",
    ]
    if served:
        lines += ["", "Ctrl-C to stop"]
    say()
    box(lines)


def reset() -> int:
    """Remove what `make run` and `make demo` made: database, files, reports, logs. `.venv` and strangers' files stay."""
    folder = prepare_var()
    steps = Steps(1)
    with only_one(folder), steps.step(f"Removing what was made in {relative(folder)}"):
        for pattern in MADE:
            for path in folder.glob(pattern):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
    return 0
