"""`verify_report FILE|NUMBER|ID`: compute a report again and compare; exit code 1 when anything differs."""

import contextlib
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from reports.models import Report
from reports.services.verification import report_of_bytes, verify_evaluation


class Command(BaseCommand):
    """Reads only. Recomputes from the frozen inputs and from the database, and checks every file's hash."""

    help = "Compute a report again from its frozen inputs and from the database, and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to verify."""
        parser.add_argument("report", help="a report file, a report number, or the id of an evaluation")
        parser.add_argument(
            "--inputs-only", action="store_true", help="skip gathering the inputs from the database again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command; raises CommandError when the report is unknown or anything differs."""
        report = _find(options["report"])
        if report is None:
            raise CommandError(
                f"{options['report']!r} is neither a file of a stored report nor the number of one. A file that was changed by one byte is not recognised either."
            )
        evaluation = report.evaluation
        differences = verify_evaluation(evaluation, against_database=not options["inputs_only"])
        as_of = timezone.localtime(evaluation.as_of).isoformat()
        self.stdout.write(f"report {report.number}  evaluation {evaluation.pk}  as of {as_of}")
        self.stdout.write(f"fingerprint {evaluation.fingerprint}  result {evaluation.result_sha256}")
        for difference in differences:
            self.stdout.write(f"DIFFERS {difference.code} {difference.place}: {difference.message}")
        if differences:
            raise CommandError(f"{len(differences)} differences.")
        self.stdout.write(
            "The same numbers: computed again from the frozen inputs and from the database; every file has its hash."
        )


def _find(name: str) -> Report | None:
    path = Path(name)
    if path.is_file():
        return report_of_bytes(path.read_bytes())
    by = Q(number=name)
    with contextlib.suppress(ValueError):
        by |= Q(evaluation_id=uuid.UUID(name))
    return Report.objects.select_related("evaluation__program").filter(by).first()
