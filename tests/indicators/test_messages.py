"""Every code of the rules has words in both directions: entries, parameters and the page of codes agree."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from indicators.code_list import page
from indicators.messages import ENTRIES, words
from indicators.validation.registry import SEVERITIES
from tests.indicators.validation.cases import SIZES, findings, line
from tests.indicators.validation.test_rules import BAD

STORED = (("LOANS", "310000", "", "2026-Q2", 100.0, "A", ""),)
OTHERS = [
    findings(line("1000000"), stored=STORED),
    findings(line("200"), stored=STORED),
    findings(line("3"), stored=STORED),
    findings(line("5"), stored=((*STORED[0][:4], 0.0, "A", ""),)),
    findings(line("50"), *[line("30", dimensions={"size": size}) for size in SIZES[:3]]),
    findings(line("50"), *[line("30", dimensions={"size": size}) for size in SIZES]),
    findings(line(), stored=((*STORED[0][:3], "2026-Q3", 90.0, "A", ""),), newer={0: "2026-10-08T01:00:00+00:00"}),
    findings(line(), line(), unknown=[(None, "colour"), (1, "")]),
]
EXAMPLES = [finding for found in [*OTHERS, *(findings(row) for _code, row, _column in BAD)] for finding in found]


def test_the_rules_and_the_entries_have_the_same_codes() -> None:
    assert ENTRIES.keys() == SEVERITIES.keys()


def test_every_code_has_an_example_here() -> None:
    assert {finding.code for finding in EXAMPLES} == ENTRIES.keys()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_example_is_said_without_a_gap(language: str) -> None:
    with override(language):
        for finding in EXAMPLES:
            params = {**finding.params, "first_row": 1}
            said = words(finding.code, finding.value, params)
            assert said.message, finding
            assert said.hint, finding
            assert not re.search(r"%\(|%%|None|\[\]|  ", said.message + said.hint), said


def test_a_value_with_a_percent_sign_is_said_as_it_stands() -> None:
    assert words("not_a_number", "5 %(x)s %d", {}).message == "“5 %(x)s %d” is not a number."


def test_lists_are_joined_and_units_follow_the_language() -> None:
    params = {
        "suffix": "万",
        "suggestion": "4.2",
        "indicator": "IND01",
        "unit_en": "CNY 100 million",
        "unit_zh": "亿元",
    }
    with override("zh-hans"):
        assert "亿元" in words("unit_suffix", "42000万", params).hint
    assert (
        words("unknown_dimension_value", "x", {"dimension": "size", "values": ["a", "b"]}).hint
        == "Its parts are: a, b."
    )
    assert words("unit_suffix", "85%", {"suffix": "%", "suggestion": ""}).hint == "Write the number alone."


def test_the_page_of_codes_is_current() -> None:
    assert Path(settings.BASE_DIR / "docs" / "codes.md").read_text(encoding="utf-8") == page()


def test_a_jump_is_told_by_its_factor_or_percent() -> None:
    def told(value: str) -> str:
        (found,) = findings(line(value), stored=STORED)
        said = words(found.code, found.value, found.params)
        return f"{said.message} {said.hint}"

    assert "about 102 times the value before (100). Check the decimal point" in told("10200")
    assert "about 1050 times the value before (100). Check the unit: LOANS is given in CNY 100 million" in told(
        "105000"
    )
    assert "about 1/1000 of the value before" in told("0.1")
    assert "by 57 %." in told("157")


def test_a_breakdown_in_words_is_told_how_to_be_written() -> None:
    (found,) = findings(line(dimensions="小型企业"))
    assert words(found.code, found.value, found.params) == (
        "“小型企业” is not the code of a breakdown.",
        "Write one of: size=micro, size=small, size=medium, size=large.",
    )
    with override("zh-hans"):
        assert "size=micro、size=small" in words(found.code, found.value, found.params).hint


def test_an_empty_indicator_is_told_as_such_and_no_hint_names_an_address() -> None:
    (found,) = findings(line(indicator=""))
    assert words(found.code, found.value, found.params).message == "No indicator code is given."
    for finding in EXAMPLES:
        assert "/api/" not in words(finding.code, finding.value, finding.params).hint


def test_an_empty_cell_and_a_missing_reason_are_told_apart() -> None:
    (empty,), (silent,) = findings(line(None)), findings(line(None, status="M"))
    assert words(empty.code, "", empty.params).message == "There is no value."
    assert words(silent.code, "", silent.params).message == "The value is said to be missing, without a reason."
