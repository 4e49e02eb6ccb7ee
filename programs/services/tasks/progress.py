"""Progress reports: what the lead agency says of a task for a period, accepted or returned by staff."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from programs import clock, periods
from programs.actors import Actor
from programs.exceptions import NotAllowed, NotAllowedInState, Problem
from programs.models import ProgressReport, Task, TaskState
from programs.services.acting import acting
from programs.services.given import refuse, text_problems
from programs.services.permissions import is_system, require_lead, require_reason, require_staff
from programs.services.records import row_insert, row_update
from programs.services.tasks.evidence import EvidenceInput, evidence_check, evidence_insert, stored_files
from programs.services.versions import require_version
from programs.text import LONGEST_TEXT, clean_text

NO_REPORTS = frozenset({TaskState.DRAFT, TaskState.CLOSED, TaskState.CANCELLED})
SELF_RATINGS = ("on_track", "at_risk", "off_track")


def progress_problems(
    *, period: str, text: str, problems: str = "", next_steps: str = "", self_rating: str = ""
) -> list[Problem]:
    """Everything that is wrong with a progress report, whoever hands it in; its evidence apart (`evidence_check`)."""
    found = _period_problems(period)
    found += text_problems(text, "/text", most=LONGEST_TEXT, needed=True)
    found += text_problems(problems, "/problems", most=LONGEST_TEXT)
    found += text_problems(next_steps, "/next_steps", most=LONGEST_TEXT)
    if self_rating and self_rating not in SELF_RATINGS:
        hint = _("Known: %(known)s.") % {"known": ", ".join(SELF_RATINGS)}
        found.append(
            Problem("code_unknown", _("This rating is not known."), "/self_rating", hint, str(self_rating)[:40])
        )
    return found


def progress_submit(
    *,
    task: Task,
    period: str,
    text: str,
    by: Actor,
    problems: str = "",
    next_steps: str = "",
    self_rating: str = "",
    evidence: Sequence[EvidenceInput] = (),
) -> ProgressReport:
    """Hand in what the lead agency says of its task for a period that has begun, with evidence if any.

    Every report is kept; a later one for the same period stands beside the earlier and waits for its own review. The
    same report again gives the one that is there, so it may run twice. Lead agency only. Raises NotAllowed,
    NotAllowedInState (draft, closed, cancelled), InvalidInput with every problem at once.
    """
    with acting(by=by), stored_files() as stored:
        row = Task.objects.select_related("lead").select_for_update(of=("self",)).get(pk=task.pk)
        require_lead(by, row)
        if row.state in NO_REPORTS:
            raise NotAllowedInState(
                _("Progress cannot be reported on a task in this state (%(state)s).")
                % {"state": row.get_state_display()}
            )
        wrong, checked = evidence_check(evidence)
        texts = {"text": text, "problems": problems, "next_steps": next_steps}
        refuse(progress_problems(period=period, self_rating=self_rating, **texts) + wrong)
        values = {
            "period": periods.parse(period).code,
            "self_rating": self_rating,
            **{name: clean_text(given, lines=True) for name, given in texts.items()},
        }
        report = (
            ProgressReport.objects.filter(task=row, period=values["period"]).order_by("-submitted_at", "-pk").first()
        )
        if (
            report is None
            or report.state == "returned"
            or any(getattr(report, name) != value for name, value in values.items())
        ):
            report = row_insert(ProgressReport(task=row, submitted_at=clock.now(), submitted_by=by.label, **values))
        if checked:
            evidence_insert(row, checked, by, report, stored)
        return report


def progress_review(
    *, report: ProgressReport, accept: bool, by: Actor, reason: str = "", expected_version: int | None = None
) -> ProgressReport:
    """Accept a progress report, or return it for correction with a reason. Staff only, never one's own report.

    Raises NotAllowed, NotAllowedInState (reviewed already), StaleVersion, InvalidInput (reason missing).
    """
    if not accept:
        reason = require_reason(reason)
    refuse(text_problems(reason, "/reason", most=2000))
    with acting(by=by, reason=reason):
        row = ProgressReport.objects.select_related("task").select_for_update(of=("self",)).get(pk=report.pk)
        require_staff(by, row.task.program_id)
        require_version(row, expected_version)
        if row.state != "submitted":
            raise NotAllowedInState(
                _("This progress report was reviewed already."), hint=_("Ask the agency for a new one.")
            )
        if row.submitted_by == by.label and not is_system(by):
            raise NotAllowed(
                _("Whoever submitted a progress report cannot review it."),
                code="verifier_is_submitter",
                hint=_("Ask a colleague."),
            )
        row.state = "accepted" if accept else "returned"
        row.reviewed_at, row.reviewed_by, row.review_reason = clock.now(), by.label, reason
        return row_update(row)


def _period_problems(given: str) -> list[Problem]:
    try:
        period = periods.parse(given)
    except (periods.PeriodError, TypeError, AttributeError):
        hint = _("Write 2025, 2025-S1, 2025-Q3 or 2025-07.")
        return [Problem("period_malformed", _("This is not a period."), "/period", hint, str(given)[:40])]
    if period.start > clock.today():
        return [Problem("period_not_begun", _("This period has not begun."), "/period", "", period.code)]
    return []
