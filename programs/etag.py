"""Strong ETags of versioned rows, and If-Match, so that two clients cannot overwrite each other unseen."""

import re
from typing import Any

from django.utils.translation import gettext as _

from programs.exceptions import DomainError, StaleVersion

_TAG = re.compile(r'\s*(?P<weak>W/)?"(?P<tag>[\x21\x23-\x7e]*)"\s*(?:,|\Z)')


class PreconditionRequired(DomainError):
    """A change without If-Match (428)."""

    status = 428
    code = "precondition_required"


class MalformedPrecondition(DomainError):
    """An If-Match header that cannot be read (400)."""

    status = 400
    code = "if_match_malformed"


def etag_of(row: Any) -> str:
    """The strong entity tag of a row with a `version`, such as `"task-12-v3"`."""
    return f'"{row._meta.model_name}-{row.pk}-v{row.version}"'


def check_if_match(header: str | None, row: Any, *, required: bool = True) -> int | None:
    """The version that the change must find, from the request's If-Match; None when any will do.

    Raises PreconditionRequired when the header is missing and required, StaleVersion when no tag fits (weak tags
    never do), MalformedPrecondition when it is no list of tags. Pass the result to the service as
    `expected_version`: only its conditional update is safe against a change in between.
    """
    if header is None or not header.strip():
        if required:
            raise PreconditionRequired(
                _("This change needs an If-Match header."), hint=_("Send the ETag of the record as you last read it.")
            )
        return None
    if header.strip() == "*":
        return None
    if etag_of(row) in _strong_tags(header):
        return int(row.version)
    raise StaleVersion(
        _("Somebody else changed this record in between."),
        hint=_("Load it again, look at what changed, and enter your change once more."),
    )


def _strong_tags(header: str) -> set[str]:
    found, place = set(), 0
    while place < len(header):
        match = _TAG.match(header, place)
        if match is None:
            raise MalformedPrecondition(
                _("The If-Match header cannot be read."),
                hint=_('Write an ETag as it came, with its quotes, such as "task-12-v3".'),
            )
        if not match["weak"]:
            found.add(f'"{match["tag"]}"')
        place = match.end()
    return found
