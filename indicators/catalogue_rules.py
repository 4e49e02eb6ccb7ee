"""The indicator part of a plan catalogue: the shape of units, dimensions and indicators, and what they say of one another."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from indicators.models.definitions import DIRECTIONS, FREQUENCIES, NATURES, TIME_RULES, ZONE_RULES
from programs.catalogue.plan_schema import FUNCTION_CODES, LONG, NAMES, code, codes, many, record, text
from programs.catalogue.references import dangling, dangling_all, known_codes, records, twice
from programs.catalogue.schema import schema_problems
from programs.exceptions import Problem

REFERENCES = ("weight_indicator", "numerator", "denominator")
NUMBER_OR_NONE = {"type": ["number", "null"]}
CODE_OR_NONE = {"type": ["string", "null"]}


def _choice(choices: list[tuple[str, Any]]) -> dict[str, Any]:
    return {"enum": [value for value, _label in choices]}


UNIT = record(
    {"code": code(30), **NAMES, "base": text(20), "multiplier": {"type": "integer", "minimum": -12, "maximum": 15}},
    {"decimals": {"type": "integer", "minimum": 0, "maximum": 6}},
)
DIMENSION = record({"code": code(30), **NAMES, "values": many(record({"code": code(30), **NAMES}), least=1)})
INDICATOR = record(
    {
        "code": code(30),
        **NAMES,
        "definition_en": text(LONG),
        "definition_zh": text(LONG),
        "unit": {"type": "string"},
        "direction": _choice(DIRECTIONS),
        "frequency": _choice(FREQUENCIES),
        "nature": _choice(NATURES),
        "zone_rule": _choice(ZONE_RULES),
        "time_rule": _choice(TIME_RULES),
    },
    {
        **dict.fromkeys(REFERENCES, CODE_OR_NONE),
        "scale": {"type": "number"},
        "decimals": {"type": "integer", "minimum": 0, "maximum": 6},
        "minimum": NUMBER_OR_NONE,
        "maximum": NUMBER_OR_NONE,
        "whole": {"type": "boolean"},
        "dimensions": codes(),
        "additive": {"type": "boolean"},
        "cumulative": {"type": "boolean"},
        "reporting_function": {"enum": [*FUNCTION_CODES, None, ""]},
        "due_days": {"type": "integer", "minimum": 0, "maximum": 366},
        "measures": codes(),
    },
)
PARTS = {
    "type": "object",
    "properties": {"units": many(UNIT), "dimensions": many(DIMENSION), "indicators": many(INDICATOR)},
}


def indicator_problems(document: dict[str, Any]) -> Iterator[Problem]:
    """Every problem of units, dimensions and indicators; none when the document has no such part."""
    yield from schema_problems(document, PARTS)
    for part in ("units", "dimensions", "indicators"):
        yield from twice(records(document, part), "code")
    for pointer, _dimension in records(document, "dimensions"):
        yield from twice(
            [row for row in records(document, "dimensions", "values") if row[0].startswith(f"{pointer}/values/")],
            "code",
        )
    known = {
        "unit": known_codes(document, "units"),
        "dimensions": known_codes(document, "dimensions"),
        "indicator": known_codes(document, "indicators"),
    }
    measures = known_codes(document, "sections", "measures")
    for pointer, row in records(document, "indicators"):
        yield from dangling(row.get("unit"), known["unit"], f"{pointer}/unit", "units")
        yield from dangling_all(row, "dimensions", known["dimensions"], pointer, "dimensions")
        yield from dangling_all(row, "measures", measures, pointer, "measures")
        for key in REFERENCES:
            yield from dangling(row.get(key), known["indicator"], f"{pointer}/{key}", "indicators")
        yield from _contradictions(row, pointer)


def _contradictions(row: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if (row.get("numerator") is None) != (row.get("denominator") is None):
        yield Problem(
            "ratio_incomplete", _("A ratio has a numerator and a denominator."), pointer, _("Name both, or neither.")
        )
    if row.get("code") in [row.get(key) for key in REFERENCES]:
        yield Problem("reference_to_itself", _("'%(code)s' refers to itself.") % {"code": row.get("code")}, pointer)
    if row.get("zone_rule") == "weighted_mean" and row.get("weight_indicator") is None:
        yield Problem(
            "weight_missing",
            _("A weighted mean names the indicator that gives the weights."),
            f"{pointer}/zone_rule",
            _("Add weight_indicator."),
        )
    least, most = row.get("minimum"), row.get("maximum")
    if isinstance(least, int | float) and isinstance(most, int | float) and most < least:
        yield Problem(
            "bounds_reversed", _("The largest value is below the smallest."), f"{pointer}/maximum", value=str(most)
        )
