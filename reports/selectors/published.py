"""Which evaluations and reports somebody may see: the coordination group and auditors all, others published ones."""

from django.db.models import QuerySet

from programs.actors import Actor, Role
from programs.scoping import visible_to
from reports.models import Evaluation, Report

SEES_DRAFTS = (Role.COORDINATOR, Role.AUDITOR)
VISIBLE_STATES = ("published", "withdrawn")


def reports_visible_to(actor: Actor) -> QuerySet[Report]:
    """Reports with their evaluation's heading, without the large JSON columns."""
    rows = visible_to(actor, Report.objects.select_related("evaluation__program").defer("evaluation__inputs", "evaluation__result"))
    return rows if actor.has_role(*SEES_DRAFTS) or actor.label == "system" else rows.filter(state__in=VISIBLE_STATES)


def evaluations_visible_to(actor: Actor) -> QuerySet[Evaluation]:
    """Evaluations without the large JSON columns; unpublished ones for the coordination group and auditors only."""
    rows = visible_to(actor, Evaluation.objects.select_related("program", "report").defer("inputs", "result"))
    return rows if actor.has_role(*SEES_DRAFTS) or actor.label == "system" else rows.filter(report__state__in=VISIBLE_STATES)


def newest_evaluation(actor: Actor, program_code: str, kind: str = "quarterly") -> Evaluation | None:
    """The newest evaluation of a kind that the actor may see: latest period, then latest moment. None when there is none."""
    rows = evaluations_visible_to(actor).filter(program__code=program_code, kind=kind).exclude(report__state="withdrawn")
    return rows.order_by("-period", "-as_of").first()
