"""Whether a period belongs to a programme, asked before anything is opened or computed for it."""

from django.utils.translation import gettext as _

from programs import clock, periods
from programs.exceptions import Problem
from programs.models import Program


def period_problems(program: Program | None, period: periods.Period, pointer: str) -> list[Problem]:
    """Why nothing can be done for the period: it lies outside the programme (where that is known), or has not begun."""
    if program is not None and (period.end < program.start or period.start > program.end):
        hint = _("The programme runs from %(start)s to %(end)s.") % {"start": program.start, "end": program.end}
        return [Problem("period_outside_programme", _("The period lies outside the programme."), pointer, hint)]
    if period.start > clock.today():
        return [Problem("period_not_begun", _("The period has not begun."), pointer)]
    return []
