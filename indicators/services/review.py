"""What the coordination group does with a submission that waits for review."""

from django.db.models import F
from django.utils.translation import gettext as _

from indicators.models import Submission
from indicators.services.checking import check_delivery
from indicators.services.delivery_store import rows_unpacked
from indicators.services.observations import later, observations_store, recording_moment
from indicators.services.outcome import counts_after, state_after
from programs import clock
from programs.actors import Actor
from programs.exceptions import Conflict, NotAllowedInState
from programs.services.acting import acting
from programs.services.permissions import require_reason, require_staff


def submission_accept(*, submission: Submission, by: Actor, reason: str = "") -> Submission:
    """Store the waiting rows after all. They are judged again, because a period may have been closed meanwhile.

    Raises NotAllowedInState unless the submission is in review, Conflict (`no_longer_valid`) when an error has
    appeared since; then nothing changes.
    """
    with acting(by=by, reason=reason):
        require_staff(by, submission.program_id)
        moment = recording_moment(submission.program)
        current = _in_review(submission)
        checked = check_delivery(current.program, current.agency, rows_unpacked(current.waiting))
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
        )
        observations_store(checked=checked, submission=current, moment=moment)
    submission.refresh_from_db()
    return submission


def submission_return(*, submission: Submission, by: Actor, reason: str) -> Submission:
    """Send a waiting submission back to its agency with a reason; nothing of it is stored. Raises NotAllowedInState."""
    told = require_reason(reason)
    with acting(by=by, reason=told):
        require_staff(by, submission.program_id)
        current = _in_review(submission)
        counts = {**current.counts, "rejected": current.counts["received"]}
        _decide(current, by, state="returned", counts=counts, reviewed_at=clock.now(), review_reason=told)
    submission.refresh_from_db()
    return submission


def _in_review(submission: Submission) -> Submission:
    current = Submission.objects.select_related("program", "agency").filter(pk=submission.pk, state="in_review").first()
    if current is None:
        raise NotAllowedInState(_("The submission is not waiting for review."))
    return current


def _decide(submission: Submission, by: Actor, **values: object) -> None:
    """Write the decision if nobody was faster."""
    waiting = Submission.objects.filter(pk=submission.pk, state="in_review")
    if not waiting.update(**values, reviewed_by=by.label, waiting=b"", version=F("version") + 1):
        raise NotAllowedInState(_("The submission is not waiting for review."))
