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
from reports.content.vocabulary import rating_of
from reports.formats.numbers import format_share
from reports.pages.base import ProgramPage
from reports.pages.reading import Reading
from reports.pages.rows import LAST, SEVERITY, group_row, heat_rows, indicator_rows

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
            "tiles": tiles(reading),
            "zones": [group_row(reading, row) for row in reading.result["tasks"]["by_zone"]],
            "heat": heat_rows(reading),
            "zone_names": [reading.source.zone_name(code) for code in reading.source.zones],
            "indicators": indicator_rows(reading),
            "changes": changes(reading),
            "may_start": self.may_start,
        }

    @property
    def may_start(self) -> bool:
        """Whether the reader may ask for a new evaluation."""
        return self.actor.has_role_in(self.program.pk, Role.COORDINATOR)


def tiles(reading: Reading) -> list[dict[str, Any]]:
    """The five headline figures, each with the page that lists what it counts."""
    summary: Mapping[str, Any] = reading.result["summary"]
    tasks, lines = summary["task_counts"], summary["indicator_counts"]
    rated = sum(lines.get(rating, 0) for rating in ("on_track", "at_risk", "off_track", "completed"))
    good = lines.get("on_track", 0) + lines.get("completed", 0)
    moved = reading.result["changes"] or {}
    newly_closed, new_overdue = len(moved.get("newly_closed", ())), len(moved.get("new_overdue", ()))
    return [
        {
            "figure": summary["task_closed"],
            "of": summary["task_total"],
            "label": _("tasks closed"),
            "href": reading.to_tasks(state="closed"),
            "note": _since(newly_closed),
        },
        {
            "figure": tasks.get("off_track", 0),
            "of": "",
            "label": _("tasks off track"),
            "href": reading.to_tasks(rating="off_track"),
            "note": ngettext("%(count)s at risk", "%(count)s at risk", tasks.get("at_risk", 0))
            % {"count": tasks.get("at_risk", 0)},
        },
        {
            "figure": summary["task_overdue"],
            "of": "",
            "label": _("tasks overdue"),
            "href": reading.to_tasks(overdue="1"),
            "note": _since(new_overdue),
        },
        {
            "figure": good,
            "of": rated,
            "label": _("indicator figures on track or met"),
            "href": "#indicators",
            "note": _("%(count)s without data") % {"count": lines.get("no_data", 0)},
        },
        {
            "figure": format_share(summary["timeliness"], 0),
            "of": "",
            "label": _("values handed in on time"),
            "href": f"{reading.base}coverage/{reading.suffix}",
            "note": _("%(share)s handed in at all") % {"share": format_share(summary["completeness"], 0)},
        },
    ]


def _since(count: int) -> str:
    return _("+%(count)s since the last evaluation") % {"count": count} if count else ""


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
    overdue = [
        {"code": code, "name": reading.name("tasks", code), "href": reading.to("tasks", code)}
        for code in found["new_overdue"]
    ]
    return {
        "since": found["since"]["period"],
        "lists": [
            {"title": _("Ratings that moved"), "kind": "moves", "first": shown[:FIRST], "rest": shown[FIRST:]},
            {"title": _("Newly overdue tasks"), "kind": "tasks", "first": overdue[:FIRST], "rest": overdue[FIRST:]},
        ],
        "restated": len(found["restated"]),
    }
