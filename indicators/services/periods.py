"""Opening and closing reporting periods. Opening says what every agency owes."""

from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from indicators.models import Obligation, Observation, ReportingPeriod
from indicators.selectors.openings import duties_of
from indicators.services.observations import recording_moment
from programs import clock, periods
from programs.actors import Actor
from programs.exceptions import InvalidInput, NotAllowedInState, Problem
from programs.models import Program
from programs.services.acting import acting
from programs.services.permissions import require_reason, require_staff
from programs.services.program_periods import period_problems


def opening_problems(*, program: Program, code: str) -> list[Problem]:
    """Everything that forbids opening a period that is not there yet: no period, outside the programme, not begun."""
    try:
        parsed = periods.parse(code)
    except periods.PeriodError:
        sentence = _("This is not a period. Write 2025, 2025-S1, 2025-Q3 or 2025-07.")
        return [Problem("bad_period", sentence, "/code")]
    return period_problems(program, parsed, "/code")


def period_open(*, program: Program, code: str, by: Actor) -> ReportingPeriod:
    """Open a period and make the obligations of every duty whose indicator has the period's frequency.

    May run twice: an open period stays open and gets the obligations of duties that came later. Raises InvalidInput
    for a code that is no period, and for a new period outside the programme or not begun; NotAllowedInState for a
    closed period (reopen that with a reason).
    """
    problems = opening_problems(program=program, code=code)
    if any(problem.code == "bad_period" for problem in problems):
        raise InvalidInput(code="bad_period", problems=problems)
    parsed = periods.parse(code)
    with acting(by=by):
        require_staff(by, program.pk)
        if problems and not ReportingPeriod.objects.filter(program=program, code=parsed.code).exists():
            raise InvalidInput(code=problems[0].code, problems=problems)
        defaults = {"start": parsed.start, "end": parsed.end, "opened_at": clock.now(), "opened_by": by.label}
        period, created = ReportingPeriod.objects.get_or_create(program=program, code=parsed.code, defaults=defaults)
        if period.closed_at is not None:
            raise NotAllowedInState(
                _("The period %(code)s is closed.") % {"code": parsed.code},
                code="period_closed",
                hint=_("Reopen it and say why."),
                pointer="/code",
            )
        if not created and period.opened_at is None:
            ReportingPeriod.objects.filter(pk=period.pk, opened_at__isnull=True).update(
                opened_at=clock.now(), opened_by=by.label, version=F("version") + 1
            )
            period.refresh_from_db()
        _obligations_make(program, parsed)
    return period


def _obligations_make(program: Program, period: periods.Period) -> None:
    rows = duties_of(program, period).values_list(
        "agency_id", "use__indicator_id", "zone_id", "use__indicator__due_days"
    )
    Obligation.objects.bulk_create(
        [
            Obligation(
                program=program,
                agency_id=agency,
                indicator_id=indicator,
                zone_id=zone,
                period=period.code,
                due=period.end + timedelta(days=days),
            )
            for agency, indicator, zone, days in rows
        ],
        ignore_conflicts=True,
    )


def period_take_back(*, period: ReportingPeriod, by: Actor, reason: str) -> None:
    """Undo the opening of a period for which nothing has been received: it goes with its obligations, under audit.

    Raises NotAllowedInState when it is closed or a value has come in. Waits for deliveries that are being stored. A
    second run finds no period and is refused alike.
    """
    told = require_reason(reason)
    with acting(by=by, reason=told):
        require_staff(by, period.program_id)
        recording_moment(period.program)
        stored = ReportingPeriod.objects.select_for_update().filter(pk=period.pk, closed_at__isnull=True).first()
        if stored is None or _has_received(stored):
            raise NotAllowedInState(
                _("Only an open period for which nothing has been received can be taken back."),
                code="period_in_use",
                hint=_("Close it instead; what came in stays on record."),
            )
        Obligation.objects.filter(program=stored.program_id, period=stored.code).delete()
        stored.delete()


def _has_received(period: ReportingPeriod) -> bool:
    parsed = periods.parse(period.code)
    values = Observation.objects.filter(
        series__program=period.program_id,
        series__indicator__frequency=parsed.frequency,
        period=parsed.first_month,
    )
    owed = Obligation.objects.filter(program=period.program_id, period=period.code, received_at__isnull=False)
    return owed.exists() or values.exists()


def period_close(*, period: ReportingPeriod, by: Actor, reason: str) -> ReportingPeriod:
    """Close an open period: nothing more is accepted for it. Raises NotAllowedInState when it is not open.

    Waits for deliveries that are being stored: each of them is either complete before the period closes, or refused.
    """
    told = require_reason(reason)
    with acting(by=by, reason=told):
        require_staff(by, period.program_id)
        moment = recording_moment(period.program)
        changed = ReportingPeriod.objects.filter(pk=period.pk, opened_at__isnull=False, closed_at__isnull=True).update(
            closed_at=moment, closed_by=by.label, version=F("version") + 1
        )
        if not changed:
            raise NotAllowedInState(_("Only an open period can be closed."), code="period_not_open")
    period.refresh_from_db()
    return period


def period_reopen(*, period: ReportingPeriod, by: Actor, reason: str) -> ReportingPeriod:
    """Open a closed period again, so that late values and corrections are accepted. Raises NotAllowedInState."""
    told = require_reason(reason)
    with acting(by=by, reason=told):
        require_staff(by, period.program_id)
        changed = ReportingPeriod.objects.filter(pk=period.pk, closed_at__isnull=False).update(
            closed_at=None, closed_by="", version=F("version") + 1
        )
        if not changed:
            raise NotAllowedInState(_("Only a closed period can be opened again."), code="period_not_closed")
    period.refresh_from_db()
    return period
