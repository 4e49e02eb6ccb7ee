"""Receiving what agencies hand in: judged, recorded, and stored whole or not at all, in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from indicators.intake.delivery import Delivery, table_of_mappings
from indicators.models import Submission
from indicators.services.checking import Checked, check_delivery
from indicators.services.delivery_store import digest, findings_store, packed, rows_packed
from indicators.services.observations import later, observations_store, recording_moment
from indicators.services.outcome import PlacedFinding, SubmissionOutcome, counts_after, placed, state_after
from indicators.services.review import submission_accept, submission_return, submission_withdraw
from programs.actors import Actor
from programs.exceptions import Conflict, InvalidInput, NotAllowed, Problem
from programs.models import Agency, Program
from programs.services.acting import acting
from programs.services.permissions import acts_for, is_staff

__all__ = ["submission_accept", "submission_receive", "submission_return", "submission_withdraw"]

MODES = ("all_or_nothing", "partial")


def submission_receive(
    *,
    program: Program,
    agency: Agency,
    rows: Delivery | Sequence[Mapping[str, Any]],
    mode: str,
    dry_run: bool,
    door: str,
    format: str,  # noqa: A002 - the name of the column
    body: bytes,
    by: Actor,
    file_name: str = "",
) -> SubmissionOutcome:
    """Receive one delivery of an agency: every finding at once; stored whole, in part (`partial`), or not at all.

    `rows` is a reader's delivery or plain mappings. With an error, all_or_nothing stores no value and no receipt of
    an obligation; the submission itself is kept as rejected with its findings. A finding for review keeps the rows
    waiting (`in_review`). Equal values change nothing, so a delivery may be sent again. A dry run stores nothing.
    Raises NotAllowed, InvalidInput (mode), and Conflict (`period_closed`) when every row concerns a closed period.
    """
    if mode not in MODES:
        raise InvalidInput(
            _("Write one of: %(codes)s.") % {"codes": ", ".join(MODES)}, code="unknown_mode", pointer="/mode"
        )
    if not (is_staff(by, program.pk) or acts_for(by, program.pk, {agency.pk})):
        raise NotAllowed(_("You do not report for this agency in this programme."))
    delivery = rows if isinstance(rows, Delivery) else Delivery(table_of_mappings(rows))
    if dry_run:
        checked = _checked(program, agency, delivery)
        state = state_after(checked, mode)
        return SubmissionOutcome(None, state, True, counts_after(checked, state), _placed(checked, delivery))
    with acting(by=by):
        moment = recording_moment(program)
        checked = _checked(program, agency, delivery)
        moment = later(moment, checked.newest)
        state = state_after(checked, mode)
        submission = Submission(
            program=program,
            agency=agency,
            door=door,
            format=format,
            mode=mode,
            state=state,
            received_at=moment,
            received_by=by.label,
            body=packed(body),
            sha256=digest(body),
            file_name="".join(char for char in file_name if char.isprintable())[-200:],
            counts=counts_after(checked, state),
            waiting=b"" if state == "accepted" else rows_packed(delivery),
        )
        submission.save(force_insert=True)
        findings = _placed(checked, delivery)
        findings_store(submission, findings)
        if state == "accepted":
            observations_store(checked=checked, submission=submission, moment=moment)
    return SubmissionOutcome(submission.pk, state, False, submission.counts, findings, submission)


def _checked(program: Program, agency: Agency, delivery: Delivery) -> Checked:
    checked = check_delivery(program, agency, delivery)
    if checked.all_periods_closed:
        codes = sorted({finding.params["period"] for finding in checked.findings if finding.code == "period_closed"})
        raise Conflict(
            code="period_closed",
            problems=[
                Problem(
                    "period_closed",
                    _("The period %(period)s is closed.") % {"period": code},
                    "/rows",
                    hint=_("Ask the coordination group to open it again, and say what has to be corrected."),
                    value=code,
                )
                for code in codes
            ],
        )
    return checked


def _placed(checked: Checked, delivery: Delivery) -> list[PlacedFinding]:
    return [placed(finding, delivery) for finding in checked.findings]
