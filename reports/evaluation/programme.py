"""Evaluation of a programme: the one entry point that puts the methods together into a result."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from reports.evaluation.canonical import fingerprint
from reports.evaluation.changes import changes
from reports.evaluation.checks import check_inputs
from reports.evaluation.coverage import coverage
from reports.evaluation.decimals import exact
from reports.evaluation.figures import Figure, Figures
from reports.evaluation.lengths import judged_period
from reports.evaluation.lines import Line, LineContext
from reports.evaluation.periods import Period, parse
from reports.evaluation.quality import owed_in, quality_block
from reports.evaluation.rollup import Rated, by_section_zone, by_zone, rated_tasks, task_line
from reports.evaluation.rules import rules_block
from reports.evaluation.targets import resolve
from reports.evaluation.types import (
    METHOD_VERSION,
    PROGRAMME,
    RATINGS,
    EvaluationInputs,
    Indicator,
    Measure,
    Section,
    Zone,
)

SCHEMA = "1"


@exact
def evaluate_programme(inputs: EvaluationInputs) -> dict[str, Any]:
    """The frozen result of one evaluation, ready for JSON: texts, whole numbers, true/false and null only.

    All numbers with decimals are decimal strings. The same inputs give the same result in any order of their records;
    nothing is written and nothing else is read. Raises `EvaluationError` with all faults of the inputs.
    """
    check_inputs(inputs)
    return _Evaluation(inputs).result()


class _Evaluation:
    """The working of one evaluation: inputs in plan order, figures, targets and rated tasks."""

    def __init__(self, inputs: EvaluationInputs) -> None:
        self.inputs = inputs
        self.period = parse(inputs.scope.period)
        self.today = inputs.scope.today
        self.zones = sorted(inputs.zones, key=lambda zone: (zone.order, zone.code))
        self.sections = sorted(inputs.sections, key=lambda section: (section.number, section.code))
        self.measures = _in_plan_order(inputs.measures, self.sections)
        self.indicators = {each.code: each for each in sorted(inputs.indicators, key=lambda each: each.code)}
        self.zones_of = {code: _applicable(each, self.zones) for code, each in self.indicators.items()}
        self.owed = owed_in(inputs.obligations, self.period, self.today)
        self.figures = Figures(self.indicators, self.zones_of, inputs.cells, inputs.obligations, self.today)
        zones = {PROGRAMME, *(zone.code for zone in self.zones)}
        targets = [target for target in inputs.targets if target.zone in zones]
        self.targets = resolve(targets, self.indicators, self.zones_of, self.figures)
        self.judged = {code: self._judged(each) for code, each in self.indicators.items()}
        self.rated = rated_tasks(inputs.tasks, inputs.task_rule, self.today)

    def result(self) -> dict[str, Any]:
        """The parts of the result, computed once each."""
        printed = self._lines()
        tasks = [task_line(each) for each in self.rated]
        quality = quality_block(
            self.owed,
            self.today,
            agencies=sorted(each.code for each in self.inputs.agencies),
            zones=[zone.code for zone in self.zones],
            indicators=list(self.indicators),
        )
        return {
            "schema": SCHEMA,
            "program": self._program(),
            "scope": self._scope(),
            **self._plan(),
            "rules": rules_block(self.inputs.rule, self.inputs.task_rule, self.indicators.values()),
            "lines": printed,
            "tasks": {
                "lines": tasks,
                "by_zone": by_zone(self.rated, self.zones),
                "by_section_zone": by_section_zone(self.rated, self.sections, self.zones, self.inputs.task_rule),
            },
            "quality": quality,
            "coverage": coverage(self.measures, [facts for facts, _ in self.rated], list(self.indicators.values())),
            "summary": _summary(printed, self.rated, quality["overall"]),
            "changes": changes(self.inputs.previous, printed, tasks, self._reprinted),
        }

    def _lines(self) -> list[dict[str, Any]]:
        """Lines by indicator; zones in plan order, then the programme where the indicator may be aggregated."""
        lines = []
        for code, indicator in self.indicators.items():
            aggregate = () if indicator.zone_rule == "none" else (PROGRAMME,)
            lines += [self._line(code, zone).as_json() for zone in (*self.zones_of[code], *aggregate)]
            self.figures.forget()
        return lines

    def _line(self, code: str, zone: str) -> Line:
        context = LineContext(self.figures, self.period, self.inputs.rule)
        return Line(context, self.indicators[code], zone, self.targets.get((code, zone)), self.judged[code])

    def _judged(self, indicator: Indicator) -> Period:
        zones = (PROGRAMME, *self.zones_of[indicator.code])
        targets = [target for zone in zones if (target := self.targets.get((indicator.code, zone))) is not None]
        return judged_period(indicator, targets, self.figures.period_of(indicator, self.period))

    def _reprinted(self, code: str, zone: str) -> Callable[[str], Figure]:
        """What the line of an indicator and zone, which must be of this result, shows for a period today."""
        line = self._line(code, zone)
        return lambda period: line.at(parse(period))

    def _program(self) -> dict[str, Any]:
        scope = self.inputs.scope
        return {
            "code": scope.program,
            "name_en": scope.name_en,
            "name_zh": scope.name_zh,
            "start": scope.start.isoformat(),
            "end": scope.end.isoformat(),
            "demonstration": scope.demonstration,
        }

    def _scope(self) -> dict[str, Any]:
        return {
            "kind": self.inputs.scope.kind,
            "period": self.period.code,
            "period_start": self.period.start.isoformat(),
            "period_end": self.period.end.isoformat(),
            "as_of": self.inputs.scope.as_of.isoformat(),
            "method_version": METHOD_VERSION,
            "fingerprint": fingerprint(self.inputs),
        }

    def _plan(self) -> dict[str, Any]:
        tasks = Counter(facts.task.measure for facts, _ in self.rated if facts.counts)
        watched: dict[str, list[str]] = {}
        for indicator in self.indicators.values():
            for measure in indicator.measures:
                watched.setdefault(measure, []).append(indicator.code)
        return {
            "zones": [_named(zone) for zone in self.zones],
            "sections": [{**_named(section), "number": section.number} for section in self.sections],
            "measures": [
                {
                    **_named(measure),
                    "section": measure.section,
                    "position": measure.position,
                    "tasks": tasks[measure.code],
                    "indicators": watched.get(measure.code, []),
                }
                for measure in self.measures
            ],
            "agencies": [
                {**_named(each), "zone": each.zone} for each in sorted(self.inputs.agencies, key=lambda each: each.code)
            ],
            "indicators": [self._indicator(indicator) for indicator in self.indicators.values()],
        }

    def _indicator(self, indicator: Indicator) -> dict[str, Any]:
        targets = [self.targets.get((indicator.code, zone)) for zone in (PROGRAMME, *self.zones_of[indicator.code])]
        return {
            **_named(indicator),
            "definition_en": indicator.definition_en,
            "definition_zh": indicator.definition_zh,
            "unit_en": indicator.unit_en,
            "unit_zh": indicator.unit_zh,
            "decimals": indicator.decimals,
            "direction": indicator.direction,
            "nature": indicator.nature,
            "frequency": indicator.frequency,
            "zone_rule": indicator.zone_rule,
            "target_type": next((target.type for target in targets if target is not None), None),
            "measures": sorted(indicator.measures),
        }


def _named(record: Any) -> dict[str, Any]:
    return {"code": record.code, "name_en": record.name_en, "name_zh": record.name_zh}


def _in_plan_order(measures: Sequence[Measure], sections: Sequence[Section]) -> list[Measure]:
    place = {section.code: position for position, section in enumerate(sections)}
    return sorted(
        measures, key=lambda each: (place.get(each.section, len(place)), each.section, each.position, each.code)
    )


def _applicable(indicator: Indicator, zones: Sequence[Zone]) -> tuple[str, ...]:
    return tuple(zone.code for zone in zones if not indicator.zones or zone.code in indicator.zones)


def _summary(lines: Sequence[dict[str, Any]], rated: Sequence[Rated], quality: dict[str, Any]) -> dict[str, Any]:
    """Counts for the first page.

    Indicators are counted per zone, without the programme's own lines, which would count them twice. Lines without
    data are counted under `no_data` and not under not_rated, so that the counts add up.
    """
    lines = [line for line in lines if line["zone"] != PROGRAMME]
    ratings = Counter("no_data" if line["assessment"] == "no_data" else line["rating"] for line in lines)
    counted = [(facts, verdict) for facts, verdict in rated if facts.counts]
    task_ratings = Counter(verdict.rating for _, verdict in counted)
    return {
        "indicator_counts": {rating: ratings[rating] for rating in (*RATINGS, "no_data")},
        "task_counts": {rating: task_ratings[rating] for rating in RATINGS},
        "task_total": len(counted),
        "task_closed": sum(1 for facts, _ in counted if facts.is_closed),
        "task_overdue": sum(1 for facts, _ in counted if facts.overdue),
        "completeness": quality["completeness"],
        "timeliness": quality["timeliness"],
    }
