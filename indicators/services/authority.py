"""Who may change what the coordination group decides about indicators and periods."""

from django.utils.translation import gettext as _

from programs.actors import SYSTEM, Actor, Role
from programs.exceptions import InvalidInput, NotAllowed
from programs.models import Program


def must_coordinate(by: Actor, program: Program) -> None:
    """Raise NotAllowed unless `by` coordinates the programme or is the system itself."""
    if by.label != SYSTEM.label and not by.has_role_in(program.pk, Role.COORDINATOR):
        raise NotAllowed(_("Only a coordinator of the programme may do this."))


def must_give_reason(reason: str) -> str:
    """The reason without outer spaces. Raises InvalidInput (`reason_missing`) when nothing is left."""
    told = reason.strip()
    if not told:
        raise InvalidInput(_("Give a reason."), code="reason_missing", pointer="/reason", hint=_("One sentence that the people concerned will understand later."))
    return told
