"""Trends: the programme beside its zones, and figures to which something is missing off the line."""

from reports.content.report import build_report
from reports.content.tree import Chart
from tests.factories.result import sample_result
from tests.reports.conftest import META, content_of


def chart_of(content, key) -> Chart:
    return next(
        block for section in content.sections for block in section.blocks if block.kind == "chart" and block.key == key
    )


def values_of(chart):
    return chart.spec["data"]["values"]


def test_the_programme_comes_first():
    columns = [column.title for column in chart_of(content_of("sample", "en"), "trend_IND01").data.columns]
    assert columns[:3] == ["Period", "Programme", "Shanghai"]


def test_a_partial_sum_is_a_hollow_mark_with_its_word_in_the_legend():
    chart = chart_of(content_of("sample", "en"), "trend_IND02")
    partial = [point for point in values_of(chart) if point["series"].startswith("Partial")]
    assert [(point["zone"], point["day"]) for point in partial] == [("Programme", "2026-09-30")]
    marks = [layer["mark"] for layer in chart.spec["spec"]["layer"]]
    assert {"type": "point", "filled": False, "fill": "white", "size": 22, "strokeWidth": 1.2} in marks
    assert not any(
        point["series"].startswith("Partial")
        for point in values_of(chart_of(content_of("sample", "en"), "trend_IND01"))
    )


def test_the_figures_of_a_chart_keep_partial_ones_apart():
    chart = chart_of(content_of("sample", "zh-hans"), "trend_IND02")
    last = chart.data.rows[-1].cells
    assert chart.data.columns[-1].title == "部分数据"
    assert (last[1].value, last[-1].text) == (None, "总体 736.8")
    assert [chart.data.columns[place].title for place in chart.native_columns][:2] == ["上海市", "南京市"]


def test_a_line_breaks_at_a_missing_and_at_a_partial_figure():
    result = sample_result()
    history = next(line for line in result["lines"] if (line["indicator"], line["zone"]) == ("IND01", "310000"))["history"]  # fmt: skip
    history[3]["value"], history[6]["partial"] = None, True
    values = values_of(chart_of(build_report(result, "en", META), "trend_IND01"))
    runs = [point["run"] for point in values if (point["zone"], point["series"]) == ("Shanghai", "Actual")]
    assert len(set(runs)) == 3
