"""What the coordination group does with a submission that waits: store it after all, or send it back."""

import pytest

from indicators.models import Obligation, Observation, Submission
from indicators.services.periods import period_close
from indicators.services.submissions import submission_accept, submission_return, submission_withdraw
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


def test_a_value_that_was_handed_in_later_is_not_overwritten(place: Pilot) -> None:
    submission = waiting(place, row("60.0", dimensions={"size": "small"}))
    later = submit(place, [row("110.0")])
    done = submission_accept(submission=submission, by=place.office)
    assert done.counts == {"received": 2, "created": 1, "revised": 0, "unchanged": 0, "rejected": 1}
    total = Observation.objects.get(period=2026 * 12 + 6, series__dimension_key="")
    assert (total.value, total.version, total.submission_id) == (110, 1, later.id)
    found = done.findings.get(code="superseded_since")
    assert (found.index, found.pointer, found.severity) == (0, "/rows/0/value", "warning")
    assert found.params == {
        "indicator": "IND01",
        "zone": "310000",
        "period": "2026-Q3",
        "part": "",
        "current": "110",
        "moment": Submission.objects.get(pk=later.id).received_at.isoformat(),
    }


def test_parts_are_judged_beside_the_total_that_stays(place: Pilot) -> None:
    submission = waiting(place, row("600.0", dimensions={"size": "small"}))
    submit(place, [row("110.0")])
    done = submission_accept(submission=submission, by=place.office)
    assert done.counts["created"] == 1


def test_an_older_delivery_of_which_nothing_would_be_stored_cannot_be_accepted(place: Pilot) -> None:
    submission = waiting(place)
    submit(place, [row("110.0")])
    with pytest.raises(Conflict) as error:
        submission_accept(submission=submission, by=place.office)
    assert (error.value.code, error.value.problems[0].pointer) == ("superseded_since", "/rows/0/value")
    assert "110" in error.value.problems[0].message
    submission.refresh_from_db()
    assert (submission.state, submission.findings.count()) == ("in_review", 1)
    submission_return(submission=submission, by=place.office, reason="A later delivery stands.")


def test_of_two_that_wait_the_one_handed_in_later_stands(place: Pilot) -> None:
    first = waiting(place)
    second = Submission.objects.get(pk=submit(place, [row("1200000.0")]).id)
    submission_accept(submission=second, by=place.office)
    with pytest.raises(Conflict):
        submission_accept(submission=first, by=place.office)
    assert Observation.objects.get(period=2026 * 12 + 6).value == 1200000


def test_a_value_of_an_earlier_delivery_is_revised(place: Pilot) -> None:
    submit(place, [row("110.0")])
    done = submission_accept(submission=waiting(place), by=place.office)
    assert done.counts["revised"] == 1
    assert Observation.objects.get(period=2026 * 12 + 6).version == 2


def test_the_agency_withdraws_what_waits(place: Pilot) -> None:
    submission = waiting(place)
    done = submission_withdraw(submission=submission, by=place.by, reason=" in 万元 ")
    assert (done.state, done.reviewed_by, done.review_reason) == ("withdrawn", place.by.label, "in 万元")
    assert (done.counts["rejected"], Observation.objects.count()) == (1, 1)
    assert bytes(done.waiting)  # its agency takes the rows up again
    for decide in (submission_accept, submission_return, submission_withdraw):
        with pytest.raises(NotAllowedInState):
            decide(submission=submission, by=place.by if decide is submission_withdraw else place.office, reason="no")


def test_only_the_agency_itself_withdraws(place: Pilot) -> None:
    submission = waiting(place)
    for by in (place.other_by, place.office):
        with pytest.raises(NotAllowed):
            submission_withdraw(submission=submission, by=by)
