"""Gives an account a role: the way in for the first administrator, who grants all others in the admin."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from programs.actors import SYSTEM, Role
from programs.exceptions import DomainError
from programs.models import Agency, Program, User
from programs.services.acting import through_door
from programs.services.memberships import membership_grant


class Command(BaseCommand):
    """`grant_role li.wei administrator`, `grant_role wang.fang reporter --agency SH-STC --program yrd-scitech-finance`."""

    help = "Give an account a role. The same grant again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """USERNAME, ROLE and the role's limits."""
        parser.add_argument("username", help="name of the account, as `createsuperuser` made it")
        parser.add_argument("role", choices=[role.value for role in Role])
        parser.add_argument("--agency", default="", help="code of the agency of a reporter or approver")
        parser.add_argument(
            "--program", default="", help="code of the only programme for which the role counts (default: all)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Grant it; every refusal is a sentence."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(_("There is no account '%(name)s'.") % {"name": options["username"]})
        agency = Agency.objects.filter(code=options["agency"]).first()
        if options["agency"] and agency is None:
            raise CommandError(_("There is no agency '%(code)s'.") % {"code": options["agency"]})
        program = Program.objects.filter(code=options["program"]).first()
        if options["program"] and program is None:
            raise CommandError(_("There is no programme '%(code)s'.") % {"code": options["program"]})
        try:
            with through_door("command"):
                granted = membership_grant(
                    user=user,
                    role=options["role"],
                    agency=agency,
                    program=program,
                    by=SYSTEM,
                    reason=_("Granted by command"),
                )
        except DomainError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        self.stdout.write(str(granted))
