"""Fail when a message is untranslated, fuzzy, unused or translated with other placeholders."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.catalogues.completeness import problems
from tracker.catalogues.places import places


class Command(BaseCommand):
    """`manage.py check_catalogues`: reads only."""

    help = "Check that the catalogues translate every message of the sources."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """List every problem; raises CommandError when there is one."""
        found = [problem for place in places() for problem in problems(place)]
        for problem in found:
            self.stdout.write(problem)
        if found:
            raise CommandError(
                f"{len(found)} problems in the message catalogues. make catalogues collects new messages."
            )
        self.stdout.write("The catalogues are complete.")
