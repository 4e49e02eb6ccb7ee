"""What becomes of a submission that waits for review: accepted or returned by the coordination group, or withdrawn."""

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from indicators.messages import words
from indicators.models import Submission
from indicators.services.checking import check_delivery
from indicators.services.delivery_store import findings_store, rows_unpacked
from indicators.services.observations import later, observations_store, recording_moment
from indicators.services.outcome import PlacedFinding, counts_after, placed, state_after
from programs import clock
from programs.actors import Actor
from programs.exceptions import Conflict, NotAllowed, NotAllowedInState, Problem
from programs.services.acting import acting
from programs.services.permissions import acts_for, require_reason, require_staff

MOST_NAMED = 20


def submission_accept(*, submission: Submission, by: Actor, reason: str = "") -> Submission:
    """Store the waiting rows after all. They are judged again, because a period may have been closed meanwhile.

    Rows whose cell was handed in again after this delivery are left out, each with a finding (`superseded_since`).
    Raises NotAllowedInState unless the submission is in review, Conflict when an error has appeared since
    (`no_longer_valid`) or later deliveries leave nothing of it to store (`superseded_since`); then nothing changes.
    """
    with acting(by=by, reason=reason):
        require_staff(by, submission.program_id)
        moment = recording_moment(submission.program)
        current = _in_review(submission)
        delivery = rows_unpacked(current.waiting)
        checked = check_delivery(current.program, current.agency, delivery, current.received_at)
        superseded = [placed(finding, delivery) for finding in checked.superseded]
        if superseded and not len(checked.new) + len(checked.changed):
            raise _superseded(superseded)
        if state_after(checked, current.mode) == "rejected":
            raise Conflict(
                _("The submission no longer fits: %(codes)s.")
                % {
                    "codes": ", ".join(
                        sorted({finding.code for finding in checked.findings if finding.severity == "error"})
                    )
                },
                code="no_longer_valid",
                hint=_("Return it to the agency with a reason, or open the period again."),
            )
        moment = later(moment, checked.newest)
        _decide(
            current,
            by,
            state="accepted",
            counts=counts_after(checked, "accepted"),
            reviewed_at=moment,
            review_reason=reason.strip(),
            waiting=b"",
        )
        findings_store(current, superseded)
        observations_store(checked=checked, submission=current, moment=moment)
    submission.refresh_from_db()
    return submission


def submission_return(*, submission: Submission, by: Actor, reason: str) -> Submission:
    """Send a waiting submission back to its agency with a reason; nothing of it is stored, its rows stay readable.

    Raises NotAllowedInState.
    """
    told = require_reason(reason)
    with acting(by=by, reason=told):
        require_staff(by, submission.program_id)
        current = _in_review(submission)
        _decide(current, by, state="returned", counts=_none_of(current), reviewed_at=clock.now(), review_reason=told)
    submission.refresh_from_db()
    return submission


def submission_withdraw(*, submission: Submission, by: Actor, reason: str = "") -> Submission:
    """The agency takes its own waiting delivery back; nothing of it is stored. Raises NotAllowed, NotAllowedInState."""
    told = reason.strip()
    with acting(by=by, reason=told):
        if not acts_for(by, submission.program_id, {submission.agency_id}):
            raise NotAllowed(
                _("Only the agency that handed it in may withdraw it."),
                hint=_("The coordination group may return it with a reason."),
            )
        current = _in_review(submission)
        _decide(current, by, state="withdrawn", counts=_none_of(current), reviewed_at=clock.now(), review_reason=told)
    submission.refresh_from_db()
    return submission


def _none_of(submission: Submission) -> dict[str, int]:
    """The counts of a delivery of which nothing is stored."""
    return {**submission.counts, "rejected": submission.counts["received"]}


def _superseded(findings: Sequence[PlacedFinding]) -> Conflict:
    """The refusal that names the first of the values in force."""
    problems = []
    for finding in findings[:MOST_NAMED]:
        told = words(finding.code, finding.value, finding.params)
        hint = _("Accepting would store nothing: return the submission to the agency with a reason.")
        problems.append(Problem(finding.code, told.message, finding.pointer, hint, finding.value))
    return Conflict(code="superseded_since", problems=problems)


def _in_review(submission: Submission) -> Submission:
    current = Submission.objects.select_related("program", "agency").filter(pk=submission.pk, state="in_review").first()
    if current is None:
        raise NotAllowedInState(_("The submission is not waiting for review."))
    return current


def _decide(submission: Submission, by: Actor, **values: object) -> None:
    """Write the decision if nobody was faster."""
    waiting = Submission.objects.filter(pk=submission.pk, state="in_review")
    if not waiting.update(**values, reviewed_by=by.label, version=F("version") + 1):
        raise NotAllowedInState(_("The submission is not waiting for review."))
