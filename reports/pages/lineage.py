"""How a figure was computed: value, rule in words, inputs, observations with their submissions, clause and tasks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from indicators.models import Indicator, Observation, ObservationHistory
from programs.models import Measure, Task
from programs.pages.base import READERS, Page
from reports.content.vocabulary import zone_rule_word
from reports.formats.numbers import format_number
from reports.models import Evaluation
from reports.pages.observations import observation_row
from reports.pages.reading import Reading, readable_evaluations, with_result
from reports.pages.rows import figure


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
        if not readable_evaluations(self.actor, evaluation.program).filter(pk=evaluation.pk).exists():
            raise Http404
        self.reading = Reading(with_result(evaluation))
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        """The line, what went into it, and what it watches."""
        code, zone = self.kwargs["indicator"], "" if self.kwargs["zone"] == "all" else self.kwargs["zone"]
        line = self.reading.source.line(code, zone)
        if line is None:
            raise Http404
        reading = self.reading
        indicator = (
            Indicator.objects.select_related("unit", "numerator", "denominator", "weight_indicator")
            .filter(code=code)
            .first()
        )
        measures = (
            Measure.objects.filter(program=reading.evaluation.program, indicator_uses__indicator__code=code)
            .select_related("section")
            .order_by("number")
        )
        tasks = self.rows(Task.objects.filter(measure__in=measures)).select_related("zone", "lead", "measure")
        if zone:
            tasks = tasks.filter(zone__code=zone)
        inputs = [reading.source.line(code, part) for part in line["contributing"]] if not zone else []
        return {
            "program": reading.evaluation.program,
            "reading": reading,
            "evaluation": reading.evaluation,
            "line": line,
            "figure": figure(reading, line),
            "name": reading.name("indicators", code),
            "definition": reading.source.definition(code),
            "indicator": indicator,
            "steps": steps(reading, line, indicator),
            "inputs": [
                {"name": found["zone_name"], "figure": found}
                for part in inputs
                if part is not None
                for found in [figure(reading, part)]
            ],
            "missing": [reading.source.zone_name(part) for part in line["missing"]],
            "observations": observations_of(line, [part for part in inputs if part is not None], indicator),
            "clauses": clauses(measures, tasks.order_by("measure__number", "zone__sort_order", "code")),
            "indicator_href": reading.to("indicators", code),
        }


def clauses(measures: Iterable[Measure], tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Each clause with the tasks under it that the reader may see."""
    found: dict[int, dict[str, Any]] = {measure.pk: {"measure": measure, "tasks": []} for measure in measures}
    for task in tasks:
        found[task.measure_id]["tasks"].append(task)
    return list(found.values())


def steps(reading: Reading, line: Mapping[str, Any], indicator: Indicator | None) -> list[str]:
    """The computation in sentences, with the numbers filled in."""
    decimals = reading.source.decimals(line["indicator"])

    def shown(key: str) -> str:
        return format_number(line[key], decimals)

    said = []
    if indicator is not None and indicator.numerator is not None and indicator.denominator is not None:
        said.append(
            _("Value = %(numerator)s ÷ %(denominator)s × %(scale)s.")
            % {
                "numerator": indicator.numerator.name,
                "denominator": indicator.denominator.name,
                "scale": format_number(indicator.scale, 0),
            }
        )
    if line["numerator"] is not None or line["denominator"] is not None:
        said.append(
            _("Numerator %(numerator)s, denominator %(denominator)s.")
            % {"numerator": format_number(line["numerator"], 2), "denominator": format_number(line["denominator"], 2)}
        )
    if not line["zone"] and indicator is not None:
        said.append(
            _("Over the zones: %(rule)s, from %(count)s of %(all)s zones.")
            % {
                "rule": zone_rule_word(indicator.zone_rule),
                "count": len(line["contributing"]),
                "all": len(line["contributing"]) + len(line["missing"]),
            }
        )
    if line["attainment_kind"] in {"level", "year"}:
        said.append(
            _("Attainment = value ÷ target = %(value)s ÷ %(target)s = %(attainment)s.")
            % {
                "value": shown("value"),
                "target": shown("target"),
                "attainment": format_number(line["attainment"], 4),
            }
        )
    if line["attainment_kind"] == "change":
        said.append(
            _(
                "Attainment = (value − baseline) ÷ (target − baseline) = (%(value)s − %(baseline)s) ÷ (%(target)s − %(baseline)s) = %(attainment)s."
            )
            % {
                "value": shown("value"),
                "baseline": shown("baseline"),
                "target": shown("target"),
                "attainment": format_number(line["attainment"], 4),
            }
        )
    if line["years_tested"]:
        said.append(
            _("Years met ÷ years tested = %(met)s ÷ %(tested)s.")
            % {"met": line["years_met"], "tested": line["years_tested"]}
        )
    if line["progress_index"] is not None:
        said.append(
            _(
                "Progress index = (value − baseline) ÷ (expected − baseline) = (%(value)s − %(baseline)s) ÷ (%(expected)s − %(baseline)s) = %(index)s."
            )
            % {
                "value": shown("value"),
                "baseline": shown("index_baseline"),
                "expected": shown("expected"),
                "index": format_number(line["progress_index"], 4),
            }
        )
    return said


def observations_of(
    line: Mapping[str, Any], inputs: Sequence[Mapping[str, Any]], indicator: Indicator | None
) -> list[dict[str, Any]]:
    """The stored versions that the figure read, its zones' ones for an aggregate: two queries, whatever their number.

    A version that was replaced since is marked so.
    """
    wanted = {(int(row["id"]), int(row["version"])) for part in [line, *inputs] for row in part["observations"]}
    if not wanted or indicator is None:
        return []
    keys = {key for key, _version in wanted}
    related = ("series__zone", "series__indicator", "submission__agency")
    current = (
        Observation.objects.filter(pk__in=keys)
        .select_related(*related)
        .defer("submission__body", "submission__waiting")
    )
    past = (
        ObservationHistory.objects.filter(observation_id__in=keys)
        .select_related(*related)
        .defer("submission__body", "submission__waiting")
    )
    rows = [(row, False) for row in current if (row.pk, row.version) in wanted]
    rows += [(row, True) for row in past if (row.observation_id, row.version) in wanted]
    rows.sort(key=lambda found: (found[0].series.indicator.code, found[0].series.zone.sort_order, -found[0].period))
    return [
        {**observation_row(row, row.series.indicator), "indicator": row.series.indicator, "replaced": replaced}
        for row, replaced in rows
    ]
