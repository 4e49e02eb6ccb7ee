"""Who may do what, asked inside services so that every door is held to the same answer."""

from collections.abc import Sequence

from django.db.models import Model
from django.utils.translation import gettext as _

from programs.actors import SYSTEM, Actor, Role
from programs.exceptions import InvalidInput, NotAllowed
from programs.models import Task
from programs.selectors.shared import programs_using
from programs.text import clean_text

AGENCY_ROLES = (Role.REPORTER, Role.APPROVER)
MOST_NAMED = 20


def is_system(by: Actor) -> bool:
    """Whether a command or job of this installation acts, not a person."""
    return by.label == SYSTEM.label


def is_staff(by: Actor, program_id: int | None) -> bool:
    """Whether the actor coordinates the programme (None = a right over all programmes is asked for)."""
    return is_system(by) or by.has_role_in(program_id, Role.COORDINATOR)


def acts_for(by: Actor, program_id: int, agency_ids: set[int]) -> bool:
    """Whether the actor reports or approves for one of the agencies in the programme."""
    return (
        any(
            grant.role in AGENCY_ROLES and grant.agency_id in agency_ids and grant.program_id in (None, program_id)
            for grant in by.grants
        )
        and "submit" in by.scopes
    )


def require_staff(by: Actor, program_id: int | None) -> None:
    """Raise NotAllowed unless the actor coordinates the programme."""
    if not is_staff(by, program_id):
        raise NotAllowed(_("Only the coordination group may do this."), hint=_("Ask a coordinator of the programme."))


def require_shared(by: Actor, rows: Sequence[Model]) -> None:
    """Raise NotAllowed unless the actor coordinates every programme that uses these stored rows of reference data."""
    if not rows or is_staff(by, None):
        return
    using = programs_using(type(rows[0]), [row.pk for row in rows])
    foreign = [program for program in using if not is_staff(by, program)]
    if foreign:
        raise NotAllowed(
            _("Other programmes use some of these shared records, which would change: %(records)s.")
            % {"records": ", ".join(sorted(str(getattr(row, "code", row.pk)) for row in rows)[:MOST_NAMED])},
            code="shared_with_others",
            hint=_("Ask a coordinator of all these programmes, or leave these records as they are."),
        )


def require_administrator(by: Actor) -> None:
    """Raise NotAllowed unless the actor manages accounts."""
    if not (is_system(by) or by.has_role_in(None, Role.ADMINISTRATOR)):
        raise NotAllowed(_("Only an administrator may do this."), hint=_("Ask an administrator of this installation."))


def require_lead(by: Actor, task: Task) -> None:
    """Raise NotAllowed unless the actor reports for the task's lead agency."""
    if not (is_system(by) or acts_for(by, task.program_id, {task.lead_id})):
        raise NotAllowed(
            _("Only the lead agency of the task may do this."), hint=_("Ask %(agency)s.") % {"agency": task.lead.short}
        )


def require_lead_or_staff(by: Actor, task: Task) -> None:
    """Raise NotAllowed unless the actor reports for the lead agency or coordinates the programme."""
    if not is_staff(by, task.program_id):
        require_lead(by, task)


def require_reason(reason: str) -> str:
    """The clean reason; raises InvalidInput when there is none, it is too long, or holds what no text may hold."""
    text = clean_text(reason, max_length=2000, lines=True, pointer="/reason")
    if not text:
        raise InvalidInput(
            _("Give a reason."),
            code="reason_missing",
            pointer="/reason",
            hint=_("One sentence that others will understand next year."),
        )
    return text
