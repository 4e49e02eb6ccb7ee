"""`manage.py seal_audit`: seal the audit trail now, late events included, and print the newest digest."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from programs.services.audit_chain import audit_head, audit_seal


class Command(BaseCommand):
    """What the tick does each minute, on demand. May run any time."""

    help = "Seal every audit event that is not in a block yet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal and tell."""
        count = audit_seal(everything=True)
        self.stdout.write(
            _("%(count)s events sealed. Newest block: %(digest)s") % {"count": count, "digest": audit_head() or "—"}
        )
