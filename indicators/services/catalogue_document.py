"""Reads the indicator part of a plan document: its shape and its references, with every problem at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from programs.exceptions import Problem

LISTS = ("units", "dimensions", "indicators")
NEEDED = {
    "units": {"code", "base"},
    "dimensions": {"code", "values"},
    "indicators": {"code", "unit", "direction", "frequency", "nature"},
}
KNOWN = {
    "units": {"code", "name_en", "name_zh", "base", "multiplier", "decimals"},
    "dimensions": {"code", "name_en", "name_zh", "values"},
    "indicators": {
        *("code", "name_en", "name_zh", "definition_en", "definition_zh", "unit", "direction", "frequency", "nature"),
        *("zone_rule", "time_rule", "weight_indicator", "numerator", "denominator", "scale", "decimals", "minimum"),
        *("maximum", "whole", "dimensions", "additive", "cumulative", "reporting_function", "due_days", "measures"),
    },
}
REFERENCES = ("weight_indicator", "numerator", "denominator")


def document_problems(
    document: Mapping[str, Any], *, units: set[str], dimensions: set[str], indicators: set[str], measures: set[str]
) -> list[Problem]:
    """Everything that keeps the document from being loaded. The sets hold the codes that are stored already."""
    found: list[Problem] = []
    for kind in LISTS:
        found += _shape(kind, document.get(kind, []))
    if found:
        return found
    known = {
        "unit": units | _codes(document, "units"),
        "dimensions": dimensions | _codes(document, "dimensions"),
        "indicator": indicators | _codes(document, "indicators"),
        "measures": measures,
    }
    for position, item in enumerate(document.get("indicators", [])):
        found += _references(item, f"/indicators/{position}", known)
    return found


def _codes(document: Mapping[str, Any], kind: str) -> set[str]:
    return {str(item["code"]) for item in document.get(kind, [])}


def _shape(kind: str, items: Any) -> Iterator[Problem]:
    if not isinstance(items, list):
        yield Problem("not_a_list", _("This part must be a list."), f"/{kind}")
        return
    seen: set[str] = set()
    for position, item in enumerate(items):
        place = f"/{kind}/{position}"
        if not isinstance(item, dict):
            yield Problem("not_a_mapping", _("This entry must be a mapping of names to values."), place)
            continue
        for name in sorted(NEEDED[kind] - item.keys()):
            yield Problem("missing", _("%(name)s is missing.") % {"name": name}, f"{place}/{name}")
        for name in sorted(str(key) for key in item.keys() - KNOWN[kind]):
            yield Problem("unknown_field", _("%(name)s is not known here.") % {"name": name}, f"{place}/{name}")
        code = str(item.get("code"))
        if code in seen:
            yield Problem(
                "duplicate", _("The code %(code)s stands here twice.") % {"code": code}, f"{place}/code", value=code
            )
        seen.add(code)
        if kind == "dimensions":
            yield from _shape_of_values(item.get("values", []), place)


def _shape_of_values(values: Any, place: str) -> Iterator[Problem]:
    if not isinstance(values, list) or not all(isinstance(value, dict) and "code" in value for value in values):
        yield Problem("not_a_list", _("The values of a dimension are a list, each with a code."), f"{place}/values")


def _references(item: Mapping[str, Any], place: str, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    asked = [("unit", "unit", item["unit"])]
    asked += [(name, "indicator", item[name]) for name in REFERENCES if item.get(name)]
    asked += [("dimensions", "dimensions", code) for code in item.get("dimensions") or []]
    asked += [("measures", "measures", code) for code in item.get("measures") or []]
    for name, kind, code in asked:
        if code not in known[kind]:
            yield Problem(
                "unknown_code", _("%(code)s is not known.") % {"code": code}, f"{place}/{name}", value=str(code)
            )
