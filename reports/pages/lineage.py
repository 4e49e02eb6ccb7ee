"""How a figure was computed: value, rule in words, inputs, observations with their submissions, clause and tasks."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from indicators.models import Observation, ObservationHistory
from programs.models import Measure
from programs.pages.base import READERS, Page
from reports.models import Evaluation
from reports.pages.observations import observation_row
from reports.pages.reading import Reading, chosen, newest_first, readable_evaluations
from reports.pages.rows import figure, task_row
from reports.pages.steps import Steps
from reports.pages.working import Versions, versions, working_of


class Lineage(Page):
    """One figure of one evaluation, from the clause to the deliveries behind it. `all` stands for the programme."""

    read_roles = READERS
    template_name = "reports/lineage.html"
    reading: Reading

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the evaluation within the reader's scope."""
        evaluation = self.one(
            Evaluation.objects.select_related("program").defer("inputs", "result"), pk=kwargs["evaluation"]
        )
        evaluations = newest_first(readable_evaluations(self.actor, evaluation.program))
        reading = chosen(evaluations, str(evaluation.pk))
        if reading is None:
            raise Http404
        self.reading = reading
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        """The line, what went into it, and what it watches."""
        code, zone = self.kwargs["indicator"], "" if self.kwargs["zone"] == "all" else self.kwargs["zone"]
        reading = self.reading
        line = reading.source.line(code, zone)
        if line is None:
            raise Http404
        working = working_of(reading.evaluation, line)
        inputs = (
            [part for each in line["contributing"] if (part := reading.source.line(code, each))] if not zone else []
        )
        read = versions(working.read) | versions(working.absent)
        stored = stored_rows(read | versions(working.year_ago))
        return {
            "program": reading.evaluation.program,
            "reading": reading,
            "evaluation": reading.evaluation,
            "figure": figure(reading, line),
            "name": reading.name("indicators", code),
            "definition": reading.source.definition(code),
            "steps": Steps(reading, line, working).sentences(),
            "inputs": [
                {"name": found["zone_name"], "figure": found} for part in inputs for found in [figure(reading, part)]
            ],
            "missing": [reading.source.zone_name(part) for part in line["missing"]],
            "observations": [row for row in stored if row["key"] in read],
            "year_ago": [row for row in stored if row["key"] in versions(working.year_ago) - read],
            "clauses": clauses(reading, code, zone),
            "indicator_href": reading.to("indicators", code),
        }


def clauses(reading: Reading, indicator: str, zone: str) -> list[dict[str, Any]]:
    """Each clause that the indicator watches, with its tasks as the evaluation found them; one query."""
    measures = Measure.objects.filter(
        program=reading.evaluation.program, indicator_uses__indicator__code=indicator
    ).order_by("number")
    tasks = [line for line in reading.result["tasks"]["lines"] if zone in ("", line["zone"])]
    return [
        {
            "measure": measure,
            "href": reading.to("measures", measure.code),
            "tasks": [task_row(reading, line) for line in tasks if line["measure"] == measure.code],
        }
        for measure in measures.select_related("section")
    ]


def stored_rows(wanted: Versions) -> list[dict[str, Any]]:
    """The stored versions with their deliveries: two queries, whatever their number. What was replaced since says so."""
    keys = {key for key, _version in wanted}
    related = ("series__zone", "series__indicator", "submission__agency")
    heavy = ("submission__body", "submission__waiting")
    current = Observation.objects.filter(pk__in=keys).select_related(*related).defer(*heavy)
    past = ObservationHistory.objects.filter(observation_id__in=keys).select_related(*related).defer(*heavy)
    rows: list[tuple[tuple[int, int], Any, bool]] = [((row.pk, row.version), row, False) for row in current]
    rows += [((row.observation_id, row.version), row, True) for row in past]
    rows = [found for found in rows if found[0] in wanted]
    rows.sort(key=lambda found: (found[1].series.indicator.code, found[1].series.zone.sort_order, -found[1].period))
    return [
        {
            **observation_row(row, row.series.indicator),
            "key": key,
            "indicator": row.series.indicator,
            "replaced": replaced,
        }
        for key, row, replaced in rows
    ]
