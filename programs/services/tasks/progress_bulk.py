"""Reviewing many progress reports at once: all or none, in a fixed number of statements."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from programs import clock
from programs.actors import Actor
from programs.exceptions import NotAllowedInState, Problem, StaleVersion
from programs.models import ProgressReport
from programs.services.acting import acting
from programs.services.given import refuse, text_problems
from programs.services.permissions import is_system, require_reason, require_staff


def progress_review_many(*, reports: Iterable[ProgressReport], accept: bool, by: Actor, reason: str = "") -> int:
    """Accept many progress reports, or return them with one reason. Staff only, never one's own; returns how many.

    Raises NotAllowed, InvalidInput (reason missing), or NotAllowedInState naming every report that refuses at
    `/reports/ID`; then nothing is changed.
    """
    if not accept:
        reason = require_reason(reason)
    refuse(text_problems(reason, "/reason", most=2000))
    ids = [report.pk for report in reports]
    with acting(by=by, reason=reason):
        rows = list(
            ProgressReport.objects.filter(pk__in=ids)
            .select_related("task")
            .select_for_update(of=("self",))
            .order_by("pk")
        )
        for program_id in {row.task.program_id for row in rows}:
            require_staff(by, program_id)
        problems = [problem for row in rows if (problem := _refusal(row, by)) is not None]
        if problems:
            raise NotAllowedInState(code=problems[0].code, problems=problems)
        changed = ProgressReport.objects.filter(pk__in=ids, state="submitted").update(
            state="accepted" if accept else "returned",
            reviewed_at=clock.now(),
            reviewed_by=by.label,
            review_reason=reason,
            version=F("version") + 1,
        )
        if changed != len(rows):
            raise StaleVersion(_("Somebody else reviewed one of them in between."), hint=_("Load the list again."))
    return changed


def _refusal(row: ProgressReport, by: Actor) -> Problem | None:
    pointer, name = f"/reports/{row.pk}", str(row)
    if row.state != "submitted":
        return Problem(
            "not_allowed_in_state",
            _("%(report)s was reviewed already.") % {"report": name},
            pointer,
            _("Choose only reports that wait for review."),
        )
    if row.submitted_by == by.label and not is_system(by):
        return Problem(
            "verifier_is_submitter",
            _("%(report)s: whoever submitted a progress report cannot review it.") % {"report": name},
            pointer,
            _("Ask a colleague."),
        )
    return None
