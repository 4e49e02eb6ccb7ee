"""`verify_report FILE|NUMBER|ID`: compute a report again and compare; exit code 1 when anything differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.exceptions import DomainError
from reports.services.verification import verify_evaluation
from reports.services.verification_target import report_target


class Command(BaseCommand):
    """Reads only. Recomputes from the frozen inputs and from the database, and checks every file's hash."""

    help = "Compute a report again from its frozen inputs and from the database, and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to verify."""
        parser.add_argument(
            "report", help="a report file, a report number, the id of an evaluation or report, or a fingerprint"
        )
        parser.add_argument(
            "--inputs-only", action="store_true", help="skip gathering the inputs from the database again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command; raises CommandError when the report is unknown or anything differs."""
        try:
            target = report_target(options["report"])
        except DomainError as error:
            raise CommandError(error.message) from error
        report, evaluation = target.report, target.report.evaluation
        differences = verify_evaluation(evaluation, against_database=not options["inputs_only"])
        words = {
            "number": report.number,
            "evaluation": evaluation.pk,
            "as_of": timezone.localtime(evaluation.as_of).isoformat(),
            "fingerprint": evaluation.fingerprint,
            "result": evaluation.result_sha256,
        }
        self.stdout.write(_("report %(number)s  evaluation %(evaluation)s  as of %(as_of)s") % words)
        self.stdout.write(_("fingerprint %(fingerprint)s  result %(result)s") % words)
        if target.warning:
            self.stderr.write(self.style.WARNING(target.warning))
        for difference in differences:
            self.stdout.write(
                _("DIFFERS %(code)s %(place)s: %(message)s")
                % {"code": difference.code, "place": difference.place, "message": difference.message}
            )
        if differences:
            raise CommandError(
                ngettext("%(count)d difference.", "%(count)d differences.", len(differences))
                % {"count": len(differences)}
            )
        if options["inputs_only"]:
            self.stdout.write(_("The same numbers, computed again from the frozen inputs; every file has its hash."))
        else:
            self.stdout.write(
                _(
                    "The same numbers: computed again from the frozen inputs and from the database; every file has its hash."
                )
            )
