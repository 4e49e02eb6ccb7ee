"""Reads a plain plan text into numbered sections and measures, or prints them as YAML."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from programs.actors import SYSTEM
from programs.exceptions import DomainError
from programs.models import Program
from programs.plan_text import PlanText, read_plan_text
from programs.services.acting import through_door
from programs.services.plan_texts import plan_text_document, plan_text_load

MOST_BYTES = 5 * 1024 * 1024
NOTE = "Read from {file}. Check commitment, element and lead_function of each measure, name zones and indicators, and add the other language."


class Command(BaseCommand):
    """`read_plan FILE.txt --program CODE [--dry-run]`."""

    help = "Read plain plan text (English or Chinese) into sections and measures of a programme. --dry-run prints YAML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --program, --dry-run."""
        parser.add_argument("file", help="a text file, UTF-8 or GB 18030")
        parser.add_argument("--program", required=True, help="code of the programme")
        parser.add_argument(
            "--dry-run", action="store_true", help="print the sections and measures as YAML; write nothing"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print YAML, or load and say what was added."""
        path = Path(options["file"])
        plan = read_plan_text(text_of(path))
        for line in plan.skipped:
            self.stderr.write(_("Left out: %(line)s") % {"line": line[:100]})
        if options["dry_run"]:
            self._print(plan, path)
            return
        program = Program.objects.filter(code=options["program"]).first()
        if program is None:
            raise CommandError(_("There is no programme '%(code)s'.") % {"code": options["program"]})
        try:
            with through_door("command"):
                report = plan_text_load(program=program, plan=plan, by=SYSTEM)
        except DomainError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        for kind, counts in report.kinds.items():
            self.stdout.write(
                f"{kind}: {counts.created} created, {counts.updated} updated, {counts.unchanged} unchanged"
            )

    def _print(self, plan: PlanText, path: Path) -> None:
        self.stdout.write("# " + NOTE.format(file=path.name))
        self.stdout.write(
            yaml.safe_dump(plan_text_document(plan), allow_unicode=True, sort_keys=False, width=110), ending=""
        )
        found = _("%(sections)s sections, %(measures)s measures.")
        self.stderr.write(
            found
            % {"sections": len(plan.sections), "measures": sum(len(section.measures) for section in plan.sections)}
        )


def text_of(path: Path) -> str:
    """The text of a file in UTF-8 or GB 18030. Raises CommandError with what to do."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise CommandError(
            _("The file '%(name)s' cannot be read: %(detail)s.") % {"name": path, "detail": error.strerror}
        ) from error
    if len(body) > MOST_BYTES:
        raise CommandError(_("The file is larger than 5 MB."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandError(_("The file is neither UTF-8 nor GB 18030. Save it as plain text in UTF-8."))
