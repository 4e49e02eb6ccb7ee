"""The plan, the indicators and the targets of a programme as an evaluation reads them, as they stood at a moment."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.db.models import Model

from indicators.models import Indicator, IndicatorUse, Target, Unit
from programs.audit.past import rows_as_of
from programs.models import Agency, Measure, Program, ProgramZone, Section, Zone
from reports.evaluation import types

BLANK_TARGET_TYPE = ""
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class PlanRows:
    """Rows that later steps look up by primary key."""

    zones: Mapping[int, Zone]
    sections: Mapping[int, Section]
    measures: Mapping[int, Measure]
    agencies: Mapping[int, Agency]
    indicators: Mapping[int, Indicator]
    units: Mapping[int, Unit]
    uses: Mapping[int, IndicatorUse]
    measures_of_use: Mapping[int, tuple[str, ...]]
    targets: tuple[Target, ...]


def plan_rows(program: Program, as_of: datetime) -> PlanRows:
    """Everything of the plan at `as_of`: a fixed number of queries, whatever the size."""
    uses = {
        row.pk: row
        for row in rows_as_of(
            IndicatorUse.objects.filter(program=program), as_of, lambda row: row.program_id == program.pk
        )
    }
    measures = {
        row.pk: row
        for row in rows_as_of(Measure.objects.filter(program=program), as_of, lambda row: row.program_id == program.pk)
    }
    links = IndicatorUse.measures.through
    linked: dict[int, list[str]] = defaultdict(list)
    for link in rows_as_of(
        links.objects.filter(indicatoruse__program=program), as_of, lambda row: row.indicatoruse_id in uses
    ):
        if link.measure_id in measures:
            linked[link.indicatoruse_id].append(measures[link.measure_id].code)
    adopted = {use.indicator_id for use in uses.values()}
    indicators = _by_key(rows_as_of(Indicator.objects.all(), as_of, _all))
    return PlanRows(
        zones=_pilot_zones(program, as_of),
        sections={
            row.pk: row
            for row in rows_as_of(
                Section.objects.filter(program=program), as_of, lambda row: row.program_id == program.pk
            )
        },
        measures=measures,
        agencies=_by_key(rows_as_of(Agency.objects.all(), as_of, _all)),
        indicators={pk: row for pk, row in indicators.items() if pk in adopted},
        units=_by_key(rows_as_of(Unit.objects.all(), as_of, _all)),
        uses=uses,
        measures_of_use={pk: tuple(sorted(codes)) for pk, codes in linked.items()},
        targets=tuple(rows_as_of(Target.objects.filter(use__program=program), as_of, lambda row: row.use_id in uses)),
    )


def _pilot_zones(program: Program, as_of: datetime) -> Mapping[int, Zone]:
    taking_part = {
        row.zone_id
        for row in rows_as_of(
            ProgramZone.objects.filter(program=program), as_of, lambda row: row.program_id == program.pk
        )
    }
    known = _by_key(rows_as_of(Zone.objects.all(), as_of, _all))
    return {pk: zone for pk, zone in known.items() if pk in taking_part}


def _all(_row: Model) -> bool:
    return True


def _by_key(rows: list[M]) -> dict[int, M]:
    return {row.pk: row for row in rows}


def zones(rows: PlanRows) -> tuple[types.Zone, ...]:
    """Pilot zones in the plan's order."""
    return tuple(types.Zone(z.code, z.name_en, z.name_zh, z.sort_order) for z in rows.zones.values())


def sections(rows: PlanRows) -> tuple[types.Section, ...]:
    """Numbered sections."""
    return tuple(types.Section(s.code, s.number, s.name_en, s.name_zh) for s in rows.sections.values())


def measures(rows: PlanRows) -> tuple[types.Measure, ...]:
    """Clauses with their place."""
    return tuple(
        types.Measure(m.code, rows.sections[m.section_id].code, m.position, m.name_en, m.name_zh)
        for m in rows.measures.values()
    )


def indicators(rows: PlanRows) -> tuple[types.Indicator, ...]:
    """Adopted indicators. The unit shown is the unit's name; a percentage's changes read in points."""
    use_of = {use.indicator_id: use for use in rows.uses.values()}
    return tuple(_indicator(indicator, use_of[pk], rows) for pk, indicator in rows.indicators.items())


def _indicator(row: Indicator, use: IndicatorUse, rows: PlanRows) -> types.Indicator:
    unit = rows.units[row.unit_id]
    code_of = {pk: indicator.code for pk, indicator in rows.indicators.items()}
    return types.Indicator(
        code=row.code,
        name_en=row.name_en,
        name_zh=row.name_zh,
        definition_en=row.definition_en,
        definition_zh=row.definition_zh,
        unit_en=unit.name_en or unit.name_zh,
        unit_zh=unit.name_zh or unit.name_en,
        decimals=row.decimals,
        direction=row.direction,
        nature=row.nature,
        frequency=row.frequency,
        zone_rule=row.zone_rule,
        time_rule=row.time_rule,
        measures=rows.measures_of_use.get(use.pk, ()),
        weight_indicator=code_of.get(row.weight_indicator_id) if row.weight_indicator_id else None,
        numerator=code_of.get(row.numerator_id) if row.numerator_id else None,
        denominator=code_of.get(row.denominator_id) if row.denominator_id else None,
        factor=row.scale.normalize(),
        cumulative=row.cumulative,
        percentage=row.nature == "rate" and unit.base.upper() in {"PT", "PERCENT", "%"},
        rule=rule_of(use.thresholds),
        minimum=row.minimum,
        maximum=row.maximum,
    )


def rule_of(thresholds: Mapping[str, object]) -> types.RatingRule | None:
    """An indicator's own rating rule; None where it keeps the programme's. Unreadable thresholds are refused on entry."""
    if not thresholds:
        return None
    standard = types.RatingRule()
    try:
        return types.RatingRule(
            code="own_thresholds",
            version=str(thresholds.get("version", "1")),
            method=str(thresholds.get("method", standard.method)),
            on_track=Decimal(str(thresholds.get("on_track", standard.on_track))),
            at_risk=Decimal(str(thresholds.get("at_risk", standard.at_risk))),
            allow_partial=bool(thresholds.get("allow_partial", False)),
        )
    except InvalidOperation as error:
        raise ValueError(f"thresholds {thresholds!r} hold no numbers") from error


def targets(rows: PlanRows) -> tuple[types.Target, ...]:
    """Targets of adopted indicators that have a target type."""
    found = []
    for row in rows.targets:
        use = rows.uses.get(row.use_id)
        if use is None:
            continue
        zone = rows.zones.get(row.zone_id) if row.zone_id else None
        if use.target_type == BLANK_TARGET_TYPE or (row.zone_id and zone is None):
            continue
        found.append(
            _target(
                row, rows.indicators[use.indicator_id].code, zone.code if zone else types.PROGRAMME, use.target_type
            )
        )
    return tuple(found)


def _target(row: Target, indicator: str, zone: str, kind: str) -> types.Target:
    return types.Target(
        indicator=indicator,
        zone=zone,
        type=kind,
        target=row.value,
        target_period=row.period,
        baseline=row.baseline,
        baseline_period=row.baseline_period,
        path=row.path,
        points=tuple(types.PathPoint(str(period), Decimal(str(value))) for period, value in row.steps),
        low=row.low,
        high=row.high,
        tolerance=row.tolerance,
        strict=row.strict,
    )


def agencies(rows: PlanRows, named: set[int]) -> tuple[types.Agency, ...]:
    """The agencies that lead a task or owe data; `zone` is blank outside the pilot zones."""
    return tuple(
        types.Agency(
            a.code, a.name_en, a.name_zh, rows.zones[a.zone_id].code if a.zone_id in rows.zones else types.PROGRAMME
        )
        for pk, a in rows.agencies.items()
        if pk in named
    )
