"""The bundled five-city plan is complete, numbered without gaps, bilingual, and refers only to what exists."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / "indicators" / "catalogue" / "yrd-scitech-finance"
PILOTS = ["310000", "320100", "330100", "340100", "330400"]
SECTION_SIZES = [3, 8, 1, 9, 5, 2, 1, 7, 4, 5, 5, 8, 5, 5, 3, 3, 3, 6, 5, 3, 3, 2]
COMMITMENTS = {"shall", "support", "explore"}
ELEMENTS = {"plan", "project", "initiative", "event"}
FUNCTIONS = {
    "central_bank", "local_financial", "science", "finance", "development_reform", "industry", "securities",
    "banking_insurance", "intellectual_property", "commerce", "data", "education", "human_resources", "forex",
    "coordination",
}  # fmt: skip
MEASURE_KEYS = {
    "code", "number", "position", "name_en", "name_zh", "text_en", "text_zh", "commitment", "element", "zones",
    "institutions", "lead_function", "cooperating_functions", "indicators",
}  # fmt: skip
CJK = re.compile(r"[\u4e00-\u9fff]")


def read(name: str) -> dict[str, Any]:
    """The parsed YAML file of that name in the catalogue folder."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    """The whole plan file."""
    return read("plan.yaml")


@pytest.fixture(scope="module")
def measures(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """All measures of all sections, in file order."""
    return [measure for section in plan["sections"] for measure in section["measures"]]


def texts(node: Any, path: str = "") -> list[tuple[str, str]]:
    """Every (path, value) below the node whose key ends in a language."""
    if isinstance(node, list):
        return [pair for index, item in enumerate(node) for pair in texts(item, f"{path}/{index}")]
    if not isinstance(node, dict):
        return []
    found: list[tuple[str, str]] = []
    for key, value in node.items():
        here = f"{path}/{key}"
        found += [(here, value)] if key.endswith(("_en", "_zh")) else texts(value, here)
    return found


def languages(node: Any) -> list[tuple[str, set[str]]]:
    """For every mapping below the node: each stem such as ``name`` with the languages it comes in."""
    if isinstance(node, list):
        return [pair for item in node for pair in languages(item)]
    if not isinstance(node, dict):
        return []
    stems: dict[str, set[str]] = {}
    for key in node:
        if key.endswith(("_en", "_zh")):
            stems.setdefault(key[:-3], set()).add(key[-2:])
    return [*stems.items(), *(pair for value in node.values() for pair in languages(value))]


def test_sections_run_from_1_to_22_with_the_right_number_of_measures(plan):
    sections = plan["sections"]
    assert [section["number"] for section in sections] == list(range(1, 23))
    assert [section["code"] for section in sections] == [f"S{n:02d}" for n in range(1, 23)]
    assert [len(section["measures"]) for section in sections] == SECTION_SIZES


def test_measures_run_from_1_to_96_in_order(measures):
    assert [measure["number"] for measure in measures] == list(range(1, 97))
    assert [measure["code"] for measure in measures] == [f"M{n:03d}" for n in range(1, 97)]


def test_each_source_clause_occurs_once(plan):
    for section in plan["sections"]:
        positions = [measure["position"] for measure in section["measures"]]
        assert positions == list(range(1, len(positions) + 1)), section["code"]


def test_every_measure_has_exactly_the_agreed_fields(measures):
    wrong = {m["code"]: set(m) ^ MEASURE_KEYS for m in measures if set(m) != MEASURE_KEYS}
    assert wrong == {}


def test_every_text_comes_in_both_languages(plan):
    assert [stem for stem, found in languages(plan) if found != {"en", "zh"}] == []


def test_no_text_is_empty_and_each_is_in_its_language(plan):
    pairs = texts(plan)
    assert [path for path, value in pairs if not isinstance(value, str) or not value.strip()] == []
    assert [path for path, value in pairs if path.endswith("_zh") and not CJK.search(value)] == []
    assert [path for path, value in pairs if path.endswith("_en") and CJK.search(value)] == []


def test_titles_stay_short(measures):
    assert [m["code"] for m in measures if len(m["name_en"]) > 80 or len(m["name_zh"]) > 40] == []


@pytest.mark.parametrize("key", ["name_en", "name_zh"])
def test_no_name_of_a_section_or_measure_is_repeated(plan, measures, key):
    counts = Counter(item[key] for item in [*plan["sections"], *measures])
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("key", ["text_en", "text_zh"])
def test_no_text_of_a_measure_is_repeated(measures, key):
    counts = Counter(measure[key] for measure in measures)
    assert [text for text, count in counts.items() if count > 1] == []


def test_commitment_and_element_are_known_codes(measures):
    assert {measure["commitment"] for measure in measures} == COMMITMENTS
    assert {measure["element"] for measure in measures} <= ELEMENTS


def test_zones_form_a_tree_with_the_five_pilots_in_plan_order(plan):
    zones = {zone["code"]: zone for zone in plan["zones"]}
    assert len(zones) == len(plan["zones"])
    ordered = sorted(zones.values(), key=lambda zone: zone["sort_order"])
    assert [zone["code"] for zone in ordered if zone["pilot"]] == PILOTS
    for zone in zones.values():
        assert zone["level"] in {"city", "province"}
        if zone["level"] == "city":
            assert zones[zone["parent"]]["level"] == "province"
        else:
            assert zone["parent"] is None


def test_measures_name_only_zones_of_the_plan(plan, measures):
    known = {zone["code"] for zone in plan["zones"]}
    assert {m["code"]: m["zones"] for m in measures if set(m["zones"]) - known} == {}
    assert [m["code"] for m in measures if len(set(m["zones"])) != len(m["zones"])] == []


def test_clauses_that_name_places_keep_them(measures):
    named = {m["code"]: set(m["zones"]) for m in measures if m["zones"]}
    provinces = {"310000", "320000", "330000", "340000"}
    assert named == {
        "M063": {"310000"},
        "M080": {"320100", "340100", "330400"},
        "M089": provinces,
        "M090": provinces,
        "M095": provinces,
    }


def test_functions_are_known_and_the_lead_does_not_cooperate_with_itself(measures):
    for measure in measures:
        cooperating = measure["cooperating_functions"]
        assert {measure["lead_function"], *cooperating} <= FUNCTIONS, measure["code"]
        assert measure["lead_function"] not in cooperating, measure["code"]
        assert len(set(cooperating)) == len(cooperating), measure["code"]


def test_every_lead_function_has_an_agency_in_the_zone_or_in_the_province_above(plan, measures):
    parents = {zone["code"]: zone["parent"] for zone in plan["zones"]}
    offices = {(agency["zone"], agency["function"]) for agency in read("agencies.yaml")["agencies"]}
    orphans = [
        (measure["code"], zone)
        for measure in measures
        for zone in measure["zones"] or PILOTS
        if not {(zone, measure["lead_function"]), (parents[zone], measure["lead_function"])} & offices
    ]
    assert orphans == []


def test_indicators_of_measures_exist_and_every_indicator_serves_a_measure(measures):
    known = {indicator["code"] for indicator in read("indicators.yaml")["indicators"]}
    used = [code for measure in measures for code in measure["indicators"]]
    assert set(used) - known == set()
    assert known - set(used) == set()
    assert [m["code"] for m in measures if len(set(m["indicators"])) != len(m["indicators"])] == []


def test_plan_and_indicators_tell_of_the_same_links(measures):
    from_plan = {(measure["code"], code) for measure in measures for code in measure["indicators"]}
    from_indicators = {
        (code, indicator["code"])
        for indicator in read("indicators.yaml")["indicators"]
        for code in indicator["measures"]
    }
    assert from_plan ^ from_indicators == set()


def test_programme_lasts_five_years_and_names_its_issuers_once(plan):
    program = plan["program"]
    assert program["code"] == FOLDER.name
    assert (program["start"].isoformat(), program["end"].isoformat()) == ("2022-11-21", "2027-11-20")
    codes = [body["code"] for body in plan["issuing_bodies"]]
    assert len(codes) == len(set(codes)) == 7
    assert plan["include"] == ["agencies.yaml", "indicators.yaml"]
