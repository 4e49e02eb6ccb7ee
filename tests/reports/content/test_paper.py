"""What paper leaves off is counted, and stands in the workbook under the name that paper gives."""

import io

import openpyxl
import pytest

from reports.content.report import build_report
from reports.content.tree import Table
from reports.content.workbook import SHEETS
from tests.factories.result_large import large_result
from tests.reports.conftest import META, content_of, file_of


def cut_tables(content):
    """Section key and table of every table that paper shortens."""
    return [
        (section.key, block)
        for section in content.sections
        for block in section.blocks
        if isinstance(block, Table) and block.paper is not None
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_shortened_table_says_how_many_rows_and_where_all_are(language):
    content = build_report(large_result(), language, META)
    titles = {key: content.labels[f"sheet_{name}"] for name, keys in SHEETS for key in keys}
    found = cut_tables(content)
    assert {table.key for _section, table in found} >= {"indicator_details", "overdue", "tasks_without_evidence"}
    for section, table in found:
        assert len(table.paper) < len(table.rows)
        assert str(len(table.paper)) in table.paper_note
        assert str(len(table.rows)) in table.paper_note
        assert titles[section] in table.paper_note
        assert set(table.paper) <= set(table.rows)


def test_the_workbook_and_the_page_hold_every_row():
    content = content_of("sample", "en")
    book = openpyxl.load_workbook(io.BytesIO(file_of("sample", "en", "xlsx")))
    written = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    page = file_of("sample", "en", "html").decode()
    for _section, table in cut_tables(content):
        for row in table.rows:
            assert any(row.cells[0].text in text for text in written)
            assert row.cells[0].text.replace("'", "&#x27;") in page


def test_paper_explains_lines_off_track_before_those_at_risk():
    table = build_report(large_result(), "en", META).table("indicator_details")
    ratings = [row.cells[9].rating for row in table.paper]
    every = [row.cells[9].rating for row in table.rows]
    assert ratings.count("off_track") == min(len(ratings), every.count("off_track"))
    assert not {"on_track", "completed", "not_rated"} & set(ratings)


def test_tasks_without_evidence_are_counted_with_the_most_first():
    content = build_report(large_result(), "en", META)
    counts = [int(row.cells[2].value) for row in content.table("no_evidence_by_section").rows]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == len(large_result()["coverage"]["tasks_without_evidence"])
    assert content.table("tasks_without_evidence").paper == ()
