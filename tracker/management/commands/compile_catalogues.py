"""Compile every app's message catalogue; nothing is done where none has changed."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.catalogues.files import compile_place
from tracker.catalogues.places import places


class Command(BaseCommand):
    """`manage.py compile_catalogues`: may run any time and any number of times."""

    help = "Compile the message catalogues of every app (pure Python)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile what is newer than its compiled form and say how many that were."""
        done = [place for place in places() if compile_place(place)]
        self.stdout.write(f"{len(done)} catalogues compiled.")
