"""Keys of agencies: issued once in clear, stored as a digest, revoked with a reason."""

import hashlib
import secrets
from datetime import timedelta

from django.utils.translation import gettext as _

from programs import clock
from programs.actors import Actor
from programs.exceptions import InvalidInput, NotAllowedInState
from programs.models import Agency, ApiKey, Program
from programs.services.acting import acting
from programs.services.permissions import require_administrator, require_reason
from programs.services.records import row_insert, row_update

SCOPES = ("read", "submit")
LONGEST_DAYS = 3 * 366
SHOWN_CHARACTERS = 11


def key_issue(
    *,
    agency: Agency,
    by: Actor,
    program: Program | None = None,
    label: str = "",
    scopes: tuple[str, ...] = SCOPES,
    days: int = 365,
    reason: str = "",
) -> tuple[ApiKey, str]:
    """A new key of an agency and its plain text, which is never stored and cannot be shown again.

    Administrators only. Each call makes another key. Raises InvalidInput for unknown scopes or a life outside 1…1098 days.
    """
    require_administrator(by)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise InvalidInput(_("A key may read, submit, or both."), code="scopes_unknown", pointer="/scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput(_("A key lives between one day and three years."), code="life_out_of_range", pointer="/days")
    plain = f"pz_{secrets.token_urlsafe(32)}"
    now = clock.now()
    key = ApiKey(
        agency=agency,
        program=program,
        label=label,
        prefix=plain[:SHOWN_CHARACTERS],
        digest=hashlib.sha256(plain.encode()).hexdigest(),
        scopes=" ".join(scope for scope in SCOPES if scope in scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    with acting(by=by, reason=reason):
        row_insert(key)
    return key, plain


def key_revoke(*, key: ApiKey, by: Actor, reason: str, expected_version: int | None = None) -> ApiKey:
    """End a key at once, for good. Administrators only; raises NotAllowedInState when it is revoked already."""
    require_administrator(by)
    reason = require_reason(reason)
    with acting(by=by, reason=reason):
        stored = ApiKey.objects.get(pk=key.pk)
        if stored.revoked_at is not None:
            raise NotAllowedInState(_("The key is revoked already."))
        stored.revoked_at = clock.now()
        row_update(stored, expected_version=expected_version)
    return stored
