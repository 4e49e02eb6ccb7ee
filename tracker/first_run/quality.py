"""`make test`, `make test-services`, `make test-browser`, `make check`, `make bench`: the gates, each able to fail."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from tracker.first_run import stack
from tracker.first_run.console import Failure, Steps, relative, say
from tracker.first_run.demo import environment_steps, explain_django
from tracker.first_run.environment import PYTHON, VENV, prepare_var
from tracker.first_run.ports import answers
from tracker.first_run.processes import end, run_logged, start, tail

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/0"
ENGINES = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "DEBUG",
    "VAR_DIR",
    "MEDIA_ROOT",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "TIME_ZONE",
    "LANGUAGE_CODE",
)
SHOWN_LINES = 60
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What is released first has no table to lock and no older code beside it.
LINT_MIGRATIONS = [
    "lintmigrations",
    *("--settings", "tests.lint_settings", "--no-cache", "--ignore-initial-migrations", "--warnings-as-errors"),
    *("--include-apps", "programs", "indicators", "reports"),
]
PRODUCTION = {
    "DATABASE_URL": "postgres://tracker@database.example/tracker",
    "REDIS_URL": "redis://redis.example:6379/0",
    "DEBUG": "False",
    "ALLOWED_HOSTS": "tracker.example",
    "CSRF_TRUSTED_ORIGINS": "https://tracker.example",
    "PUBLIC_URL": "https://tracker.example",
    "SECRET_KEY": "only-for-checking-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "EMAIL_URL": "smtp://mail.example:25",
}


def clean_environment() -> dict[str, str]:
    """The environment without settings of the product, so that a test means the same on every machine."""
    environment = {name: value for name, value in os.environ.items() if name not in ENGINES}
    environment.update(PYTHONUTF8="1", PYTHONUNBUFFERED="1")
    return environment


def prepare(total: int) -> tuple[Path, Steps]:
    """The environment with the test requirements."""
    folder = prepare_var()
    steps = Steps(total)
    environment_steps(steps, "test", folder)
    return folder, steps


def on_terminal(arguments: list[str], environment: dict[str, str]) -> int:
    """Run Python of the environment on the terminal itself; its exit code (pytest's is not 0 where no test ran)."""
    process = start([str(PYTHON), *arguments], environment)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            end(process)


def catalogues_step(steps: Steps, folder: Path, environment: dict[str, str]) -> None:
    """Compile the catalogues that the tests read."""
    with steps.step("Translations"):
        run_logged(
            stack.manage("compile_catalogues"),
            dict(environment, DEBUG="True"),
            folder / "logs" / "catalogues.log",
            explain_django,
        )


def test(extra: list[str]) -> int:
    """The whole suite on the embedded default."""
    folder, steps = prepare(3)
    environment = clean_environment()
    catalogues_step(steps, folder, environment)
    return on_terminal(["-m", "pytest", "-n", "auto", "-m", "not browser", *extra], environment)


def test_services(extra: list[str]) -> int:
    """The same suite on PostgreSQL and Redis. Raises Failure where one does not answer."""
    folder, steps = prepare(4)
    environment = clean_environment()
    environment["DATABASE_URL"] = os.environ.get("DATABASE_URL") or POSTGRESQL
    environment["REDIS_URL"] = os.environ.get("REDIS_URL") or REDIS
    with steps.step("PostgreSQL and Redis answer"):
        for name, default in (("DATABASE_URL", 5432), ("REDIS_URL", 6379)):
            place = urlsplit(environment[name])
            if not answers(place.port or default, place.hostname or "127.0.0.1"):
                raise Failure(
                    f"Nothing answers at {place.hostname}:{place.port or default} ({name}).",
                    "start it (Debian: sudo apt-get install postgresql redis-server), or set the variable to a server that runs",
                )
    catalogues_step(steps, folder, environment)
    return on_terminal(["-m", "pytest", "-n", "auto", "-m", "not browser", *extra], environment)


def test_browser(extra: list[str]) -> int:
    """The tests that drive Chromium. Raises Failure where there is none."""
    folder, steps = prepare(4)
    environment = clean_environment()
    with steps.step("Chromium"):
        found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
        if not found:
            raise Failure(
                "Chromium was not found.",
                "sudo apt-get install chromium (or name one: CHROMIUM=/path/to/chromium make test-browser)",
            )
        environment["CHROMIUM"] = found
    catalogues_step(steps, folder, environment)
    return on_terminal(["-m", "pytest", "-m", "browser", *extra], environment)


def check(_extra: list[str]) -> int:
    """Every static gate; all are run, and each failure is shown before the command fails."""
    folder, steps = prepare(2 + 10)
    plain = dict(clean_environment(), DEBUG="True")
    production = dict(clean_environment(), **PRODUCTION)
    tool = VENV / PYTHON.parent.name
    gates = [
        ("Translations compile", stack.manage("compile_catalogues"), plain),
        ("Lint", [str(PYTHON), "-m", "ruff", "check", "--output-format", "concise", "."], plain),
        ("Format", [str(PYTHON), "-m", "ruff", "format", "--check", "--output-format", "concise", "."], plain),
        ("Types", [str(PYTHON), "-m", "mypy"], plain),
        ("Import contracts", [str(tool / "lint-imports"), "--no-cache"], plain),
        ("Migrations are complete", stack.manage("makemigrations", "--check", "--dry-run"), plain),
        ("Migrations are safe", stack.manage(*LINT_MIGRATIONS), plain),
        ("Translations are complete", stack.manage("check_catalogues"), plain),
        ("System checks", stack.manage("check", "--fail-level", "WARNING"), plain),
        ("Deployment checks", stack.manage("check", "--deploy", "--fail-level", "WARNING"), production),
    ]
    failed = []
    for number, (title, command, environment) in enumerate(gates):
        log = folder / "logs" / f"check-{number}.log"
        try:
            with steps.step(title):
                run_logged(command, environment, log, lambda last: None)
        except Failure:
            failed.append(title)
            for line in tail(log, SHOWN_LINES):
                say(f"    {line}")
            say(f"    (all of it: {relative(log)})")
    if failed:
        raise Failure(
            f"{len(failed)} of {len(gates)} gates failed: {', '.join(failed)}.",
            "mend what is listed above each, then run: make check",
        )
    return 0


def bench(extra: list[str]) -> int:
    """The benchmarks, each printed as a ratio to its floor measured in the same run; `DATABASE_URL` chooses the engine."""
    folder, _steps = prepare(2)
    environment = dict(clean_environment(), DEBUG="True", VAR_DIR=str(folder), LOG_LEVEL="WARNING")
    for name in ("DATABASE_URL", "REDIS_URL"):
        if os.environ.get(name):
            environment[name] = os.environ[name]
    return on_terminal(["-m", "bench", *extra], environment)


def catalogues(_extra: list[str]) -> int:
    """Collect every message into the catalogues and compile them (no gettext programs needed)."""
    folder, steps = prepare(4)
    environment = dict(clean_environment(), DEBUG="True")
    with steps.step("Messages collected"):
        run_logged(
            stack.manage("extract_catalogues"), environment, folder / "logs" / "extract.log", explain_django, show=False
        )
    catalogues_step(steps, folder, environment)
    return 0
