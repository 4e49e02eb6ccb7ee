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
