"""Issues a key for an agency and prints it, this once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from programs.actors import SYSTEM
from programs.exceptions import DomainError
from programs.models import Agency, Program
from programs.services.acting import through_door
from programs.services.keys import SCOPES, key_issue


class Command(BaseCommand):
    """`issue_key SH-STC --program yrd-scitech-finance --label "data team" --days 365`."""

    help = "Issue a key for an agency. The key is printed once and cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """AGENCY and the key's limits."""
        parser.add_argument("agency", help="code of the agency")
        parser.add_argument(
            "--program", default="", help="code of the only programme that the key serves (default: all)"
        )
        parser.add_argument("--label", default="", help="what tells this key from others of the agency")
        parser.add_argument("--days", type=int, default=365, help="days until it expires")
        parser.add_argument("--read-only", action="store_true", help="the key may read and hand nothing in")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the key on standard output, everything else on standard error."""
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(_("There is no agency '%(code)s'.") % {"code": options["agency"]})
        program = Program.objects.filter(code=options["program"]).first()
        if options["program"] and program is None:
            raise CommandError(_("There is no programme '%(code)s'.") % {"code": options["program"]})
        scopes = ("read",) if options["read_only"] else SCOPES
        try:
            with through_door("command"):
                key, plain = key_issue(
                    agency=agency,
                    program=program,
                    label=options["label"],
                    days=options["days"],
                    scopes=scopes,
                    by=SYSTEM,
                    reason=_("Issued by command"),
                )
        except DomainError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        self.stderr.write(
            _("Key of %(agency)s until %(day)s. Keep it safe: it is not shown again.")
            % {"agency": agency.code, "day": key.expires_at.date()}
        )
        self.stdout.write(plain)
