"""The list behind every count of tasks: filters in the address, rows from the same evaluation."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator

from programs.models import TaskState
from reports.content.vocabulary import RATINGS
from reports.evaluation.tasks import NOT_COUNTED
from reports.pages.base import ProgramPage
from reports.pages.rows import task_rows, worst_first

PAGE = 100
FILTERS = ("zone", "section", "lead", "rating", "state")


class TaskList(ProgramPage):
    """Tasks of an evaluation by zone, section, lead agency, rating, state or lateness, the worst first."""

    template_name = "reports/task_list.html"

    def context(self) -> dict[str, Any]:
        """The rows that pass the filters, and the choices of the filters."""
        context = super().context()
        reading = context["reading"]
        chosen = {key: self.request.GET.get(key, "") for key in (*FILTERS, "overdue")}
        if reading is None:
            return {**context, "rows": [], "chosen": chosen}
        every = reading.result["tasks"]["lines"]
        page = Paginator(worst_first([line for line in every if passes(line, chosen)]), PAGE).get_page(
            self.request.GET.get("page")
        )
        kept = self.request.GET.copy()
        kept.pop("page", None)
        leads = sorted({line["lead"] for line in every})
        return {
            **context,
            "rows": task_rows(reading, list(page)),
            "page": page,
            "kept": f"{kept.urlencode()}&" if kept else "",
            "total": sum(line["state"] not in NOT_COUNTED for line in every),
            "states": TaskState.choices,
            "chosen": chosen,
            "zones": [(code, reading.source.zone_name(code)) for code in reading.source.zones],
            "sections": [
                (row["code"], f"{row['number']}. {reading.name('sections', row['code'])}")
                for row in reading.result["sections"]
            ],
            "leads": [(code, reading.name("agencies", code)) for code in leads],
            "ratings": RATINGS,
        }


def passes(line: Mapping[str, Any], chosen: Mapping[str, str]) -> bool:
    """Whether a task line fits every filter that is set. Uncounted states are listed only where they are asked for."""
    if not chosen["state"] and line["state"] in NOT_COUNTED:
        return False
    if chosen["overdue"] and not line["overdue_days"]:
        return False
    return all(not chosen[key] or line[key] == chosen[key] for key in FILTERS)
