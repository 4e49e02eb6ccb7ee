"""`load_demo`: the five-city plan with a told history of three years, accounts per role and one agency key."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from programs import clock
from programs.exceptions import DomainError
from programs.models import Program
from programs.services.acting import through_door
from tracker.demonstration import people, story

PROGRAM = "yrd-scitech-finance"


class Command(BaseCommand):
    """Loads everything or nothing; a second run takes seconds and changes nothing but a lost key file."""

    help = "Load the five-city plan and its demonstration data. Refused unless DEBUG is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write the accounts, and the day on which the story ends."""
        parser.add_argument("--access", type=Path, default=settings.VAR_DIR, help="the folder for demo.json")
        parser.add_argument("--today", help="tell the history up to this day instead of today (2026-11-22)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command; raises CommandError with a sentence when it is refused."""
        if not settings.DEBUG:
            raise CommandError(
                "Demonstration data are loaded only where DEBUG=True: their accounts have printed passwords."
            )
        today = parse_date(options["today"]) if options["today"] else clock.today()
        if today is None:
            raise CommandError("--today takes a day such as 2026-11-22.")
        begun = time.monotonic()
        try:
            with through_door("command"):
                self._load(today, options["access"], begun)
        except DomainError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error

    def _load(self, today: Any, folder: Path, begun: float) -> None:
        program = Program.objects.filter(code=PROGRAM).first()
        if program is None or not story.is_told(program):
            program = story.tell(
                PROGRAM,
                today,
                lambda what: self.stdout.write(f"  {time.monotonic() - begun:5.0f} s  {what}"),
                lambda: call_command("load_plan", PROGRAM, stdout=self.stdout),
            )
        path = folder / "demo.json"
        if not path.is_file():
            story.write_access(folder, program, people.key_make(program))
        self.stdout.write(
            f"{program.code}: demonstration data are loaded; accounts and key lie in demo.json ({time.monotonic() - begun:.0f} s)"
        )
