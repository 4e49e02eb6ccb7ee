"""Which evaluations and reports somebody may see: the coordination group and auditors all, others published ones.

A withdrawn report stays to be found with its reason by everybody who could see it, so that nobody takes an old copy for
valid; its files and the figures of its evaluation stay with those who see drafts.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from programs.actors import Actor, Role
from programs.exceptions import Gone
from programs.scoping import visible_to
from reports.models import Evaluation, Report

SEES_DRAFTS = (Role.COORDINATOR, Role.AUDITOR)
FOUND_STATES = ("published", "withdrawn")


def seen_by(actor: Actor, states: Collection[str], *, state: str, program: str) -> Q:
    """Rows whose report is in one of `states`, and every row of the programmes in which the actor sees drafts.

    `state` and `program` are the paths to the report's state and the programme's key.
    """
    if actor.label == "system" or actor.has_role_in(None, *SEES_DRAFTS):
        return Q()
    own = [grant.program_id for grant in actor.grants if grant.role in SEES_DRAFTS]
    return Q(**{f"{state}__in": states}) | Q(**{f"{program}__in": own})


def reports_visible_to(actor: Actor) -> QuerySet[Report]:
    """Reports with their evaluation's heading, without the large JSON columns."""
    rows = visible_to(
        actor, Report.objects.select_related("evaluation__program").defer("evaluation__inputs", "evaluation__result")
    )
    return rows.filter(seen_by(actor, FOUND_STATES, state="state", program="evaluation__program_id"))


def evaluations_visible_to(actor: Actor) -> QuerySet[Evaluation]:
    """Evaluations without the large JSON columns; unpublished ones for the programme's coordinators and auditors only."""
    rows = visible_to(actor, Evaluation.objects.select_related("program", "report").defer("inputs", "result"))
    return rows.filter(seen_by(actor, ("published",), state="report__state", program="program_id"))


def may_download(actor: Actor, report: Report) -> bool:
    """Whether the files of a report that the actor sees may be read: those of a withdrawn one by who sees drafts."""
    if report.state != "withdrawn" or actor.label == "system":
        return True
    return actor.has_role_in(report.evaluation.program_id, *SEES_DRAFTS)


def require_downloadable(actor: Actor, report: Report) -> None:
    """Raises Gone with the reason where the report was withdrawn and the actor may not read its files any more."""
    if not may_download(actor, report):
        raise Gone(
            _("Report %(number)s was withdrawn: %(reason)s")
            % {"number": report.number, "reason": report.withdrawn_reason},
            code="report_withdrawn",
            hint=_("Do not use copies of it. The list of reports shows the valid ones."),
        )
