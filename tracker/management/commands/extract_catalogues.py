"""Bring every app's catalogue up to the messages in its sources: new ones empty, unused ones dropped."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.catalogues.files import update_place
from tracker.catalogues.places import places


class Command(BaseCommand):
    """`manage.py extract_catalogues`: keeps every translation of a message that is still used."""

    help = "Collect the translatable messages of every app into its catalogues."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogues that changed and name them."""
        for place in places():
            if update_place(place):
                self.stdout.write(f"{place.app} {place.locale}: catalogue changed.")
