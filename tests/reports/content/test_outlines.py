"""The monthly brief and the annual evaluation: other selections of the same frozen result."""

import io
from typing import Any

import openpyxl
import pytest

from reports.content.report import build_report
from reports.renderers.registry import RENDERERS
from tests.factories.result_large import large_result
from tests.reports.conftest import META
from tests.reports.renderers.pdf_text import page_texts


def result_of(kind: str) -> dict[str, Any]:
    """The large sample as the evaluation of a month or of a year."""
    result = large_result()
    period, start, end = {
        "monthly": ("2026-09", "2026-09-01", "2026-09-30"),
        "annual": ("2026", "2026-01-01", "2026-12-31"),
    }[kind]
    result["scope"].update(kind=kind, period=period, period_start=start, period_end=end)
    return result


def close(task: dict[str, Any], day: str, measure: str) -> None:
    reasons = [{"code": "closed", "params": {"date": day}}]
    task.update(measure=measure, state="closed", rating="completed", reasons=reasons)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_brief_has_two_pages_at_most_and_no_contents(language):
    result = result_of("monthly")
    tasks, changes = result["tasks"]["lines"], result["changes"]
    for task in tasks[20:40]:
        task["reasons"] = [{"code": "due_soon", "params": {"days": "9"}}]
    changes.update({key: changes[key] * 12 for key in ("rating_moves", "restated", "new_overdue", "newly_closed")})
    content = build_report(result, language, META)
    assert [section.key for section in content.sections] == [
        "overview", "changes", "overdue", "due_soon", "unreported", "provenance",
    ]  # fmt: skip
    pages = page_texts(RENDERERS["pdf"].render(content, result))
    assert len(pages) <= 2
    assert content.labels["contents"] not in pages[0]


def test_the_workbook_of_a_brief_has_the_sheets_that_it_fills():
    content = build_report(result_of("monthly"), "en", META)
    book = openpyxl.load_workbook(io.BytesIO(RENDERERS["xlsx"].render(content, result_of("monthly"))))
    assert book.sheetnames == ["Summary", "Overdue", "Quality", "Provenance"]


def test_tasks_due_soon_come_with_the_days_left_nearest_first():
    result = result_of("monthly")
    for task, days in zip(result["tasks"]["lines"], ("20", "3"), strict=False):
        task["reasons"] = [{"code": "due_soon", "params": {"days": days}}]
    rows = build_report(result, "en", META).table("due_soon").rows
    assert [row.cells[4].value for row in rows] == ["3", "20"]


def test_who_has_not_reported_is_told_from_nothing_due():
    result = result_of("monthly")
    table = build_report(result, "en", META).table("unreported")
    missing = [int(row.cells[3].value) for row in table.rows]
    assert missing == sorted(missing, reverse=True)
    assert min(missing) > 0
    for row in result["quality"]["by_agency"]:
        row["missing"] = 0
    assert build_report(result, "en", META).table("unreported").empty == "Every agency has reported what was due."
    result["quality"]["overall"]["expected"] = 0
    assert build_report(result, "en", META).table("unreported").empty == "Nothing was due in this period."


def test_the_first_page_says_when_nothing_was_due():
    result = result_of("monthly")
    result["summary"]["completeness"] = result["summary"]["timeliness"] = None
    lead = build_report(result, "en", META).sections[0].blocks[0].text
    assert lead.endswith("No value was due in the period.")


def test_tasks_are_counted_on_the_day_of_the_data():
    lead = build_report(result_of("annual"), "en", META).sections[0].blocks[0].text
    assert lead.startswith("As of 25 October 2026 ")


def test_a_year_says_what_each_figure_covers():
    result = result_of("annual")
    for line in result["lines"]:
        line["value_period"] = "2026" if line["indicator"] in {"IND08", "IND11"} else "2026-Q4"
    result["lines"][5]["covers"] = "since_baseline"
    content = build_report(result, "en", META)
    assert [section.key for section in content.sections[:4]] == ["overview", "year", "closed", "changes"]
    covers = {row.cells[0].detail[:5]: row.cells[2].text for row in content.table("year").rows}
    assert covers["IND01"] == "total since the baseline"
    assert covers["IND02"] in {"at the end of the year", "Q4 2026"}
    assert (covers["IND08"], covers["IND11"]) == ("rate of the year", "total of the year")


def test_measures_are_finished_in_the_year_when_their_last_task_is_closed_in_it():
    result = result_of("annual")
    tasks = result["tasks"]["lines"]
    for task in tasks:
        task.update(measure="M050", state="in_progress", rating="on_track", reasons=[])
    close(tasks[0], "2025-12-31", "M001")
    close(tasks[1], "2026-03-01", "M001")
    close(tasks[2], "2025-05-05", "M002")
    close(tasks[3], "2026-05-05", "M003")
    tasks[4].update(measure="M003")
    content = build_report(result, "en", META)
    assert [[cell.text for cell in row.cells][::4] for row in content.table("measures_closed").rows] == [
        ["M001", "1 Mar 2026"]
    ]
    assert sum(int(row.cells[1].value) for row in content.table("tasks_closed_by_section").rows) == 2
