"""`manage.py backup`: save database, files and manifest into a new folder; safe while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from programs.exceptions import DomainError
from tracker.backup.service import backup_make


class Command(BaseCommand):
    """Every run makes a new folder; old ones are never touched."""

    help = "Save the database, the files and a manifest, and read them back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the new folder goes."""
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.BACKUP_DIR,
            help="the folder that gets a new one (BACKUP_DIR)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Save, and say what. Raises CommandError with a sentence when it cannot be done."""
        try:
            folder, made = backup_make(options["folder"])
        except DomainError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        except OSError as error:
            raise CommandError(
                _("%(folder)s cannot be written: %(reason)s.") % {"folder": options["folder"], "reason": error.strerror}
            ) from error
        rows = sum(fact.rows for fact in made.tables.values())
        words = {"tables": len(made.tables), "rows": rows, "files": len(made.files), "folder": folder}
        self.stdout.write(
            _("%(tables)s tables with %(rows)s rows and %(files)s files saved and read back: %(folder)s") % words
        )
