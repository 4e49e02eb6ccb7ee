"""The commands of `run.py`, what each does in one line, and how a failure or a request to stop ends them."""

import signal
import traceback
from collections.abc import Callable
from types import FrameType

from tracker.first_run import demo, quality
from tracker.first_run.console import Failure, Stopped, prepare_streams, say, show_failure
from tracker.first_run.environment import var_dir

COMMANDS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "run": (
        lambda extra: demo.carry_out_demo(serve=True),
        "everything, with demonstration data, at http://127.0.0.1:8000 (PORT= to change)",
    ),
    "demo": (
        lambda extra: demo.carry_out_demo(serve=False),
        "as run without serving; ends when var/reports/ holds the evaluation",
    ),
    "test": (quality.test, "the test-suite on the embedded default"),
    "test-services": (quality.test_services, "the same suite on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)"),
    "test-browser": (quality.test_browser, "the tests that drive Chromium"),
    "check": (quality.check, "lint, types, import contracts, migrations, translations, deployment checks"),
    "bench": (quality.bench, "benchmarks, printed as ratios"),
    "catalogues": (quality.catalogues, "collect and compile the translations"),
    "reset": (lambda extra: demo.reset(), "remove the demonstration database, files and reports (not .venv)"),
    "help": (lambda extra: show_help(), "this list"),
}


def show_help() -> int:
    """The list of commands."""
    for name, (_action, line) in COMMANDS.items():
        say(f"  make {name:15} {line}")
    say("\n  Without make: python3 run.py COMMAND")
    return 0


class StopOnce:
    """Signal handler: the first signal asks to stop; those that follow do not disturb the orderly end."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Raise Stopped in the main thread, once."""
        if not self.asked:
            self.asked = True
            raise Stopped


def carry_out(arguments: list[str]) -> int:
    """Carry out one command; the exit code. Whatever goes wrong is told in sentences."""
    prepare_streams()
    stop = StopOnce()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    name, *extra = arguments or ["run"]
    if name not in COMMANDS:
        say(f"There is no command {name!r}. These there are:\n")
        show_help()
        return 2
    try:
        return COMMANDS[name][0](extra)
    except Failure as failure:
        show_failure(failure)
        return 1
    except Stopped:
        say("Stopped.")
        return 130
    except Exception as error:  # noqa: BLE001 - the last net: a sentence and a log in place of a traceback
        log = var_dir() / "logs" / "run.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(traceback.format_exc(), encoding="utf-8", errors="backslashreplace")
        show_failure(
            Failure(
                f"Something unforeseen: {type(error).__name__}: {error}",
                "make reset, then run the same command again; if it stays, report the log",
                log,
            )
        )
        return 1
