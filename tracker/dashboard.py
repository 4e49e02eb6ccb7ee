"""The figures of the staff dashboard: a fixed number of queries, however much data there is."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import Obligation, Submission
from indicators.selectors.obligations import obligations_overdue
from programs import clock
from programs.actors import READS_ALL, Actor, Role
from programs.admin.task_filters import situations
from programs.models import Job, ProgressReport, Task, TaskState
from programs.models.base import in_language
from programs.querysets import SOON
from programs.scoping import visible_to

WIDE = 9  # per cent of a bar that holds a number


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with its words, its look and the list behind it."""

    label: str
    count: int
    url: str
    symbol: str
    look: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a zone's bar; `start` and `share` are percentages of the bar."""

    label: str
    symbol: str
    look: str
    count: int
    start: str
    share: str
    middle: str
    wide: bool
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The tasks of one zone by situation."""

    zone: str
    total: int
    url: str
    segments: list[Segment]
    description: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the index page shows."""

    tiles: list[Tile]
    bars: list[Bar]
    legend: list[Segment]


def dashboard_of(actor: Actor) -> Dashboard:
    """The figures that the actor may see. Five queries for staff, one for administrators."""
    tiles = _data_tiles(actor) if actor.has_role(*READS_ALL) else []
    if actor.has_role(Role.COORDINATOR, Role.ADMINISTRATOR, Role.AUDITOR):
        failed = visible_to(actor, Job.objects.filter(state="failed")).count()
        tiles.append(_tile(_("Failed jobs"), failed, Job, "state__exact=failed", "■", "bad"))
    bars = _bars(actor) if actor.has_role(*READS_ALL) else []
    return Dashboard(tiles, bars, bars[0].segments if bars else [])


def _list_url(model: type[Model], query: str) -> str:
    return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}?{query}"


def _tile(label: str, count: int, model: type[Model], query: str, symbol: str, look: str) -> Tile:
    return Tile(label, count, _list_url(model, query), symbol, look if count else "quiet")


LOOKS = {
    "overdue": ("■", "bad"),
    "soon": ("▲", "warn"),
    "later": ("●", "good"),
    "reported": ("◆", "info"),
    "closed": ("◇", "info"),
    "resting": ("○", "quiet"),
}


def _data_tiles(actor: Actor) -> list[Tile]:
    when = {key: condition for key, _word, condition in situations()}
    tasks = visible_to(actor, Task.objects.all()).aggregate(
        overdue=Count("pk", filter=when["overdue"]),
        soon=Count("pk", filter=when["soon"]),
        unacknowledged=Count("pk", filter=Q(state=TaskState.ASSIGNED)),
        reported=Count("pk", filter=when["reported"]),
    )
    progress = visible_to(actor, ProgressReport.objects.filter(state="submitted")).count()
    review = visible_to(actor, Submission.objects.filter(state="in_review")).count()
    owed = obligations_overdue(visible_to(actor, Obligation.objects.all()), clock.today()).count()
    return [
        _tile(_("Tasks overdue"), tasks["overdue"], Task, "when=overdue", "■", "bad"),
        _tile(_("Due in %(days)d days") % {"days": SOON}, tasks["soon"], Task, "when=soon", "▲", "warn"),
        _tile(_("Not acknowledged"), tasks["unacknowledged"], Task, "when=unacknowledged", "○", "warn"),
        _tile(_("Reported done, to verify"), tasks["reported"], Task, "when=reported", "◆", "info"),
        _tile(_("Progress reports to review"), progress, ProgressReport, "state__exact=submitted", "▲", "warn"),
        _tile(_("Submissions in review"), review, Submission, "state__exact=in_review", "▲", "warn"),
        _tile(_("Obligations overdue"), owed, Obligation, "when=overdue", "■", "bad"),
    ]


def _bars(actor: Actor) -> list[Bar]:
    found = situations()
    counts = {key: Count("pk", filter=condition) for key, _word, condition in found}
    zone = ("zone_id", "zone__name_en", "zone__name_zh")
    rows = (
        visible_to(actor, Task.objects.all())
        .values(*zone)
        .annotate(total=Count("pk"), **counts)
        .order_by("zone__sort_order", "zone__code")
    )
    return [_bar(row, [(key, word) for key, word, _condition in found]) for row in rows]


def _bar(row: dict[str, Any], words: list[tuple[str, str]]) -> Bar:
    zone = in_language(row["zone__name_en"], row["zone__name_zh"])
    total, before, segments = row["total"], 0, []
    for key, word in words:
        count, (symbol, look) = row[key], LOOKS[key]
        start, share = 100 * before / total, 100 * count / total
        url = _list_url(Task, f"when={key}&zone__id__exact={row['zone_id']}")
        segments.append(
            Segment(
                word,
                symbol,
                look,
                count,
                f"{start:.2f}%",
                f"{share:.2f}%",
                f"{start + share / 2:.2f}%",
                share >= WIDE,
                url,
            )
        )
        before += count
    told = pgettext("between the names of a list", ", ").join(
        pgettext("tasks in one situation", "%(count)d %(situation)s") % {"count": item.count, "situation": item.label}
        for item in segments
        if item.count
    )
    description = _("%(zone)s: %(total)d tasks, of which %(parts)s") % {"zone": zone, "total": total, "parts": told}
    return Bar(zone, total, _list_url(Task, f"zone__id__exact={row['zone_id']}"), segments, description)
