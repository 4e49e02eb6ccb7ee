"""Loads a plan with its agencies and indicators from YAML; says what it changed. A second run changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from indicators.catalogue_rules import indicator_problems
from indicators.services.definitions import indicators_load
from programs.actors import SYSTEM
from programs.catalogue import Catalogue, plan_problems, read_catalogue
from programs.exceptions import DomainError
from programs.services.acting import acting, through_door
from programs.services.plans import plan_load, program_of

BUNDLED = Path(__file__).resolve().parents[2] / "catalogue"


class Command(BaseCommand):
    """`load_plan FILE.yaml`, or the code of a bundled plan such as `yrd-scitech-finance`."""

    help = "Load a plan (programme, zones, agencies, sections, measures, indicators) from YAML. Idempotent; deletes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE or code, and --check."""
        parser.add_argument("plan", help="a YAML file, or the code of a bundled plan")
        parser.add_argument("--check", action="store_true", help="only check the files; write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, check and load; exit code 1 and every problem when something is wrong."""
        path = plan_path(options["plan"])
        try:
            catalogue = read_catalogue(path, checks=[plan_problems, indicator_problems])
            if options["check"]:
                self.stdout.write(_("%(file)s is in order.") % {"file": path.name})
                return
            self._load(catalogue)
        except DomainError as error:
            for problem in error.problems:
                self.stderr.write(
                    str(problem)
                    if hasattr(problem, "file")
                    else f"{problem.pointer} {problem.message} {problem.hint}".strip()
                )
            raise CommandError(_("%(count)s problems; nothing was loaded.") % {"count": len(error.problems)}) from error

    def _load(self, catalogue: Catalogue) -> None:
        document = catalogue.document
        with through_door("command"), acting(by=SYSTEM, reason=_("Plan loaded")):
            report = plan_load(document=document, by=SYSTEM)
            program = program_of(document)
            reports = [report]
            if "indicators" in document:
                reports.append(indicators_load(document=document, program=program, by=SYSTEM))
        for kind, counts in (item for part in reports for item in part.kinds.items()):
            line = f"{kind}: {counts.created} created, {counts.updated} updated, {counts.unchanged} unchanged"
            self.stdout.write(line + (f", no longer in the file: {', '.join(counts.gone)}" if counts.gone else ""))


def plan_path(name: str) -> Path:
    """The file of that name, or the plan bundled under that code. Raises CommandError when there is neither."""
    bundled = sorted(folder.name for folder in BUNDLED.iterdir() if (folder / "plan.yaml").is_file())
    if name in bundled:
        return BUNDLED / name / "plan.yaml"
    path = Path(name)
    if path.is_file():
        return path
    raise CommandError(
        _("There is no file '%(name)s' and no bundled plan of that code. Bundled: %(codes)s.")
        % {"name": name, "codes": ", ".join(bundled)}
    )
