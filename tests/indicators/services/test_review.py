"""What the coordination group does with a submission that waits: store it after all, or send it back."""

import pytest

from indicators.models import Obligation, Observation, Submission
from indicators.services.periods import period_close
from indicators.services.submissions import submission_accept, submission_return
from programs.exceptions import Conflict, InvalidInput, NotAllowed, NotAllowedInState
from programs.models import AuditEvent
from tests.factories.indicators import Pilot, pilot, row, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Pilot:
    """A pilot in which 100 was handed in for the quarter before."""
    made = pilot()
    submit(made, [row("100.0", period="2026-Q2")])
    return made


def waiting(place: Pilot, *more: dict, **others: str) -> Submission:
    """A submission whose value looks as if it were in 万元."""
    outcome = submit(place, [row("1000000.0", note="汉字\ud800"[:2]), *more], **others)
    assert outcome.state == "in_review"
    return Submission.objects.get(pk=outcome.id)


def test_nothing_is_stored_while_it_waits(place: Pilot) -> None:
    submission = waiting(place, row("60.0", dimensions={"size": "small"}))
    assert Observation.objects.count() == 1
    assert Obligation.objects.filter(period="2026-Q3", received_at__isnull=False).count() == 0
    assert submission.counts == {"received": 2, "created": 0, "revised": 0, "unchanged": 0, "rejected": 0}
    assert bytes(submission.waiting)


def test_accepting_stores_the_rows_as_they_were_read(place: Pilot) -> None:
    submission = waiting(place, row("60.0", dimensions={"size": "small"}))
    done = submission_accept(submission=submission, by=place.office, reason="confirmed by telephone")
    assert (done.state, done.counts["created"], done.reviewed_by, done.review_reason) == (
        "accepted",
        2,
        place.office.label,
        "confirmed by telephone",
    )
    assert bytes(done.waiting) == b""
    total = Observation.objects.get(series__dimension_key="", period=2026 * 12 + 6)
    assert (total.value, total.note, total.submission_id, total.recorded_at) == (
        1000000,
        "汉字",
        submission.pk,
        done.reviewed_at,
    )
    assert (
        Obligation.objects.get(period="2026-Q3", indicator__code="IND01", zone=place.zone).submission_id
        == submission.pk
    )
    event = AuditEvent.objects.filter(table_name="indicators_submission", operation="update").latest("id")
    assert (event.actor, event.reason) == (place.office.label, "confirmed by telephone")


def test_accepting_partial_keeps_bad_rows_out(place: Pilot) -> None:
    submission = waiting(place, row("x", indicator="IND03", period="2026-07"), mode="partial")
    assert submission.counts["rejected"] == 1
    done = submission_accept(submission=submission, by=place.office)
    assert done.counts == {"received": 2, "created": 1, "revised": 0, "unchanged": 0, "rejected": 1}


def test_returning_needs_a_reason_and_stores_nothing(place: Pilot) -> None:
    submission = waiting(place)
    with pytest.raises(InvalidInput):
        submission_return(submission=submission, by=place.office, reason="  ")
    done = submission_return(submission=submission, by=place.office, reason="in 万元, please send again")
    assert (done.state, done.review_reason, done.counts["rejected"]) == ("returned", "in 万元, please send again", 1)
    assert Observation.objects.count() == 1


def test_a_decision_is_taken_once(place: Pilot) -> None:
    submission = waiting(place)
    submission_return(submission=submission, by=place.office, reason="no")
    for decide in (submission_accept, submission_return):
        with pytest.raises(NotAllowedInState):
            decide(submission=submission, by=place.office, reason="yes")
    assert Observation.objects.count() == 1


def test_agencies_do_not_decide(place: Pilot) -> None:
    submission = waiting(place)
    for decide in (submission_accept, submission_return):
        with pytest.raises(NotAllowed):
            decide(submission=submission, by=place.by, reason="yes")


def test_a_period_closed_meanwhile_keeps_it_waiting(place: Pilot) -> None:
    submission = waiting(place)
    period_close(period=place.program.periods.get(code="2026-Q3"), by=place.office, reason="all in")
    with pytest.raises(Conflict) as error:
        submission_accept(submission=submission, by=place.office)
    assert error.value.code == "no_longer_valid"
    submission.refresh_from_db()
    assert (submission.state, Observation.objects.count()) == ("in_review", 1)


def test_a_value_that_came_meanwhile_is_revised_not_lost(place: Pilot) -> None:
    submission = waiting(place)
    submit(place, [row("110.0")])
    done = submission_accept(submission=submission, by=place.office)
    assert done.counts["revised"] == 1
    assert Observation.objects.get(period=2026 * 12 + 6).version == 2
