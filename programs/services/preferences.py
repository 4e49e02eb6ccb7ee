"""What people change of their own account: the language it prefers, and its password."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.exceptions import InvalidInput, NotAllowed
from programs.models import User
from programs.services.acting import acting
from programs.services.records import problems_of, row_update


def language_prefer(*, user: User, language: str, by: Actor) -> User:
    """Keep the language in which the account sees pages and mail. May run twice.

    Raises InvalidInput for a language that the installation does not serve, NotAllowed for another's account.
    """
    _own(user, by)
    if language not in dict(settings.LANGUAGES):
        raise InvalidInput(
            _("This language is not served."),
            code="language_unknown",
            pointer="/language",
            hint=", ".join(dict(settings.LANGUAGES)),
        )
    with acting(by=by):
        row = User.objects.get(pk=user.pk)
        row.language = language
        row_update(row)
    return row


def password_change(*, user: User, password: str, by: Actor) -> User:
    """Give the account a new password. The old one is checked by the caller's form.

    Raises InvalidInput with every rule of the installation that the password breaks, NotAllowed for another's account.
    """
    _own(user, by)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput(problems=problems_of(error)) from error
    with acting(by=by, reason=_("The account's own password was changed.")):
        row = User.objects.get(pk=user.pk)
        row.set_password(password)
        row_update(row)
    return row


def _own(user: User, by: Actor) -> None:
    if by.user_id != user.pk:
        raise NotAllowed(_("You can change your own account only."))
