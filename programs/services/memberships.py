"""Granting and revoking roles, and closing an account with its sessions. Administrators only, never for themselves."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from programs import clock
from programs.actors import Actor, Role
from programs.exceptions import InvalidInput
from programs.models import Agency, Membership, Program, User
from programs.services.acting import acting
from programs.services.permissions import require_administrator, require_reason
from programs.services.records import row_insert, row_update
from programs.services.versions import require_version


def membership_grant(
    *,
    user: User,
    role: Role | str,
    by: Actor,
    agency: Agency | None = None,
    program: Program | None = None,
    reason: str = "",
) -> Membership:
    """Give a person a role, in one programme or (None) in all; the same grant again is the one that is there.

    Raises NotAllowed, or InvalidInput (a role for oneself, an unknown role, an agency that does not fit the role).
    """
    require_administrator(by)
    _refuse_self(user, by)
    with acting(by=by, reason=reason):
        User.objects.select_for_update().get(pk=user.pk)  # two grants at once must not make two rows
        present = Membership.objects.filter(user=user, role=str(role), agency=agency, program=program).first()
        if present is not None:
            return present
        granted: Membership = row_insert(Membership(user=user, role=str(role), agency=agency, program=program))
    return granted


def membership_revoke(*, membership: Membership, by: Actor, reason: str) -> None:
    """Take a role away, with a reason. May run twice."""
    require_administrator(by)
    reason = require_reason(reason)
    _refuse_self(membership.user, by)
    with acting(by=by, reason=reason):
        Membership.objects.filter(pk=membership.pk).delete()


def user_deactivate(*, user: User, by: Actor, reason: str, expected_version: int | None = None) -> User:
    """Close an account and end its sessions for good, also those that would live on if it were opened again.

    May run twice. Raises NotAllowed, InvalidInput (reason missing, own account), StaleVersion.
    """
    require_administrator(by)
    reason = require_reason(reason)
    _refuse_self(user, by)
    with acting(by=by, reason=reason):
        row = User.objects.select_for_update().get(pk=user.pk)
        require_version(row, expected_version)
        if row.is_active:
            row.is_active = False
            row_update(row)
        sessions_end(row)
    return row


def sessions_end(user: User) -> int:
    """Delete the stored sessions of a person; returns how many. Two statements; reads every living session once."""
    living = Session.objects.filter(expire_date__gt=clock.now())
    own = [session.pk for session in living.iterator() if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()
    return len(own)


def _refuse_self(user: User, by: Actor) -> None:
    if by.user_id is not None and user.pk == by.user_id:
        raise InvalidInput(
            _("You cannot change your own roles or close your own account."),
            code="own_account",
            hint=_("Ask another administrator."),
        )
