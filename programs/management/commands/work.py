"""`manage.py work`: the dispatcher, sweeper, and worker where no broker answers."""

import signal
import threading
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import autodiscover_modules

from programs.dispatch import Dispatcher, InlineRunner, ThreadRunner


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT; then gives back what it has at work and ends with code 0."""

    help = "Send wake-ups for queued jobs, put back those whose worker vanished, and run those that nobody takes."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` and `--run-after`."""
        parser.add_argument("--once", action="store_true", help="Do one round, run what is due here, and end.")
        parser.add_argument(
            "--run-after",
            type=float,
            default=settings.JOB_RUN_HERE_AFTER_SECONDS,
            metavar="SECONDS",
            help="How long a queued job may wait for a worker before it is run here.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """The loop, or one round of it."""
        autodiscover_modules("jobs")
        stop = threading.Event()

        def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, ask_to_stop)
        if options["once"]:
            Dispatcher(run_after=options["run_after"], runner=InlineRunner(), stop=stop).run_all()
        else:
            Dispatcher(run_after=options["run_after"], runner=ThreadRunner(), stop=stop).run()
