"""Accounts as administrators keep them. What people change of their own account is in `preferences`."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.exceptions import InvalidInput
from programs.models import User
from programs.services.acting import acting
from programs.services.permissions import require_administrator, require_reason
from programs.services.records import problems_of, record_save, row_update


def account_save(*, user: User, by: Actor, reason: str = "", expected_version: int | None = None) -> User:
    """Insert or update an account; a new one cannot sign in until a password is set. Administrators only.

    Accounts are closed by `user_deactivate`, which also ends their sessions; here a closed account can be opened
    again. Raises InvalidInput when administrators would close their own, StaleVersion when somebody was faster.
    """
    require_administrator(by)
    if user.pk is not None and user.pk == by.user_id and not user.is_active:
        raise InvalidInput(
            _("You cannot close your own account."),
            code="own_account",
            pointer="/is_active",
            hint=_("Ask another administrator."),
        )
    if user._state.adding:
        user.set_unusable_password()
    saved: User = record_save(row=user, by=by, reason=reason, expected_version=expected_version)
    return saved


def account_password_set(*, user: User, password: str, by: Actor, reason: str) -> User:
    """Give an account a new password, which ends its sessions. Administrators only.

    Raises InvalidInput with every rule of the installation that the password breaks.
    """
    require_administrator(by)
    reason = require_reason(reason)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput(problems=problems_of(error)) from error
    with acting(by=by, reason=reason):
        row = User.objects.get(pk=user.pk)
        row.set_password(password)
        row_update(row)
    return row
