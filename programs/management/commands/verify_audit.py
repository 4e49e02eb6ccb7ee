"""`manage.py verify_audit`: whether the audit trail is as it was written. Exit code 0 when it is, 1 when not."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from programs.audit.verify import audit_verify

SHOWN = 50


class Command(BaseCommand):
    """Names every block and event that was changed, deleted or inserted."""

    help = "Verify the hash chain of the audit trail, and the triggers that write it."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--digest`."""
        parser.add_argument(
            "--digest",
            default="",
            metavar="HEX",
            help="A block digest printed earlier, such as on a report: it must still be part of the chain.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and tell. Raises CommandError (exit code 1) when anything is wrong."""
        began = time.monotonic()
        verdict = audit_verify(options["digest"].strip().lower())
        words = {
            "events": verdict.events,
            "blocks": verdict.blocks,
            "unsealed": verdict.unsealed,
            "seconds": f"{time.monotonic() - began:.1f}",
        }
        self.stdout.write(
            _(
                "%(events)s events in %(blocks)s blocks checked in %(seconds)s s; %(unsealed)s events are not sealed yet."
            )
            % words
        )
        if not options["digest"]:
            self.stdout.write(
                _(
                    "Not checked: whether the end of the trail was cut off after the newest block that a report keeps. A digest that was kept outside this database tells: --digest HEX."
                )
            )
        if verdict.head:
            self.stdout.write(_("Newest block: %(digest)s") % {"digest": verdict.head})
        for finding in verdict.findings[:SHOWN]:
            self.stderr.write(f"{finding.code}: {finding.message}")
        if len(verdict.findings) > SHOWN:
            self.stderr.write(_("… and %(count)s more.") % {"count": len(verdict.findings) - SHOWN})
        if not verdict.valid:
            raise CommandError(_("The audit trail is not as it was written."))
        self.stdout.write(self.style.SUCCESS(_("The audit trail is as it was written.")))
