"""The content tree of the quarterly evaluation."""

import json
import re
from dataclasses import asdict, replace

import pytest

from reports.content.report import build_report
from reports.content.tree import Chart, ReportContent, Table
from tests.factories.result import sample_result
from tests.reports.conftest import META, content_of

KEYS = ["overview", "changes", "ratings", "progress", "indicators", "overdue", "quality", "coverage", "values", "details", "definitions",
        "method", "provenance"]  # fmt: skip


def texts_of(value: object) -> list[str]:
    """Every string that people read in a tree; chart descriptions give their data labels and titles through `alt` only."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, item in value.items() if key not in {"spec", "href", "kind", "key", "meta", "lang", "align", "value",
                "native", "rating", "colors", "language", "style", "items"} for text in texts_of(item)]  # fmt: skip
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts_of(item)]
    return []


def cell_of(content: ReportContent, key: str, row: int, column: int):
    return content.table(key).rows[row].cells[column]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_sections_in_order_and_numbered(language):
    content = content_of("sample", language)
    assert [section.key for section in content.sections] == KEYS
    numbers = [section.number for section in content.sections]
    assert numbers[0] == ("1." if language == "en" else "一、")
    assert numbers[8] == ("Annex A" if language == "en" else "附件1")


def test_same_arguments_give_the_same_tree():
    assert build_report(sample_result(), "zh-hans", META) == content_of("sample", "zh-hans")


def test_chinese_tree_holds_no_english_word():
    tree = asdict(content_of("sample", "zh-hans"))
    allowed = re.compile(
        r"https?://\S+|[0-9a-f-]{30,}|yrd-scitech-finance|Excel|SHA-256|UTC|en\.json|sheet_\w+|%\(\w+\)s"
    )
    left = {word for text in texts_of(tree) for word in re.findall(r"[A-Za-z]{3,}", allowed.sub("", text))} - {"IND"}
    assert left == set()


def test_headline_and_tiles_carry_the_counts():
    summary = sample_result()["summary"]
    overview = content_of("sample", "en").sections[0]
    lead, tiles = overview.blocks[:2]
    assert (
        f"counts {summary['task_total']} tasks: {summary['task_closed']} closed and {summary['task_overdue']} overdue"
        in lead.text
    )
    assert [tile.cell.value for tile in tiles.tiles[:2]] == [str(summary["task_total"]), str(summary["task_overdue"])]


def test_partial_sum_says_so_and_links_to_its_lineage():
    cell = cell_of(content_of("sample", "en"), "indicators", 1, 1)
    assert cell.text == "736.8"
    assert cell.detail == "sum of 4 of 5 zones"
    assert cell.href == f"http://tracker.example/lineage/{META.evaluation_id}/IND02/all"
    assert cell_of(content_of("sample", "zh-hans"), "indicators", 1, 1).detail == "5个试验区中4个合计"


def test_rates_change_in_points_and_show_their_fraction():
    row = content_of("sample", "zh-hans").table("indicators").rows[6]
    assert row.cells[2].text == "-0.09\u00a0个百分点"
    assert row.cells[1].detail == "1,234.5 / 56,789"


def test_missing_value_is_a_dash_never_zero():
    rows = [row for row in content_of("sample", "en").table("indicator_details").rows if row.group[0] == "IND02"]
    jiaxing = rows[4].cells
    assert (jiaxing[1].text, jiaxing[1].value, jiaxing[1].href) == ("—", None, "")
    assert jiaxing[9].text == "○ No data"


def test_an_indicator_that_is_not_aggregated_has_no_programme_figure():
    row = content_of("sample", "en").table("indicators").rows[8]
    assert [cell.text for cell in row.cells[1:6]] == ["—"] * 5


def test_overdue_tasks_show_both_dates_longest_first():
    rows = content_of("sample", "en").table("overdue").rows
    days = [int(row.cells[5].value) for row in rows]
    assert days == sorted(days, reverse=True)
    assert (rows[0].cells[3].text, rows[0].cells[4].text) == ("31 Aug 2026", "30 Jun 2026")
    assert int(rows[0].cells[6].value) > days[0]


def test_drafts_and_cancelled_tasks_are_never_overdue():
    result = sample_result()
    for task in result["tasks"]["lines"]:
        task["state"] = "cancelled"
    assert build_report(result, "en", META).table("overdue").rows == ()


def test_every_chart_has_a_description_and_a_table():
    charts = [
        block for section in content_of("sample", "en").sections for block in section.blocks if isinstance(block, Chart)
    ]
    assert [chart.key for chart in charts] == [
        "rating_chart",
        "trend_IND01",
        "trend_IND02",
        "trend_IND03",
        "trend_IND04",
        "completeness_chart",
    ]
    assert all(chart.alt and chart.data.rows and '"url"' not in json.dumps(chart.spec) for chart in charts)


def test_small_multiples_share_one_axis_and_index_unlike_sizes():
    content = content_of("sample", "en")
    charts = {block.key: block for section in content.sections for block in section.blocks if isinstance(block, Chart)}
    assert "= 100" in charts["trend_IND01"].caption
    result = sample_result()
    result["indicators"] = [each for each in result["indicators"] if each["code"] == "IND08"]
    tree = asdict(build_report(result, "en", META))
    captions = [
        block["caption"] for section in tree["sections"] for block in section["blocks"] if block["kind"] == "chart"
    ]
    assert any("Share of unsecured technology loans (" in caption and "= 100" not in caption for caption in captions)
    assert "resolve" not in charts["trend_IND01"].spec


def test_first_issue_says_so_and_leaves_no_empty_table():
    content = content_of("first_issue", "en")
    assert "first issue" in content.sections[1].blocks[0].text
    assert content.demonstration == ""
    for section in content.sections:
        assert all(block.rows or block.empty for block in section.blocks if isinstance(block, Table))


def test_tasks_of_the_programme_itself_are_not_the_total():
    result = sample_result()
    result["tasks"]["by_zone"].append({**result["tasks"]["by_zone"][0], "zone": ""})
    rows = build_report(result, "en", META).table("tasks_by_zone").rows
    assert [row.cells[0].text for row in rows[-2:]] == ["Programme level", "Total"]


def test_without_a_base_address_there_are_no_links():
    for base in ("", "javascript:alert(1)", "ftp://x.invalid"):
        content = build_report(sample_result(), "en", replace(META, base_url=base))
        assert not any(cell.href for row in content.table("indicator_details").rows for cell in row.cells)


def test_other_language_stands_in_with_a_tag():
    result = sample_result()
    result["zones"][0]["name_en"] = ""
    result["indicators"][0]["name_zh"] = ""
    assert cell_of(build_report(result, "en", META), "tasks_by_zone", 0, 0).text == "上海市 [中文]"
    assert cell_of(build_report(result, "zh-hans", META), "indicators", 0, 0).text.endswith(" [EN]")
