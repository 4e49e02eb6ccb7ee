"""Each rule finds what it is for, at the right place, and leaves everything else alone."""

from datetime import date
from typing import Any

import pytest

from indicators.validation.registry import COMPARING_RULES, LEAVING_OUT, ROW_RULES, SEVERITIES
from tests.indicators.validation.cases import codes, findings, line

GOOD = [
    line("0"),
    line("47260.55"),
    line("47260.500"),
    line("-3.5", indicator="FLOW", period="2026-07"),
    line("3.0", indicator="COUNT", period="2025"),
    line("100", indicator="SHARE"),
    line(None, status="M", note="survey not held"),
    line("", status="M", note="survey not held"),
    line("1", dimensions={"size": "small"}),
    line("1", dimensions={}),
    line("1", status=None, note=None),
    line("1", status="P", note="tab\tand\nnew line, 汉字 😀"),
    line("999999999999999"),
    line(" 5 ", indicator=" LOANS ", zone="310000 ", period=" 2026-Q3") | {"value": "5"},
    line("1", indicator="CROSSED", dimensions={"size": "small", "sector": "ai"}),
]
BAD: list[tuple[str, dict[str, Any], str]] = [
    ("unknown_indicator", line(indicator="LOAN"), "indicator"),
    ("unknown_indicator", line(indicator=""), "indicator"),
    ("computed_indicator", line(indicator="RATIO"), "indicator"),
    ("unknown_zone", line(zone="999999"), "zone"),
    ("foreign_cell", line(zone="320100"), "zone"),
    ("bad_period", line(period="2026Q3"), "period"),
    ("bad_period", line(period=""), "period"),
    ("wrong_frequency", line(period="2026-07"), "period"),
    ("wrong_frequency", line(period="2025"), "period"),
    ("period_closed", line(period="2026-Q1"), "period"),
    ("period_not_open", line(period="2026-Q4"), "period"),
    ("future_period", line(period="2031-Q1"), "period"),
    ("unknown_dimension", line(dimensions={"colour": "red"}), "dimensions/colour"),
    ("unknown_dimension", line(indicator="SHARE", dimensions={"size": "small"}), "dimensions/size"),
    ("unknown_dimension_value", line(dimensions={"size": "tiny"}), "dimensions/size"),
    ("missing_dimension", line(indicator="CROSSED", dimensions={"size": "small"}), "dimensions/sector"),
    ("not_a_number", line("abc"), "value"),
    ("not_a_number", line("1e5"), "value"),
    ("not_a_number", line("NaN"), "value"),
    ("not_a_number", line("1,5"), "value"),
    ("not_a_number", line("1.2.3"), "value"),
    ("not_a_number", line(True), "value"),
    ("not_a_number", line({"a": 1}), "value"),
    ("too_long", line("1" * 300), "value"),
    ("not_a_number", line("=1+1"), "value"),
    ("unit_suffix", line("4.2亿"), "value"),
    ("unit_suffix", line("3万"), "value"),
    ("unit_suffix", line("85%"), "value"),
    ("unit_suffix", line("1,234.5 亿元"), "value"),
    ("unit_suffix", line("７家"), "value"),
    ("normalised", line("４３５．５"), "value"),
    ("normalised", line("1,234,567.5"), "value"),
    ("normalised", line("+5"), "value"),
    ("normalised", line("007"), "value"),
    ("normalised", line("1 234"), "value"),
    ("too_precise", line("1.234"), "value"),
    ("too_long", line("1234567890123456"), "value"),
    ("not_whole", line("1.5", indicator="COUNT", period="2025"), "value"),
    ("out_of_range", line("-0.01"), "value"),
    ("out_of_range", line("100.01", indicator="SHARE"), "value"),
    ("unknown_status", line(status="X"), "status"),
    ("unknown_status", line(status="a"), "status"),
    ("missing_without_reason", line(None), "value"),
    ("missing_without_reason", line("  "), "value"),
    ("missing_without_reason", line(None, status="M"), "note"),
    ("value_with_missing_status", line("0", status="M", note="why"), "value"),
    ("value_with_missing_status", line("0", status="M"), "value"),
    ("note_too_long", line(note="x" * 2001), "note"),
    ("control_character", line(note="a\x00b"), "note"),
    ("control_character", line(note="a\ud800b"), "note"),
    ("control_character", line(note="a\u202eb"), "note"),
    ("not_text", line(indicator=["LOANS"]), "indicator"),
    ("not_text", line(note={"a": 1}), "note"),
    ("not_text", line(dimensions="size:small"), "dimensions"),
    ("not_text", line(dimensions={"size": 1}), "dimensions"),
    ("date_in_cell", line(period=date(2026, 7, 1)), "period"),
    ("date_in_cell", line(date(2026, 7, 1)), "value"),
]


@pytest.mark.parametrize("row", GOOD, ids=range(len(GOOD)))
def test_good_rows_have_no_finding(row: dict[str, Any]) -> None:
    assert findings(row) == []


@pytest.mark.parametrize(
    ("code", "row", "column"), BAD, ids=[f"{number}-{code}" for number, (code, *_) in enumerate(BAD)]
)
def test_a_bad_row_has_its_finding_at_its_place_and_no_other(code: str, row: dict[str, Any], column: str) -> None:
    assert [(finding.code, finding.column, finding.row, finding.severity) for finding in findings(row)] == [
        (code, column, 0, SEVERITIES[code])
    ]


def test_one_bad_row_does_not_hide_or_spoil_another() -> None:
    everything = [row for _code, row, _column in BAD]
    found = {finding.row for finding in findings(*everything)}
    assert found == set(range(len(everything)))


def test_every_rule_is_tried_here() -> None:
    tried = {code for code, *_ in BAD} | {"unknown_field", "not_a_row", "duplicate_row"}
    assert tried == {rule.CODE for rule in ROW_RULES}
    assert {rule.CODE for rule in (*LEAVING_OUT, *COMPARING_RULES)} == SEVERITIES.keys() - tried


def test_a_row_may_have_several_faults_at_once() -> None:
    found = codes(line("4.2亿", zone="999999", period="x", status="X", note="\x00"))
    assert found == ["unknown_zone", "bad_period", "unit_suffix", "unknown_status", "control_character"]


def test_duplicates_are_found_however_they_are_spelt() -> None:
    rows = [
        line("1", indicator="FLOW", period="2026-07"),
        line("1", indicator="FLOW", period="2026-M07"),
        line("1"),
        line("2", dimensions={}),
        line("3", dimensions={"size": "small"}),
    ]
    found = findings(*rows)
    assert [(finding.code, finding.row, finding.params) for finding in found if finding.code == "duplicate_row"] == [
        ("duplicate_row", 1, {"first": 0}),
        ("duplicate_row", 3, {"first": 2}),
    ]


def test_the_order_of_dimensions_does_not_matter_for_duplicates() -> None:
    one = line("1", indicator="CROSSED", dimensions={"size": "small", "sector": "ai"})
    assert codes(one, {**one, "dimensions": {"sector": "ai", "size": "small"}}) == ["duplicate_row"]


def test_unknown_columns_and_rows_that_are_none() -> None:
    found = findings(line(), line("2", indicator="SHARE"), unknown=[(None, "colour"), (1, "remark"), (0, "")])
    assert [(finding.row, finding.column, finding.code) for finding in found] == [
        (None, "colour", "unknown_field"),
        (0, "", "not_a_row"),
        (1, "remark", "unknown_field"),
    ]


@pytest.mark.parametrize(
    ("value", "indicator", "suggestion"),
    [
        ("4.2亿", "LOANS", "4.2"),
        ("42000万", "LOANS", "4.2"),
        ("42000万元", "LOANS", "4.2"),
        ("420000000元", "LOANS", "4.2"),
        ("0.042万亿", "LOANS", "420"),
        ("4.2亿", "FLOW", "42000"),
        ("85%", "SHARE", "85"),
        ("85‰", "SHARE", "8.5"),
        ("85%", "LOANS", ""),
        ("3万", "SHARE", ""),
        ("1.2万家", "COUNT", "12000"),
        ("1.5 bn", "LOANS", "15"),
    ],
)
def test_a_unit_gives_the_amount_in_the_indicators_own_unit(value: str, indicator: str, suggestion: str) -> None:
    period = {"FLOW": "2026-07", "COUNT": "2025"}.get(indicator, "2026-Q3")
    (found,) = findings(line(value, indicator=indicator, period=period))
    assert (found.code, found.params["suggestion"]) == ("unit_suffix", suggestion)


def test_misspelt_indicators_get_a_guess() -> None:
    (found,) = findings(line(indicator="LOANZ"))
    assert found.params["near"] == ["LOANS"]


def test_hints_name_an_open_period_of_the_right_frequency() -> None:
    (found,) = findings(line(period="2026-07"))
    assert (found.params["frequency"], found.params["example"]) == ("Q", "2026-Q3")


def test_values_are_told_as_they_stood_but_harmless() -> None:
    (found,) = findings(line("a\x00b\ud800" + "x" * 500))
    assert found.value == "a\ufffdb\ufffd" + "x" * 196
