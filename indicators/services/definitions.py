"""Definitions of indicators: loading them from a plan document, targets, and who reports what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Dimension, DimensionValue, Duty, Indicator, IndicatorUse, Unit
from indicators.services.catalogue_document import REFERENCES, document_problems
from indicators.services.targets import targets_set
from programs.actors import Actor
from programs.exceptions import InvalidInput, Problem
from programs.models import Agency, Measure, Program, Zone
from programs.services.acting import acting
from programs.services.loading import Counts, LoadReport, links_differing, links_sync, rows_sync
from programs.services.permissions import require_shared, require_staff

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
    InvalidInput with every problem of the document at once and then changes nothing; NotAllowed where it would change a
    shared definition that a programme uses which the actor does not coordinate. Zones, agencies and measures
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
        units, of_units = _units(document, by)
        dimensions, of_dimensions, of_values = _dimensions(document, by)
        indicators, of_indicators = _indicators(document, units, dimensions, by)
        uses = _uses(document, program, indicators, measures)
        duties = duties_generate(program=program, by=by)
    kinds = {
        "units": of_units,
        "dimensions": of_dimensions,
        "dimension_values": of_values,
        "indicators": of_indicators,
        "indicator_uses": uses,
    }
    # What another programme's document holds is no loss of this one.
    report = LoadReport({kind: replace(counts, gone=()) for kind, counts in kinds.items()})
    report.kinds["duties"] = Counts(created=duties["created"], unchanged=duties["unchanged"])
    return report


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InvalidInput(problems=problems)


def _place(kind: str, items: Sequence[Mapping[str, Any]]) -> Callable[[Any], str]:
    positions = {str(item["code"]): position for position, item in enumerate(items)}
    return lambda code: f"/{kind}/{positions[code]}"


def _units(document: Mapping[str, Any], by: Actor) -> tuple[dict[str, Unit], Counts]:
    items = document.get("units", [])
    rows = [
        {
            "code": i["code"],
            "name_en": i.get("name_en", ""),
            "name_zh": i.get("name_zh", ""),
            "base": i["base"],
            "multiplier": i.get("multiplier", 0),
            "decimals": i.get("decimals", 0),
        }
        for i in items
    ]
    return rows_sync(Unit.objects.all(), rows, place=_place("units", items), guard=partial(require_shared, by))


def _dimensions(document: Mapping[str, Any], by: Actor) -> tuple[dict[str, Dimension], Counts, Counts]:
    """The dimensions, what happened to them, and what happened to their values."""
    items = document.get("dimensions", [])
    place = _place("dimensions", items)
    rows = [{"code": i["code"], "name_en": i.get("name_en", ""), "name_zh": i.get("name_zh", "")} for i in items]
    dimensions, counts = rows_sync(Dimension.objects.all(), rows, place=place, guard=partial(require_shared, by))
    by_key = {dimensions[i["code"]].pk: dimensions[i["code"]] for i in items}
    parts = [
        {
            "dimension_id": dimensions[i["code"]].pk,
            "code": value["code"],
            "name_en": value.get("name_en", ""),
            "name_zh": value.get("name_zh", ""),
            "sort_order": position,
        }
        for i in items
        for position, value in enumerate(i["values"], 1)
    ]
    _values, of_values = rows_sync(
        DimensionValue.objects.all(),
        parts,
        key=("dimension_id", "code"),
        place=lambda key: place(by_key[key[0]].code),
        guard=lambda changed: require_shared(by, [by_key[value.dimension_id] for value in changed]),
    )
    return dimensions, counts, of_values


def _indicators(
    document: Mapping[str, Any], units: Mapping[str, Unit], dimensions: Mapping[str, Dimension], by: Actor
) -> tuple[dict[str, Indicator], Counts]:
    """Indicators in waves: a ratio or a weighted mean is written after the indicators that it names."""
    items = document.get("indicators", [])
    place = _place("indicators", items)
    links = Indicator.dimensions.through
    wanted = {str(i["code"]): {dimensions[code].pk for code in i.get("dimensions") or []} for i in items}
    found = {row.code: row for row in Indicator.objects.all()}
    stored = {found[code].pk: targets for code, targets in wanted.items() if code in found}
    relinked = links_differing(links, "indicator_id", "dimension_id", stored)
    touched = {code for code, row in found.items() if row.pk in relinked}
    counts = Counts()
    waiting = {str(item["code"]): item for item in items}
    while waiting:
        ready = {
            code: item
            for code, item in waiting.items()
            if all(not item.get(name) or item[name] in found for name in REFERENCES)
        }
        if not ready:
            _refuse(
                [
                    Problem("circular", _("These indicators refer to each other in a circle."), place(code), value=code)
                    for code in waiting
                ]
            )
        wave, more = rows_sync(
            Indicator.objects.filter(code__in=list(ready)),
            [_columns(item, units, found) for item in ready.values()],
            touched=touched,
            place=place,
            guard=partial(require_shared, by),
        )
        found |= wave
        counts = counts + more
        waiting = {code: item for code, item in waiting.items() if code not in ready}
    links_sync(links, "indicator_id", "dimension_id", {found[code].pk: targets for code, targets in wanted.items()})
    return found, counts


def _columns(item: Mapping[str, Any], units: Mapping[str, Unit], indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    values = {name: item[name] for name in PLAIN if name in item}
    values |= {name: None if item[name] is None else Decimal(str(item[name])) for name in EXACT if name in item}
    for name in ("definition_en", "definition_zh"):
        values[name] = str(item.get(name) or "").strip()
    values |= {f"{name}_id": indicators[item[name]].pk if item.get(name) else None for name in REFERENCES}
    return {"code": item["code"], "unit_id": units[item["unit"]].pk, **values}


def _uses(
    document: Mapping[str, Any],
    program: Program,
    indicators: Mapping[str, Indicator],
    measures: Mapping[str, int],
) -> Counts:
    items = document.get("indicators", [])
    rows = [{"program_id": program.pk, "indicator_id": indicators[str(i["code"])].pk} for i in items]
    uses, counts = rows_sync(IndicatorUse.objects.filter(program=program), rows, key="indicator_id")
    links_sync(
        IndicatorUse.measures.through,
        "indicatoruse_id",
        "measure_id",
        {
            uses[row["indicator_id"]].pk: {measures[code] for code in i.get("measures") or []}
            for row, i in zip(rows, items, strict=True)
        },
    )
    return counts


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
