"""Definitions of indicators: loading them from a plan document, targets, and who reports what."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Dimension, DimensionValue, Duty, Indicator, IndicatorUse, Unit
from indicators.services.catalogue_document import REFERENCES, document_problems
from indicators.services.catalogue_rows import Synchronised, links_sync, rows_sync
from indicators.services.targets import targets_set
from programs.actors import Actor
from programs.exceptions import InvalidInput, Problem
from programs.models import Agency, Measure, Program, Zone
from programs.services.acting import acting
from programs.services.loading import Counts, LoadReport
from programs.services.permissions import require_staff

__all__ = ["duties_generate", "indicators_load", "targets_set"]

PLAIN = (
    "name_en",
    "name_zh",
    "definition_en",
    "definition_zh",
    "direction",
    "frequency",
    "nature",
    "zone_rule",
    "time_rule",
    "decimals",
    "whole",
    "additive",
    "cumulative",
    "reporting_function",
    "due_days",
)
EXACT = ("scale", "minimum", "maximum")


def indicators_load(*, document: Mapping[str, Any], program: Program, by: Actor) -> LoadReport:
    """Load units, dimensions, indicators, their use by the programme, the measures they monitor, and reporting duties.

    Returns created / updated / unchanged per kind. Idempotent: a second run reports everything unchanged. Raises
    InvalidInput with every problem of the document at once and then changes nothing. Zones, agencies and measures
    must be there already.
    """
    with acting(by=by):
        require_staff(by, program.pk)
        measures = dict(Measure.objects.filter(program=program).values_list("code", "pk"))
        _refuse(
            document_problems(
                document,
                units=set(Unit.objects.values_list("code", flat=True)),
                dimensions=set(Dimension.objects.values_list("code", flat=True)),
                indicators=set(Indicator.objects.values_list("code", flat=True)),
                measures=set(measures),
            )
        )
        units = _units(document)
        dimensions, values = _dimensions(document)
        indicators = _indicators(document, units, dimensions)
        uses = _uses(document, program, indicators, measures)
        duties = duties_generate(program=program, by=by)
    report = LoadReport()
    for kind, found in (
        ("units", units),
        ("dimensions", dimensions),
        ("dimension_values", values),
        ("indicators", indicators),
        ("indicator_uses", uses),
    ):
        report.kinds[kind] = Counts(found.counts["created"], found.counts["updated"], found.counts["unchanged"])
    report.kinds["duties"] = Counts(created=duties["created"], unchanged=duties["unchanged"])
    return report


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InvalidInput(problems=problems)


def _place(kind: str, items: Sequence[Mapping[str, Any]]) -> Any:
    positions = {str(item["code"]): position for position, item in enumerate(items)}
    return lambda name: f"/{kind}/{positions[name if isinstance(name, str) else name[0]]}"


def _units(document: Mapping[str, Any]) -> Synchronised:
    items = document.get("units", [])
    wanted = {
        str(i["code"]): {
            "code": i["code"],
            "name_en": i.get("name_en", ""),
            "name_zh": i.get("name_zh", ""),
            "base": i["base"],
            "multiplier": i.get("multiplier", 0),
            "decimals": i.get("decimals", 0),
        }
        for i in items
    }
    problems: list[Problem] = []
    found = rows_sync(
        Unit, wanted, Unit.objects.all(), key=lambda row: row.code, pointer=_place("units", items), problems=problems
    )
    _refuse(problems)
    return found


def _dimensions(document: Mapping[str, Any]) -> tuple[Synchronised, Synchronised]:
    items = document.get("dimensions", [])
    problems: list[Problem] = []
    wanted: dict[Any, dict[str, Any]] = {
        str(i["code"]): {"code": i["code"], "name_en": i.get("name_en", ""), "name_zh": i.get("name_zh", "")}
        for i in items
    }
    dimensions = rows_sync(
        Dimension,
        wanted,
        Dimension.objects.all(),
        key=lambda row: row.code,
        pointer=_place("dimensions", items),
        problems=problems,
    )
    _refuse(problems)
    parts = {
        (i["code"], value["code"]): {
            "dimension_id": dimensions.rows[i["code"]].pk,
            "code": value["code"],
            "name_en": value.get("name_en", ""),
            "name_zh": value.get("name_zh", ""),
            "sort_order": position,
        }
        for i in items
        for position, value in enumerate(i["values"], 1)
    }
    stored = DimensionValue.objects.select_related("dimension")
    values = rows_sync(
        DimensionValue,
        parts,
        stored,
        key=lambda row: (row.dimension.code, row.code),
        pointer=_place("dimensions", items),
        problems=problems,
    )
    _refuse(problems)
    return dimensions, values


def _indicators(document: Mapping[str, Any], units: Synchronised, dimensions: Synchronised) -> Synchronised:
    """Indicators in waves: a ratio or a weighted mean is written after the indicators that it names."""
    items = document.get("indicators", [])
    place = _place("indicators", items)
    found = Synchronised(rows={row.code: row for row in Indicator.objects.all()})
    waiting = {str(item["code"]): item for item in items}
    while waiting:
        ready = {
            code: item
            for code, item in waiting.items()
            if all(not item.get(name) or item[name] in found.rows for name in REFERENCES)
        }
        if not ready:
            _refuse(
                [
                    Problem("circular", _("These indicators refer to each other in a circle."), place(code), value=code)
                    for code in waiting
                ]
            )
        problems: list[Problem] = []
        wanted = {code: _columns(item, units, found) for code, item in ready.items()}
        wave = rows_sync(
            Indicator, wanted, found.rows.values(), key=lambda row: row.code, pointer=place, problems=problems
        )
        _refuse(problems)
        found = Synchronised(wave.rows, {name: count + wave.counts[name] for name, count in found.counts.items()})
        waiting = {code: item for code, item in waiting.items() if code not in ready}
    pairs = {
        (found.rows[str(item["code"])].pk, dimensions.rows[code].pk)
        for item in items
        for code in item.get("dimensions") or []
    }
    links_sync(
        Indicator.dimensions.through,
        "indicator_id",
        "dimension_id",
        pairs,
        [found.rows[str(item["code"])].pk for item in items],
    )
    return found


def _columns(item: Mapping[str, Any], units: Synchronised, indicators: Synchronised) -> dict[str, Any]:
    values = {name: item[name] for name in PLAIN if name in item}
    values |= {name: None if item[name] is None else Decimal(str(item[name])) for name in EXACT if name in item}
    for name in ("definition_en", "definition_zh"):
        values[name] = str(item.get(name) or "").strip()
    values |= {f"{name}_id": indicators.rows[item[name]].pk if item.get(name) else None for name in REFERENCES}
    return {"code": item["code"], "unit_id": units.rows[item["unit"]].pk, **values}


def _uses(
    document: Mapping[str, Any], program: Program, indicators: Synchronised, measures: Mapping[str, int]
) -> Synchronised:
    items = document.get("indicators", [])
    problems: list[Problem] = []
    wanted = {
        str(i["code"]): {"program_id": program.pk, "indicator_id": indicators.rows[str(i["code"])].pk} for i in items
    }
    stored = IndicatorUse.objects.filter(program=program).select_related("indicator")
    uses = rows_sync(
        IndicatorUse,
        wanted,
        stored,
        key=lambda row: row.indicator.code,
        pointer=_place("indicators", items),
        problems=problems,
    )
    _refuse(problems)
    pairs = {(uses.rows[str(i["code"])].pk, measures[code]) for i in items for code in i.get("measures") or []}
    links_sync(
        IndicatorUse.measures.through, "indicatoruse_id", "measure_id", pairs, [uses.rows[code].pk for code in wanted]
    )
    return uses


def duties_generate(*, program: Program, by: Actor) -> dict[str, int]:
    """Give every handed-in indicator in every pilot zone its agency: of the reporting function in the zone, else in its province.

    Duties that exist stay as they are, whoever holds them. Returns created, unchanged and without_agency (cells for
    which no agency is known). May run twice.
    """
    with acting(by=by):
        require_staff(by, program.pk)
        agencies = _agencies_by_place()
        uses = (
            IndicatorUse.objects.filter(program=program, indicator__numerator__isnull=True)
            .exclude(indicator__reporting_function="")
            .select_related("indicator")
        )
        zones = list(program.zones.all())
        present = set(Duty.objects.filter(use__program=program).values_list("use_id", "zone_id"))
        new: list[Duty] = []
        without = 0
        for use in uses:
            for zone in zones:
                if (use.pk, zone.pk) in present:
                    continue
                agency = _agency_for(agencies, use.indicator.reporting_function, zone)
                if agency is None:
                    without += 1
                else:
                    new.append(Duty(use=use, zone=zone, agency_id=agency))
        Duty.objects.bulk_create(new)
    return {"created": len(new), "unchanged": len(present), "without_agency": without}


def _agencies_by_place() -> dict[tuple[str, int], int]:
    """The first agency by code for each function and zone."""
    rows = Agency.objects.order_by("-code").values_list("function", "zone_id", "pk")
    return {(function, zone): pk for function, zone, pk in rows}


def _agency_for(agencies: Mapping[tuple[str, int], int], function: str, zone: Zone) -> int | None:
    own = agencies.get((function, zone.pk))
    if own is not None or zone.parent_id is None:
        return own
    return agencies.get((function, zone.parent_id))
