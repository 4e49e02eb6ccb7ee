"""The whole result: its shape, its counts, and how long it takes."""

import json
import sys
import time
from dataclasses import replace
from datetime import date

import pytest

from reports.evaluation.changes import previous_of
from reports.evaluation.programme import evaluate_programme
from reports.evaluation.reasons import REASONS
from reports.evaluation.types import Agency, Measure, Section
from tests.reports.evaluation.builders import D, cell, indicator, inputs, owed, scope, target, task, zones

SEPTEMBER = date(2026, 9, 30)
GIVEN = inputs(
    scope=scope(demonstration=True),
    zones=zones("C", "A", "B"),
    sections=(Section("S02", 2, "Two", "二"), Section("S01", 1, "One", "一")),
    measures=(
        Measure("M003", "S02", 1, "c", "丙"),
        Measure("M002", "S01", 2, "b", "乙"),
        Measure("M001", "S01", 1, "a", "甲"),
        Measure("M999", "S99", 1, "x", "x"),
    ),
    agencies=(Agency("B-STC", "b", "b", "B"), Agency("A-STC", "a", "a", "A")),
    indicators=(
        indicator("IND02", zone_rule="none", measures=("M002", "M001")),
        indicator("IND01", measures=("M001",), zones=("A", "B", "elsewhere")),
    ),
    targets=(target(), target(indicator="IND02", zone="B", type="minimum", target=D(1)), target(zone="elsewhere")),
    cells=(cell("2026-Q3", "150"), cell("2026-Q3", "5", "B", "IND02"), cell("2026-Q3", "9", "elsewhere")),
    tasks=(
        task("T3", state="closed", closed=SEPTEMBER),
        task("T1", due=SEPTEMBER, original_due=SEPTEMBER),
        task("T2", state="draft"),
        task("T4", zone="", measure="M003", section="S02"),
    ),
    obligations=(owed("A", date(2026, 10, 10)), owed("B")),
)


@pytest.fixture(scope="module")
def result():
    """The result of the small programme above."""
    return evaluate_programme(GIVEN)


def test_the_parts_of_a_result(result):
    assert list(result) == [
        "schema", "program", "scope", "zones", "sections", "measures", "agencies", "indicators",
        "rules", "lines", "tasks", "quality", "coverage", "summary", "changes",
    ]  # fmt: skip
    assert result["schema"] == "1"
    assert result["program"] == {
        "code": "pilot",
        "name_en": "Pilot",
        "name_zh": "试点",
        "start": "2022-11-21",
        "end": "2027-11-20",
        "demonstration": True,
    }


def test_the_scope(result):
    fingerprint = result["scope"].pop("fingerprint")
    assert len(fingerprint) == 64
    assert result["scope"] == {
        "kind": "quarterly",
        "period": "2026-Q3",
        "period_start": "2026-07-01",
        "period_end": "2026-09-30",
        "as_of": "2026-10-25T12:00:00+00:00",
        "method_version": "1",
    }
    result["scope"]["fingerprint"] = fingerprint


def test_the_plan_comes_in_its_own_order(result):
    assert [zone["code"] for zone in result["zones"]] == ["C", "A", "B"]
    assert [(section["code"], section["number"]) for section in result["sections"]] == [("S01", 1), ("S02", 2)]
    assert [measure["code"] for measure in result["measures"]] == ["M001", "M002", "M003", "M999"]
    assert result["measures"][0] == {
        "code": "M001", "name_en": "a", "name_zh": "甲", "section": "S01", "position": 1, "tasks": 2, "indicators": ["IND01", "IND02"],
    }  # fmt: skip
    assert result["agencies"][0] == {"code": "A-STC", "name_en": "a", "name_zh": "a", "zone": "A"}


def test_the_indicators(result):
    first, second = result["indicators"]
    assert (first["code"], first["target_type"], first["measures"]) == ("IND01", "increase", ["M001"])
    assert (second["code"], second["target_type"], second["measures"]) == ("IND02", "minimum", ["M001", "M002"])
    assert set(first) == {
        "code", "name_en", "name_zh", "definition_en", "definition_zh", "unit_en", "unit_zh", "decimals", "direction",
        "nature", "frequency", "zone_rule", "target_type", "measures",
    }  # fmt: skip
    assert evaluate_programme(inputs())["indicators"][0]["target_type"] is None


def test_lines_stand_where_the_indicator_applies_and_may_be_aggregated(result):
    assert [(line["indicator"], line["zone"]) for line in result["lines"]] == [
        ("IND01", "A"), ("IND01", "B"), ("IND01", ""), ("IND02", "C"), ("IND02", "A"), ("IND02", "B"),
    ]  # fmt: skip
    assert result["lines"][2]["value"] == "150"


def test_the_summary_counts_zone_lines_once(result):
    assert result["summary"] == {
        "indicator_counts": {"on_track": 2, "at_risk": 0, "off_track": 0, "completed": 0, "not_rated": 0, "no_data": 3},
        "task_counts": {"on_track": 1, "at_risk": 0, "off_track": 1, "completed": 1, "not_rated": 0},
        "task_total": 3,
        "task_closed": 1,
        "task_overdue": 1,
        "completeness": "0.5",
        "timeliness": "0.5",
    }
    assert sum(result["summary"]["indicator_counts"].values()) == 5


def test_tasks_quality_and_coverage_are_there(result):
    assert [line["code"] for line in result["tasks"]["lines"]] == ["T1", "T2", "T3", "T4"]
    assert [row["zone"] for row in result["tasks"]["by_zone"]] == ["C", "A", "B", ""]
    assert [(row["section"], row["zone"]) for row in result["tasks"]["by_section_zone"]] == [("S01", "A"), ("S02", "")]
    assert [row["agency"] for row in result["quality"]["by_agency"]] == ["A-STC", "B-STC"]
    assert result["coverage"] == {
        "measures_without_task": ["M002", "M999"], "tasks_claiming_done": 1, "tasks_without_evidence": ["T3"],
        "measures_without_indicator": ["M003", "M999"],
    }  # fmt: skip


def test_a_result_is_plain_json_and_reads_back_as_the_earlier_one(result):
    loaded = json.loads(json.dumps(result, ensure_ascii=False))
    assert loaded == result
    later = evaluate_programme(replace(GIVEN, previous=previous_of(loaded)))
    assert later["changes"]["rating_moves"] == later["changes"]["restated"] == later["changes"]["newly_closed"] == []


def test_no_number_is_a_float(result):
    def kinds(tree):
        if isinstance(tree, dict):
            return set().union(*map(kinds, tree.values()), set())
        if isinstance(tree, list):
            return set().union(*map(kinds, tree), set())
        return {type(tree)}

    assert kinds(result) <= {str, int, bool, type(None)}


def test_every_reason_is_a_listed_one(result):
    rows = [*result["lines"], *result["tasks"]["lines"]]
    reasons = [each for row in rows for each in row["reasons"]]
    assert reasons
    assert all(set(each["params"]) == set(REASONS[each["code"]]) for each in reasons)


def test_an_empty_programme_has_a_result():
    empty = evaluate_programme(inputs(zones=(), indicators=()))
    assert (empty["lines"], empty["tasks"]["lines"], empty["summary"]["task_total"]) == ([], [], 0)


def large(zone_count: int, indicator_count: int):
    """A programme with five quarters of data and a target for every pair."""
    known = tuple(
        indicator(f"IND{number:03d}", zone_rule="sum" if number % 2 else "mean") for number in range(indicator_count)
    )
    places = zones(*(f"Z{number:03d}" for number in range(zone_count)))
    quarters = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
    pairs = [(each.code, zone.code) for each in known for zone in places]
    return inputs(
        zones=places,
        indicators=known,
        targets=tuple(target(indicator=code, zone=zone) for code, zone in pairs),
        cells=tuple(cell(quarter, "120.5", zone, code) for code, zone in pairs for quarter in quarters),
    )


def test_a_hundred_indicators_in_five_zones_take_well_under_a_second():
    given = large(5, 100)
    times = []
    for _ in range(3):
        start = time.process_time()
        evaluate_programme(given)
        times.append(time.process_time() - start)
    assert min(times) < 1


def calls(zone_count: int, indicator_count: int) -> int:
    """Python calls of one evaluation: work that does not depend on how busy the machine is."""
    given, count = large(zone_count, indicator_count), [0]

    def seen(_frame, event, _argument):
        count[0] += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        evaluate_programme(given)
    finally:
        sys.setprofile(before)
    return count[0]


def test_the_work_grows_with_the_lines_and_not_faster():
    calls(2, 2)  # fills the caches of period arithmetic
    assert calls(24, 5) < 8.2 * calls(3, 5)
    assert calls(3, 40) < 8.2 * calls(3, 5)
