"""Pages of the plan itself: one clause with its tasks and indicators, and the clauses that nothing covers."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import translation

from indicators.models import IndicatorUse
from programs import clock
from programs.models import Measure, Task
from programs.models.places import FUNCTIONS
from programs.pages.base import AGENCY, READERS
from reports.content.source import Source
from reports.pages.base import ProgramPage
from reports.pages.reading import Reading
from reports.pages.rows import task_row, task_rows, worst_first

PAGE = 50


class MeasurePage(ProgramPage):
    """One numbered clause. Agencies see the tasks that concern them."""

    read_roles = (*READERS, *AGENCY)
    template_name = "reports/measure.html"

    def context(self) -> dict[str, Any]:
        """The clause, and the tasks and indicators that carry it out and watch it."""
        measure = self.one(
            Measure.objects.select_related("section").filter(program=self.program).prefetch_related("zones"),
            code=self.kwargs["measure"],
        )
        tasks = (
            self.rows(Task.objects.filter(measure=measure))
            .select_related("zone", "lead")
            .order_by("zone__sort_order", "code")
        )
        functions = dict(FUNCTIONS)
        uses = (
            IndicatorUse.objects.filter(program=self.program, measures=measure)
            .select_related("indicator__unit")
            .order_by("indicator__code")
        )
        context = super().context()
        reading = context["reading"]
        reader = self.actor.has_role(*READERS)
        return {
            **context,
            "measure": measure,
            "lead": functions.get(measure.lead_function, measure.lead_function),
            "cooperating": [functions.get(code, code) for code in measure.cooperating_functions],
            "institutions": [
                row.get(f"name_{_suffix()}") or row.get("name_en") or row.get("name_zh") for row in measure.institutions
            ],
            "tasks": [{"task": task, **found_by(reading if reader else None, task)} for task in tasks],
            "uses": uses,
            "today": clock.today(),
            "reader": reader,
            "section_href": f"/programs/{self.program.code}/sections/{measure.section.code}/{reading.suffix if reading else ''}",
        }


def found_by(reading: Reading | None, task: Task) -> dict[str, Any]:
    """The task's row in the evaluation, None where it does not list it, and the address that keeps the evaluation."""
    line = reading.source.row("tasks", task.code) if reading else None
    href = reading.to("tasks", task.code) if reading else reverse("task", args=[task.code])
    return {"href": href, "line": task_row(reading, line) if reading and line else None}


class Coverage(ProgramPage):
    """What shows up by itself: measures without task or indicator, tasks without evidence, and who owes data."""

    template_name = "reports/coverage.html"

    def context(self) -> dict[str, Any]:
        """The coverage and data quality of the evaluation."""
        context = super().context()
        reading = context["reading"]
        if reading is None:
            return context
        gaps, source = reading.result["coverage"], reading.source
        lines = {line["code"]: line for line in reading.result["tasks"]["lines"]}
        bare = worst_first([lines[code] for code in gaps["tasks_without_evidence"] if code in lines])
        page = Paginator(bare, PAGE).get_page(self.request.GET.get("page"))
        agencies = [
            {**row, "name": reading.name("agencies", row["agency"])} for row in reading.result["quality"]["by_agency"]
        ]
        return {
            **context,
            "without_task": [_clause(source, reading, code) for code in gaps["measures_without_task"]],
            "without_indicator": [_clause(source, reading, code) for code in gaps["measures_without_indicator"]],
            "without_evidence": task_rows(reading, list(page)),
            "page": page,
            "kept": f"evaluation={reading.evaluation.pk}&" if reading.suffix else "",
            "quality": reading.result["quality"]["overall"],
            "agencies": sorted(agencies, key=lambda row: (-(row["missing"] or 0), -(row["late"] or 0), row["agency"])),
        }


def _clause(source: Source, reading: Any, code: str) -> dict[str, Any]:
    row = source.row("measures", code)
    section = source.row("sections", row.get("section"))
    return {
        "code": code,
        "clause": f"{section.get('number', '')}.{row.get('position', '')}",
        "name": reading.name("measures", code),
        "href": reading.to("measures", code),
        "section": reading.name("sections", row.get("section", "")),
    }


def _suffix() -> str:
    return "zh" if (translation.get_language() or "en").startswith("zh") else "en"
