"""The version that an editor saw must still be the stored one."""

from typing import Any

from django.utils.translation import gettext as _

from programs.exceptions import StaleVersion


def require_version(row: Any, expected_version: int | None) -> None:
    """Raise StaleVersion when the row, read under lock, is not at the expected version (None: any version will do)."""
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(
            _("Somebody else changed this record in between."),
            hint=_("Load it again, look at what changed, and enter your change once more."),
        )
