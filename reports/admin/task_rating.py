"""The rating of tasks, from the newest evaluation, as a column and a filter of the task list."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from indicators.models import IndicatorUse
from programs.actors import Actor
from programs.admin.cells import RATING_LOOKS, change_link, chip, column
from programs.admin.filters import Narrow, choice_filter
from programs.admin.roles import actor_of_request
from programs.admin.tasks import TaskAdmin
from reports.models import EvaluationTaskLine
from reports.models.evaluations import RATINGS
from reports.selectors.published import evaluations_visible_to


def newest_evaluations(actor: Actor) -> list[Any]:
    """The newest evaluation of each programme that the actor may see, withdrawn ones left out. One query."""
    newest: dict[int, Any] = {}
    rows = evaluations_visible_to(actor).exclude(report__state="withdrawn").order_by("-as_of", "-computed_at")
    for program, key in rows.values_list("program_id", "pk"):
        newest.setdefault(program, key)
    return list(newest.values())


def annotate_rating(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Task rows with `rating`, None for a task that no evaluation has seen."""
    lines = EvaluationTaskLine.objects.filter(
        evaluation__in=newest_evaluations(actor_of_request(request)), task=OuterRef("code")
    )
    return rows.annotate(rating=Subquery(lines.values("rating")[:1]))


@column(_("rating"))
def rating(task: Any) -> str:
    """The rating by symbol, word and colour."""
    key = task.rating or "not_rated"
    symbol, look = RATING_LOOKS[key]
    return chip(symbol, dict(RATINGS)[key], look)


@column(_("indicators"))
def indicators(task: Any) -> str:
    """The indicators that monitor the task's clause, linked to where they are set. One query."""
    uses = IndicatorUse.objects.filter(program=task.program_id, measures=task.measure_id).select_related("indicator")
    links = (
        (change_link(use, f"{use.indicator.code} {use.indicator.name}"),) for use in uses.order_by("indicator__code")
    )
    return format_html_join(" · ", "{}", links) or "—"


def _narrowed_by(key: str) -> Narrow:
    return lambda rows: rows.filter(rating=key)


def _choices() -> list[tuple[str, Any, Narrow]]:
    return [(key, word, _narrowed_by(key)) for key, word in RATINGS]


TaskAdmin.extend(
    columns=(rating,),
    filters=(choice_filter("rating", _("rating"), _choices),),
    annotate=annotate_rating,
    facts=(rating, indicators),
)
