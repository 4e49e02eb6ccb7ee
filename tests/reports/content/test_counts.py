"""One number for one word: what the first page counts, the tables count alike."""

import pytest

from reports.content.report import build_report
from tests.factories.result import sample_result
from tests.reports.conftest import META


def counted_result() -> dict:
    """The sample with a draft that claims something done, and a task that is late on its first date only."""
    result = sample_result()
    lines = result["tasks"]["lines"]
    punctual = next(task for task in lines if not task["overdue_days"] and task["state"] == "in_progress")
    punctual.update(overdue_days_original=15, original_due="2026-09-15")
    lines.append({**punctual, "code": "T900", "state": "draft", "overdue_days_original": 0})
    result["coverage"]["tasks_claiming_done"] = 40
    return result


@pytest.mark.parametrize(
    ("language", "caption"),
    [
        ("en", "Overdue tasks: {late}; late on the date first agreed only: 1"),
        ("zh-hans", "逾期任务{late}项，另有1项仅按原定时限逾期"),
    ],
)
def test_overdue_tasks_are_counted_as_on_the_first_page(language, caption):
    result = counted_result()
    content = build_report(result, language, META)
    table = content.table("overdue")
    assert len(table.rows) == result["summary"]["task_overdue"] + 1
    assert table.caption == caption.format(late=result["summary"]["task_overdue"])
    assert table.rows[-1].cells[5].value == "0"


def test_without_moved_dates_the_caption_has_one_number():
    result = sample_result()
    table = build_report(result, "en", META).table("overdue")
    assert table.caption == f"Overdue tasks: {result['summary']['task_overdue']}"


def test_evidence_is_counted_of_the_tasks_that_claim_something_done():
    rows = build_report(counted_result(), "en", META).table("coverage").rows
    assert [cell.text for cell in rows[2].cells] == ["Tasks that claim something done, with evidence", "40", "37", "3"]


def test_a_draft_is_no_task_of_a_section():
    result = counted_result()
    result["coverage"]["tasks_without_evidence"] = [task["code"] for task in result["tasks"]["lines"][:-1]]
    rows = build_report(result, "en", META).table("no_evidence_by_section").rows
    assert sum(int(row.cells[1].value) for row in rows) == result["summary"]["task_total"]


def test_values_reported_as_missing_are_told_apart_from_those_received():
    result = sample_result()
    overall = result["quality"]["overall"]
    overall["reported_missing"] = 4
    content = build_report(result, "en", META)
    sentence = next(each for each in content.sections if each.key == "quality").blocks[0].text
    assert f"{overall['received']} arrived" in sentence
    assert "Of those that arrived, 4 say that the value is missing" in sentence
    assert content.table("quality_by_zone").rows[-1].cells[2].detail == "4 reported as missing"
    assert content.table("quality_by_zone").rows[0].cells[2].detail == ""


@pytest.mark.parametrize(
    ("assessment", "english", "chinese"),
    [
        ("no_data", "○ No data", "○ 无数据"),
        ("not_due", "○ Not due yet", "○ 未到期"),
        ("not_assessable", "○ Not assessable", "○ 无法评估"),
        ("no_target", "○ No target", "○ 未设目标"),
    ],
)
def test_narrow_cells_say_why_a_figure_is_not_rated(assessment, english, chinese):
    result = sample_result()
    line = next(line for line in result["lines"] if (line["indicator"], line["zone"]) == ("IND01", "310000"))
    line.update(rating="not_rated", assessment=assessment)
    for language, words in (("en", english), ("zh-hans", chinese)):
        assert build_report(result, language, META).table("indicators").rows[0].cells[6].text == words
        assert words in build_report(result, language, META).table("values_by_zone").rows[0].cells[2].detail


def test_one_word_for_one_share_in_chinese():
    texts = str(build_report(sample_result(), "zh-hans", META))
    assert "完整率" not in texts
    assert "及时率" not in texts
    assert "进度指数" not in texts
    assert "进度绩效" not in texts
