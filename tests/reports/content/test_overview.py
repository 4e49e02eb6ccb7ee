"""The first page: sentences with their own dates, and the worst with whose and since when."""

import pytest

from reports.content.report import build_report
from tests.factories.result import sample_result
from tests.reports.conftest import META, content_of


@pytest.mark.parametrize(
    ("language", "tasks", "figures"),
    [
        ("en", "As of 25 October 2026 the plan counts", "indicator figures of the zones for Q3 2026"),
        ("zh-hans", "截至2026年10月25日", "2026年第三季度各试验区已评级指标共"),
    ],
)
def test_tasks_are_dated_by_the_day_and_figures_by_the_period(language, tasks, figures):
    lead = content_of("sample", language).sections[0].blocks[0].text
    assert lead.startswith(tasks)
    assert figures in lead


def test_the_worst_tasks_stand_on_the_first_page_with_lead_agency_and_date():
    table = content_of("sample", "en").table("worst_tasks")
    days = [int(row.cells[4].value) for row in table.rows]
    assert days == sorted(days, reverse=True)
    assert len(days) == 5
    assert days[0] == max(task["overdue_days"] for task in sample_result()["tasks"]["lines"])
    assert table.rows[0].cells[2].text != "—"
    assert table.rows[0].cells[3].text == "31 Aug 2026"


def test_the_worst_indicators_stand_on_the_first_page_lowest_index_first():
    result = sample_result()
    table = build_report(result, "en", META).table("worst_indicators")
    off = [line for line in result["lines"] if line["rating"] == "off_track" and line["zone"]]
    lowest = min(off, key=lambda line: float(line["progress_index"]))
    assert len(table.rows) == min(5, len(off))
    assert table.rows[0].cells[0].detail.startswith(lowest["indicator"])
    assert all(row.cells[2].value and row.cells[3].value for row in table.rows)


def test_without_trouble_there_is_no_list_of_the_worst():
    keys = {block.key for block in content_of("first_issue", "en").sections[0].blocks if block.kind == "table"}
    assert keys == set()
