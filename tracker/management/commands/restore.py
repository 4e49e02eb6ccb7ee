"""`manage.py restore FOLDER`: bring a backup back into an empty installation, or only check it with `--verify`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from programs.exceptions import DomainError
from tracker.backup.service import backup_check, backup_restore


class Command(BaseCommand):
    """Refuses a database that holds anything, so it can never overwrite one."""

    help = "Restore a backup into an empty installation and compare every table, file and the audit chain."
    # The checks would open the database, which does not exist yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The backup, and whether to change anything."""
        parser.add_argument("folder", type=Path, help="the folder that `backup` named")
        parser.add_argument(
            "--verify", action="store_true", help="read the backup and compare it with its manifest; change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore or verify, and say what. Raises CommandError with a sentence when it cannot be done."""
        try:
            saved = backup_check(options["folder"]) if options["verify"] else backup_restore(options["folder"])
        except DomainError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        words = {
            "tables": len(saved.tables),
            "rows": sum(fact.rows for fact in saved.tables.values()),
            "files": len(saved.files),
            "made": saved.made_at,
        }
        if options["verify"]:
            self.stdout.write(
                _("The backup of %(made)s is whole: %(tables)s tables with %(rows)s rows and %(files)s files.") % words
            )
            return
        self.stdout.write(
            _(
                "The backup of %(made)s is restored and equal to its manifest: %(tables)s tables with %(rows)s rows and %(files)s files."
            )
            % words
        )
        self.stdout.write(_("Now bring it up to this version: python manage.py migrate"))
