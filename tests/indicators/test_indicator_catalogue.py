"""The bundled agencies, indicators and demonstration data are complete, bilingual and consistent with each other."""

import re
from collections import Counter
from decimal import Decimal
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / "indicators" / "catalogue" / "yrd-scitech-finance"
PARENTS = {"310000": None, "320100": "320000", "330100": "330000", "340100": "340000", "330400": "330000"}
PREFIXES = {
    "SH": "310000", "NJ": "320100", "HZ": "330100", "HF": "340100", "JX": "330400", "JS": "320000", "ZJ": "330000",
    "AH": "340000",
}  # fmt: skip
ABBREVIATIONS = {
    "PBC": "central_bank", "LFR": "local_financial", "STC": "science", "FIN": "finance", "DRC": "development_reform",
    "IND": "industry", "SEC": "securities", "BIR": "banking_insurance", "IPO": "intellectual_property",
    "COM": "commerce", "DAT": "data", "EDU": "education", "HRS": "human_resources", "SFE": "forex",
    "COO": "coordination",
}  # fmt: skip
INDICATOR_KEYS = {
    "code", "name_en", "name_zh", "definition_en", "definition_zh", "unit", "direction", "frequency", "nature",
    "zone_rule", "time_rule", "weight_indicator", "numerator", "denominator", "scale", "decimals", "minimum", "maximum",
    "whole", "dimensions", "additive", "cumulative", "reporting_function", "due_days", "measures",
}  # fmt: skip
ALLOWED = {
    "direction": {"increase", "decrease", "range", "none"},
    "frequency": {"M", "Q", "S", "A"},
    "nature": {"stock", "flow", "rate", "yes_no"},
    "zone_rule": {"sum", "mean", "weighted_mean", "ratio_of_sums", "max", "min", "count_yes", "none"},
    "time_rule": {"last", "sum", "recompute", "none"},
}
TARGET_TYPES = {"increase", "decrease", "minimum", "maximum", "maintain", "cumulative", "yearly", "step"}
PATHS = {"linear", "geometric", "step", "s_curve"}
PERIODS = {"M": r"20\d\d-(0[1-9]|1[0-2])", "Q": r"20\d\d-Q[1-4]", "S": r"20\d\d-S[12]", "A": r"20\d\d"}
MEASURE = re.compile(r"M0(0[1-9]|[1-8]\d|9[0-6])")
CJK = re.compile(r"[\u4e00-\u9fff]")


def read(name: str) -> dict[str, Any]:
    """The parsed YAML file of that name in the catalogue folder."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def agencies() -> list[dict[str, Any]]:
    """All agencies, in file order."""
    return read("agencies.yaml")["agencies"]


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Any]:
    """Units, dimensions and indicators as in the file."""
    return read("indicators.yaml")


@pytest.fixture(scope="module")
def indicators(catalogue: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Indicator code to indicator; duplicate codes would shrink it, which a test counts."""
    return {indicator["code"]: indicator for indicator in catalogue["indicators"]}


@pytest.fixture(scope="module")
def demo() -> dict[str, dict[str, Any]]:
    """Indicator code to its demonstration entry."""
    return read("demo.yaml")["indicators"]


@pytest.fixture(scope="module")
def targets(demo: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Indicator code to its demonstration target, without those that have none."""
    return {code: entry["target"] for code, entry in demo.items() if entry["target"]}


def covered(agencies: list[dict[str, Any]], zone: str, function: str) -> bool:
    """Whether an agency of that function sits in the zone or in the province above it."""
    places = {zone, PARENTS[zone]}
    return any(agency["function"] == function and agency["zone"] in places for agency in agencies)


def is_text(english: str, chinese: str) -> bool:
    """Whether both languages are filled, the English one without Chinese characters and the Chinese one with them."""
    return bool(english.strip()) and not CJK.search(english) and bool(CJK.search(chinese))


def test_agency_codes_tell_zone_and_function_and_are_unique(agencies):
    assert 80 <= len(agencies) <= 95
    codes = [agency["code"] for agency in agencies]
    assert not [code for code, times in Counter(codes).items() if times > 1]
    for agency in agencies:
        prefix, abbreviation = agency["code"].split("-")
        assert (agency["zone"], agency["function"]) == (PREFIXES[prefix], ABBREVIATIONS[abbreviation]), agency["code"]


def test_agencies_are_named_in_both_languages_and_no_name_comes_twice(agencies):
    for agency in agencies:
        assert is_text(agency["name_en"], agency["name_zh"]), agency["code"]
        assert is_text(agency["short_en"], agency["short_zh"]), agency["code"]
    for key in ("name_en", "name_zh", "short_en", "short_zh"):
        names = Counter(agency[key] for agency in agencies)
        assert not [name for name, times in names.items() if times > 1], key


def test_securities_and_coordination_stay_with_the_provinces_and_shanghai(agencies):
    for function in ("securities", "coordination"):
        places = {agency["zone"] for agency in agencies if agency["function"] == function}
        assert places == {"310000", "320000", "330000", "340000"}


def test_every_pilot_zone_has_an_agency_for_each_function_that_reports_or_leads(agencies, indicators):
    needed = {indicator["reporting_function"] for indicator in indicators.values()}
    for section in read("plan.yaml")["sections"]:
        for measure in section["measures"]:
            needed |= {measure["lead_function"], *measure["cooperating_functions"]}
    missing = [(z, f) for z in PARENTS for f in sorted(needed) if not covered(agencies, z, f)]
    assert not missing


def test_there_are_forty_eight_indicators_with_unique_codes_and_all_keys(catalogue, indicators):
    assert sorted(indicators) == [f"IND{n:02d}" for n in range(1, 49)]
    assert len(catalogue["indicators"]) == len(indicators)
    assert all(set(indicator) == INDICATOR_KEYS for indicator in indicators.values())


def test_indicator_settings_come_from_the_agreed_words(indicators):
    wrong = [(c, key, i[key]) for c, i in indicators.items() for key, words in ALLOWED.items() if i[key] not in words]
    assert not wrong
    assert all(isinstance(i[key], bool) for i in indicators.values() for key in ("whole", "additive", "cumulative"))
    assert all(0 < i["due_days"] <= 366 for i in indicators.values())


def test_names_and_definitions_are_written_in_both_languages(indicators):
    for code, indicator in indicators.items():
        assert is_text(indicator["name_en"], indicator["name_zh"]), code
        assert is_text(indicator["definition_en"], indicator["definition_zh"]), code
        assert 2 <= len(re.findall(r"\.(?=\s|$)", indicator["definition_en"])) <= 5, code
        assert 2 <= indicator["definition_zh"].count("。") <= 5, code
        assert " " not in indicator["definition_zh"], f"{code}: a folded line left a blank between Chinese characters"
    for key in ("name_en", "name_zh", "definition_en", "definition_zh"):
        assert len({indicator[key] for indicator in indicators.values()}) == len(indicators), key


def test_definitions_mention_only_indicators_that_exist_and_the_same_in_both_languages(indicators):
    for code, indicator in indicators.items():
        english = set(re.findall(r"IND\d\d", indicator["definition_en"]))
        assert english == set(re.findall(r"IND\d\d", indicator["definition_zh"])), code
        assert english <= set(indicators), code


def test_units_and_dimensions_are_known_complete_and_used(catalogue, indicators):
    units = {unit["code"]: unit for unit in catalogue["units"]}
    dimensions = {dimension["code"]: dimension for dimension in catalogue["dimensions"]}
    assert {i["unit"] for i in indicators.values()} == set(units)
    assert {code for i in indicators.values() for code in i["dimensions"]} == set(dimensions)
    assert all(set(u) == {"code", "name_en", "name_zh", "base", "multiplier", "decimals"} for u in units.values())
    assert [units[code]["multiplier"] for code in ("CNY_100M", "CNY_10K", "PERSON_10K")] == [8, 4, 4]
    for dimension in dimensions.values():
        codes = [value["code"] for value in dimension["values"]]
        assert len(set(codes)) == len(codes) > 1
        assert all(is_text(entry["name_en"], entry["name_zh"]) for entry in [dimension, *dimension["values"]])


def test_whole_numbers_have_no_decimals_and_bounds_are_in_order(indicators):
    for code, indicator in indicators.items():
        assert not (indicator["whole"] and indicator["decimals"]), code
        low, high = indicator["minimum"], indicator["maximum"]
        assert low is None or high is None or low < high, code


def test_first_indicator_is_the_loan_balance_that_the_interfaces_name(catalogue, indicators):
    first = indicators["IND01"]
    keys = ("unit", "frequency", "nature", "zone_rule", "direction", "reporting_function", "dimensions")
    expected = ["CNY_100M", "Q", "stock", "sum", "increase", "local_financial", ["size"]]
    assert [first[key] for key in keys] == expected
    size = next(dimension for dimension in catalogue["dimensions"] if dimension["code"] == "size")
    assert [value["code"] for value in size["values"]] == ["micro", "small", "medium", "large"]


def test_computed_ratios_divide_indicators_of_their_own_frequency(indicators):
    ratios = {code: i for code, i in indicators.items() if i["numerator"] or i["denominator"]}
    assert sorted(ratios) == ["IND09", "IND34", "IND39", "IND45"]
    for code, ratio in ratios.items():
        assert (ratio["nature"], ratio["zone_rule"], ratio["time_rule"]) == ("rate", "ratio_of_sums", "recompute"), code
        assert not ratio["additive"], code
        parts = [indicators[ratio["numerator"]], indicators[ratio["denominator"]]]
        assert {part["frequency"] for part in parts} == {ratio["frequency"]}, code
        assert ratio["scale"] == (100 if ratio["unit"] == "PERCENT" else 1), code


def test_ratio_of_sums_and_weighted_mean_name_what_they_need(indicators):
    for code, indicator in indicators.items():
        is_ratio = indicator["zone_rule"] == "ratio_of_sums"
        assert bool(indicator["numerator"]) == bool(indicator["denominator"]) == is_ratio, code
        assert bool(indicator["weight_indicator"]) == (indicator["zone_rule"] == "weighted_mean"), code
        assert indicator["scale"] == 1 or is_ratio, code
        if indicator["weight_indicator"]:
            assert indicators[indicator["weight_indicator"]]["frequency"] == indicator["frequency"], code


def test_indicators_depend_on_each_other_without_a_cycle(indicators):
    links = ("numerator", "denominator", "weight_indicator")
    graph = {code: {i[link] for link in links if i[link]} for code, i in indicators.items()}
    assert set().union(*graph.values()) <= set(indicators)
    assert len(list(TopologicalSorter(graph).static_order())) == len(indicators)


def test_time_rule_follows_from_what_the_number_is(indicators):
    for code, indicator in indicators.items():
        assert not indicator["cumulative"] or indicator["nature"] == "flow", code
        if indicator["nature"] == "flow":
            assert indicator["time_rule"] == ("last" if indicator["cumulative"] else "sum"), code
        if indicator["nature"] == "stock":
            assert indicator["time_rule"] == "last", code
        if indicator["nature"] == "rate":
            assert indicator["zone_rule"] != "sum", code


def test_the_mix_covers_frequencies_directions_dimensions_and_cumulative_values(indicators):
    frequencies = Counter(indicator["frequency"] for indicator in indicators.values())
    assert frequencies["M"] >= 2
    assert frequencies["S"] >= 1
    assert frequencies["A"] >= 4
    assert frequencies["Q"] > len(indicators) / 2
    assert sum(indicator["direction"] == "decrease" for indicator in indicators.values()) >= 5
    assert sum(bool(indicator["dimensions"]) for indicator in indicators.values()) >= 5
    assert sum(indicator["cumulative"] for indicator in indicators.values()) >= 5


def test_every_indicator_monitors_measures_of_the_plan(indicators):
    for code, indicator in indicators.items():
        assert indicator["measures"], code
        assert all(MEASURE.fullmatch(measure) for measure in indicator["measures"]), code
        assert len(set(indicator["measures"])) == len(indicator["measures"]), code


def test_every_reported_indicator_has_demonstration_levels_and_no_computed_one(indicators, demo):
    assert set(demo) == set(indicators)
    for code, entry in demo.items():
        assert ("levels" in entry) == (indicators[code]["numerator"] is None), code
    assert "演示" in read("demo.yaml")["label_zh"]


def test_demonstration_levels_are_complete_and_within_bounds(indicators, demo):
    for code, entry in demo.items():
        if "levels" not in entry:
            continue
        assert set(entry["levels"]) == set(PARENTS), code
        indicator = indicators[code]
        for level in entry["levels"].values():
            assert level > (indicator["minimum"] or 0), code
            assert indicator["maximum"] is None or level < indicator["maximum"], code
            assert not indicator["whole"] or isinstance(level, int), code
        assert -0.5 < entry["annual_growth"] < 0.5, code
        assert 0 <= entry["noise"] <= 0.25, code


def test_demonstration_growth_agrees_with_the_wanted_direction(indicators, demo):
    for code, entry in demo.items():
        if "levels" in entry and indicators[code]["direction"] in {"increase", "decrease"}:
            assert (entry["annual_growth"] > 0) == (indicators[code]["direction"] == "increase"), code


def test_seasonality_has_four_quarters_around_one(indicators, demo):
    seasonal = {code: entry["seasonality"] for code, entry in demo.items() if entry.get("seasonality")}
    assert seasonal
    for code, factors in seasonal.items():
        assert (indicators[code]["frequency"], indicators[code]["nature"], len(factors)) == ("Q", "flow", 4), code
        assert sum(factors) == pytest.approx(4), code


def test_demonstration_shares_split_each_dimension_exactly(catalogue, indicators, demo):
    values = {d["code"]: {value["code"] for value in d["values"]} for d in catalogue["dimensions"]}
    for code, entry in demo.items():
        shares = entry.get("dimension_shares") or {}
        assert sorted(shares) == sorted(indicators[code]["dimensions"]), code
        for dimension, parts in shares.items():
            assert set(parts) == values[dimension], code
            assert sum(Decimal(str(part)) for part in parts.values()) == 1, code
            assert indicators[code]["additive"], code


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("IND04", "IND01"),
        ("IND07", "IND01"),
        ("IND08", "IND01"),
        ("IND20", "IND18"),
        ("IND32", "IND33"),
        ("IND46", "IND47"),
    ],
)
def test_a_part_stays_below_its_whole_over_the_demonstration(demo, part, whole):
    for zone in PARENTS:
        for years in range(5):
            small, large = (
                demo[code]["levels"][zone] * (1 + demo[code]["annual_growth"]) ** years for code in (part, whole)
            )
            assert small < large, (zone, years)


def test_small_enterprise_loans_of_shanghai_reach_the_size_of_the_interface_example(demo):
    entry = demo["IND01"]
    first = entry["levels"]["310000"] * entry["dimension_shares"]["size"]["small"]
    after_eleven_quarters = first * (1 + entry["annual_growth"]) ** (11 / 4)
    assert 46000 < after_eleven_quarters < 47260.5


def test_targets_cover_every_type_and_all_five_zones(targets):
    assert {target["type"] for target in targets.values()} == TARGET_TYPES
    for code, target in targets.items():
        assert set(target) == {
            "type",
            "baseline_period",
            "target_period",
            "path",
            "values",
            "low",
            "high",
            "tolerance",
            "steps",
        }, code
        assert target["path"] in PATHS, code
        assert set(target["values"]) == set(PARENTS), code
        assert all(value > 0 for value in target["values"].values()), code
    assert {target["path"] for target in targets.values()} == PATHS


def test_target_periods_fit_the_frequency_of_the_indicator(indicators, targets):
    for code, target in targets.items():
        pattern = PERIODS[indicators[code]["frequency"]]
        assert re.fullmatch(pattern, target["baseline_period"]), code
        assert re.fullmatch(pattern, target["target_period"]), code
        assert target["baseline_period"] < target["target_period"], code


def test_increases_lie_above_and_decreases_below_the_first_level(demo, targets):
    moving = {code: target for code, target in targets.items() if target["type"] in {"increase", "decrease"}}
    assert moving
    for code, target in moving.items():
        for zone, value in target["values"].items():
            assert (value > demo[code]["levels"][zone]) == (target["type"] == "increase"), (code, zone)


def test_target_type_fits_what_the_number_is(indicators, targets):
    for code, target in targets.items():
        indicator = indicators[code]
        if target["type"] in {"cumulative", "yearly"}:
            assert indicator["nature"] == "flow", code
        if target["type"] == "cumulative":
            assert not indicator["cumulative"], f"{code}: year-to-date values cannot be added up over years"
        if target["type"] in {"increase", "minimum"}:
            assert indicator["direction"] == "increase", code
            assert not indicator["cumulative"], code
        if target["type"] in {"decrease", "maximum"}:
            assert indicator["direction"] == "decrease", code
        if target["type"] == "maintain":
            assert target["low"] < target["high"], code
            assert target["tolerance"] > 0, code
            assert all(target["low"] <= value <= target["high"] for value in target["values"].values()), code
        else:
            assert target["low"] is None, code
            assert target["high"] is None, code


def test_stepped_paths_end_at_the_target_and_never_turn_back(targets):
    stepped = {code: target for code, target in targets.items() if target["path"] in {"step", "s_curve"}}
    assert {code for code, target in targets.items() if target["steps"]} == set(stepped)
    for code, target in stepped.items():
        assert set(target["steps"]) == set(PARENTS), code
        for zone, steps in target["steps"].items():
            assert steps == sorted(steps), (code, zone)
            amounts = [amount for _, amount in steps]
            assert amounts == sorted(amounts), (code, zone)
            end = [target["target_period"], target["values"][zone] if target["path"] == "step" else 1]
            assert steps[-1] == end, (code, zone)
