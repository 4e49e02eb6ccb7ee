"""What stands beside a figure: what it spans, what is missing in it, what a target of each year asks and counts."""

import pytest
from django.utils import translation

from reports.content.lines import attained_cell, previous_cell, target_cell, value_notes
from reports.content.report import build_report
from reports.content.source import Source
from tests.factories.result import sample_result
from tests.reports.conftest import META


def source_of(language: str, **fields: object) -> tuple[dict, Source]:
    """The programme's line of the second indicator with other fields, and a source around it."""
    result = sample_result()
    line = next(line for line in result["lines"] if (line["indicator"], line["zone"]) == ("IND01", ""))
    line.update(fields)
    return line, Source(result, language, META)


NOTES = [
    ({"missing_periods": ["2026-06"]}, ["without June 2026"], ["不含2026年6月"]),
    ({"missing_periods": ["2026-04", "2026-05", "2026-06"]}, ["3 periods missing"], ["缺3期数据"]),
    ({"covers": "since_baseline"}, ["total since the end of Q3 2023"], ["2023年第三季度末以来累计"]),
    ({"covers": "since_baseline", "value_period": "2026-S1"}, ["total since the end of Q3 2023", "First half of 2026"], ["2023年第三季度末以来累计", "2026年上半年"]),
    ({"covers": "year_to_date", "value_period": "2026-06"}, ["January to June 2026"], ["2026年1—6月累计"]),
    ({"covers": "year_to_date", "value_period": "2026-01"}, ["January 2026"], ["2026年1月"]),
    ({"covers": "year_to_date", "value_period": "2025-12"}, ["2025"], ["2025年"]),
    ({"value_period": "2025"}, ["2025"], ["2025年"]),
    ({"value": None, "covers": "since_baseline", "status": "M"}, ["reported as missing"], ["报告为缺失"]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "english", "chinese"), NOTES)
def test_a_figure_says_what_it_spans_and_what_is_missing(fields, english, chinese):
    for language, notes in (("en", english), ("zh-hans", chinese)):
        line, source = source_of(language, **fields)
        with translation.override(language):
            assert value_notes(line, source) == notes


def test_the_year_of_an_annual_evaluation_is_not_said_again():
    line, source = source_of("en", covers="year_to_date", value_period="2025-12")
    source.scope["period"] = "2025"
    assert value_notes(line, source) == []


@pytest.mark.parametrize(
    ("reason", "english", "chinese"),
    [
        ("different_coverage", "other coverage", "口径范围不同"),
        ("year_restarted", "total restarts in January", "每年1月重新累计"),
        ("reported_missing", "reported as missing", "报告为缺失"),
        ("not_due", "not due yet", "未到报送期"),
        ("no_value", "no data", "无数据"),
        ("zero_denominator", "not computable", "无法计算"),
    ],
)
def test_a_refused_previous_figure_says_why(reason, english, chinese):
    for language, words in (("en", english), ("zh-hans", chinese)):
        line, source = source_of(language, previous=None, previous_reason=reason)
        with translation.override(language):
            cell = previous_cell(line, source)
        assert (cell.text, cell.detail) == ("—", words)


def test_the_previous_figure_names_its_period_where_the_value_has_one_of_its_own():
    line, source = source_of("en", value_period="2026-06", previous_period="2026-03")
    assert previous_cell(line, source).detail == "March 2026"
    line, source = source_of("en")
    assert previous_cell(line, source).detail == ""


def yearly(language: str, **fields: object) -> tuple[dict, Source]:
    """A line whose target holds for every year, 59.65 % of this year's reached."""
    values = {"target": "1530", "attainment": "0.5965", "attainment_kind": "year", "years_met": 2, "years_tested": 2}
    line, source = source_of(language, **{**values, **fields})
    source.indicator("IND01")["target_type"] = "yearly"
    return line, source


def test_a_target_of_each_year_shows_this_years_share_and_the_years_met():
    line, source = yearly("en")
    assert (attained_cell(line).text, attained_cell(line).detail) == ("59.7%", "of this year; 2 of 2 years met")
    assert (target_cell(line, source).text, target_cell(line, source).detail) == ("1,530.0", "each year")
    with translation.override("zh-hans"):
        line, source = yearly("zh-hans")
        assert attained_cell(line).detail == "占全年目标；已达标2/2年"
        assert target_cell(line, source).detail == "每年"


def test_before_a_year_is_over_no_year_is_counted():
    line, _source = yearly("en", years_met=0, years_tested=0)
    assert attained_cell(line).detail == "of this year"
    line, _source = yearly("en", years_met=1, years_tested=2, attainment=None, attainment_kind=None)
    assert (attained_cell(line).text, attained_cell(line).detail) == ("—", "1 of 2 years met")


@pytest.mark.parametrize(
    ("kind", "params", "text", "detail"),
    [
        ("minimum", {}, "1,530.0", "at least"),
        ("maximum", {}, "1,530.0", "at most"),
        ("maintain", {"low": "90", "high": "95"}, "90.0 – 95.0", ""),
        ("increase", {}, "1,530.0", ""),
    ],
)
def test_a_target_says_how_it_is_meant(kind, params, text, detail):
    target = None if kind == "maintain" else "1530"
    line, source = source_of("en", target=target, reasons=[{"code": "in_range", "params": params}])
    source.indicator("IND01")["target_type"] = kind
    assert (target_cell(line, source).text, target_cell(line, source).detail) == (text, detail)


def test_periods_of_the_annex_are_words():
    rows = build_report(sample_result(), "zh-hans", META).table("indicator_details").rows
    assert rows[0].cells[7].text == "2027年第三季度"
