"""In time or late is a matter of the hand-in, known or not known one of the acceptance."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from indicators.models import Obligation, Submission
from indicators.selectors.obligations import obligations_with_state
from indicators.services.submissions import submission_accept, submission_return
from programs import clock, periods
from reports.evaluation import types
from reports.selectors import obligation_inputs, plan_inputs
from reports.selectors.gathering import settled_moment
from tests.factories.indicators import SHANGHAI_TIME, Pilot, pilot, row, submit

pytestmark = pytest.mark.django_db

HANDED_IN = datetime(2026, 10, 8, 9, tzinfo=SHANGHAI_TIME)
LONG_AFTER = HANDED_IN + timedelta(days=60)


@pytest.fixture
def place(settings: Any) -> Pilot:
    """A pilot whose agency handed in a value for the quarter before, so that a jump waits for review."""
    settings.DEBUG = True
    with clock.at(HANDED_IN - timedelta(days=3)):
        made = pilot()
        submit(made, [row("100.0", period="2026-Q2")])
    return made


def suspicious(place: Pilot, moment: datetime, *more: dict, mode: str = "all_or_nothing") -> Submission:
    """A delivery at the moment that waits for review: it looks as if it were in 万元."""
    with clock.at(moment):
        outcome = submit(place, [row("1000000.0"), *more], mode=mode)
    assert outcome.state == "in_review"
    return Submission.objects.get(pk=outcome.id)


def accept(place: Pilot, submission: Submission, moment: datetime) -> None:
    """Let the office accept it at the moment."""
    with clock.at(moment):
        submission_accept(submission=submission, by=place.office, reason="confirmed")


def owed(place: Pilot) -> Obligation:
    """The obligation that the delivery answers, with its state long after."""
    rows = Obligation.objects.filter(period="2026-Q3", indicator__code="IND01", zone=place.zone)
    return obligations_with_state(rows, LONG_AFTER.date()).get()


def judged(place: Pilot, as_of: datetime) -> types.Obligation:
    """The same obligation as an evaluation reads it, as known at a moment."""
    read, _agencies = obligation_inputs.obligations(
        place.program, plan_inputs.plan_rows(place.program, as_of), periods.parse("2026-Q3"), as_of
    )
    return next(o for o in read if (o.indicator, o.zone, o.period) == ("IND01", place.zone.code, "2026-Q3"))


@pytest.mark.parametrize("mode", ["all_or_nothing", "partial"])
def test_a_slow_review_makes_nobody_late(place: Pilot, mode: str) -> None:
    bad = [row("x", indicator="IND03", period="2026-07")] if mode == "partial" else []
    submission = suspicious(place, HANDED_IN, *bad, mode=mode)
    accept(place, submission, LONG_AFTER)
    answered = owed(place)
    assert answered.due < LONG_AFTER.date()
    assert (answered.state, answered.received_at, answered.recorded_at) == ("received", HANDED_IN, LONG_AFTER)
    assert judged(place, LONG_AFTER).received == HANDED_IN.date()


def test_before_the_acceptance_it_was_not_known(place: Pilot) -> None:
    submission = suspicious(place, HANDED_IN)
    accept(place, submission, LONG_AFTER)
    assert judged(place, LONG_AFTER - timedelta(microseconds=1)).received is None
    assert settled_moment(place.program) >= LONG_AFTER


def test_late_stays_late(place: Pilot) -> None:
    accept(place, suspicious(place, LONG_AFTER), LONG_AFTER + timedelta(days=1))
    assert owed(place).state == "late"


def test_what_was_returned_does_not_count(place: Pilot) -> None:
    submission = suspicious(place, HANDED_IN)
    with clock.at(HANDED_IN + timedelta(days=1)):
        submission_return(submission=submission, by=place.office, reason="in 万元, please send again")
    again = HANDED_IN + timedelta(days=50)
    accept(place, suspicious(place, again), LONG_AFTER)
    answered = owed(place)
    assert (answered.state, answered.received_at, answered.recorded_at) == ("late", again, LONG_AFTER)


def test_the_first_answer_stays(place: Pilot) -> None:
    waiting = suspicious(place, HANDED_IN, row("60.0", dimensions={"size": "small"}))
    with clock.at(HANDED_IN + timedelta(days=1)):
        accepted = submit(place, [row("110.0")])
    accept(place, waiting, LONG_AFTER)
    answered = owed(place)
    assert (answered.submission_id, answered.recorded_at) == (accepted.id, HANDED_IN + timedelta(days=1))
