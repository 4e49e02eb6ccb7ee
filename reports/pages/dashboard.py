"""The leadership dashboard: five figures, cities, sections × cities, indicators; each figure links to what is behind it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.actors import Role
from programs.models import Program
from programs.pages.base import READERS, Page
from reports.content.sections.worst import furthest_behind, late_longest
from reports.content.vocabulary import rating_of
from reports.formats.numbers import format_share
from reports.models import Evaluation
from reports.pages.base import ProgramPage
from reports.pages.reading import Reading
from reports.pages.rows import LAST, SEVERITY, figure, group_row, heat_rows, indicator_rows, task_row

FIRST = 6


class Programs(Page):
    """The programmes of the reader; straight to the dashboard where there is one only."""

    read_roles = READERS
    template_name = "reports/programs.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list, or the only one."""
        programs = list(self.rows(Program.objects.all()))
        return redirect("program", programs[0].code) if len(programs) == 1 else self.show(programs=programs)


class Dashboard(ProgramPage):
    """One page of truth for a programme, from one evaluation."""

    template_name = "reports/dashboard.html"

    def context(self) -> dict[str, Any]:
        """Everything the page shows is computed already; nothing is grouped here."""
        context = super().context()
        reading = self.reading
        if reading is None:
            return context
        return {
            **context,
            "tiles": tiles(reading, self.earlier()),
            "attention": attention(reading),
            "zones": [group_row(reading, row) for row in reading.result["tasks"]["by_zone"]],
            "heat": heat_rows(reading),
            "zone_names": [reading.source.zone_name(code) for code in reading.source.zones],
            "indicators": indicator_rows(reading),
            "changes": changes(reading),
            "may_start": self.may_start,
        }

    def earlier(self) -> Mapping[str, Any] | None:
        """The summary of the evaluation that the changes are counted from, where the reader may see it; one query."""
        since = (self.reading.result["changes"] or {}).get("since", {}) if self.reading else {}
        found = next((row for row in self.evaluations if row.fingerprint == since.get("fingerprint")), None)
        if found is None:
            return None
        return Evaluation.objects.values_list("result__summary", flat=True).get(pk=found.pk)

    @property
    def may_start(self) -> bool:
        """Whether the reader may ask for a new evaluation."""
        return self.actor.has_role_in(self.program.pk, Role.COORDINATOR)


def tiles(reading: Reading, earlier: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The five headline figures, each with the page that lists what it counts, and how they moved since `earlier`."""
    summary: Mapping[str, Any] = reading.result["summary"]
    tasks, lines = summary["task_counts"], summary["indicator_counts"]
    rated = sum(lines.get(rating, 0) for rating in ("on_track", "at_risk", "off_track", "completed"))
    good = lines.get("on_track", 0) + lines.get("completed", 0)
    moved = reading.result["changes"] or {}
    new_overdue = len(moved.get("new_overdue", ()))
    newly = [_("%(count)s newly overdue") % {"count": new_overdue}] if moved else []
    at_risk = ngettext("%(count)s at risk", "%(count)s at risk", tasks.get("at_risk", 0))
    before = (earlier or {}).get("task_counts", {}).get("off_track", 0)
    return [
        {
            "figure": summary["task_closed"],
            "of": summary["task_total"],
            "label": _("tasks closed"),
            "href": reading.to_tasks(state="closed"),
            "notes": _difference(summary["task_closed"], earlier and earlier["task_closed"]),
        },
        {
            "figure": tasks.get("off_track", 0),
            "of": "",
            "label": _("tasks off track"),
            "href": reading.to_tasks(rating="off_track"),
            "notes": [
                *_difference(tasks.get("off_track", 0), None if earlier is None else before),
                at_risk % {"count": tasks.get("at_risk", 0)},
            ],
        },
        {
            "figure": summary["task_overdue"],
            "of": "",
            "label": _("tasks overdue"),
            "href": reading.to_tasks(overdue="1"),
            "notes": [*_difference(summary["task_overdue"], earlier and earlier["task_overdue"]), *newly],
        },
        {
            "figure": good,
            "of": rated,
            "label": _("indicator figures on track or met"),
            "href": "#indicators",
            "notes": [_("%(count)s without data") % {"count": lines.get("no_data", 0)}],
        },
        {
            "figure": format_share(summary["timeliness"], 0),
            "of": "",
            "label": _("values handed in on time"),
            "href": f"{reading.base}coverage/{reading.suffix}#quality",
            "notes": [_("%(share)s handed in at all") % {"share": format_share(summary["completeness"], 0)}],
        },
    ]


def _difference(now: int, before: int | None) -> list[str]:
    """How a count moved since the evaluation before; nothing where that one is not known."""
    if before is None:
        return []
    return [_("%(change)s since the last evaluation") % {"change": f"{now - before:+d}" if now != before else "±0"}]


def attention(reading: Reading) -> dict[str, Any]:
    """What a leader asks about first: the tasks overdue longest and the figures furthest behind, with whose they are."""
    moves = (reading.result["changes"] or {}).get("rating_moves", ())
    new = {(move["indicator"], move["zone"]) for move in moves if move["to"] == "off_track"}
    return {
        "tasks": [task_row(reading, line) for line in late_longest(reading.source)],
        "figures": [
            {
                "name": reading.name("indicators", line["indicator"]),
                "figure": figure(reading, line),
                "new": (line["indicator"], line["zone"]) in new,
            }
            for line in furthest_behind(reading.source)
        ],
        "compared": reading.result["changes"] is not None,
    }


def changes(reading: Reading) -> dict[str, Any] | None:
    """What moved since the evaluation before: ratings, restated figures, tasks; None for the first one."""
    found = reading.result["changes"]
    if not found:
        return None
    moves = sorted(
        found["rating_moves"],
        key=lambda move: (SEVERITY.get(rating_of(move["to"]), LAST), move["indicator"], move["zone"]),
    )
    shown = [
        {
            "name": reading.name("indicators", move["indicator"]),
            "href": reading.to_lineage(move["indicator"], move["zone"]),
            "zone": reading.source.zone_name(move["zone"]),
            "before": move["from"],
            "after": move["to"],
        }
        for move in moves
    ]
    late = [line for code in found["new_overdue"] if (line := reading.source.row("tasks", code))]
    overdue = [task_row(reading, line) for line in sorted(late, key=lambda line: -(line["overdue_days"] or 0))]
    return {
        "since": found["since"]["period"],
        "lists": [
            {"title": _("Ratings that moved"), "kind": "moves", "first": shown[:FIRST], "rest": shown[FIRST:]},
            {"title": _("Newly overdue tasks"), "kind": "tasks", "first": overdue[:FIRST], "rest": overdue[FIRST:]},
        ],
        "restated": len(found["restated"]),
    }
