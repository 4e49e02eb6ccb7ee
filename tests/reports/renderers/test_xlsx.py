"""The workbook: typed cells, no formula, native charts, the label on every sheet."""

import io
import re
import zipfile
from datetime import datetime

import openpyxl
import pytest

from reports.content.report import build_report
from reports.renderers.registry import RENDERERS
from tests.factories.result import sample_result
from tests.reports.conftest import META, content_of, file_of

SHEETS = {
    "en": ["Summary", "Indicators", "Sections", "Overdue", "Quality", "Definitions", "Provenance", "Chart data"],
    "zh-hans": ["总体情况", "指标", "章节进度", "逾期任务", "数据质量", "指标口径", "数据来源", "图表数据"],
}
LABELS = {"en": "Demonstration data", "zh-hans": "演示数据"}


def opened(kind: str, language: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file_of(kind, language, "xlsx")))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["sample", "hostile", "first_issue"])
def test_opens_and_holds_no_formula(kind, language):
    book = opened(kind, language)
    without_charts = kind == "first_issue"
    assert book.sheetnames == SHEETS[language][: 7 if without_charts else 8]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    archive = zipfile.ZipFile(io.BytesIO(file_of(kind, language, "xlsx")))
    sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(book.sheetnames)
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
    assert "xl/vbaProject.bin" not in archive.namelist()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_label_on_every_sheet_and_printed_page(language):
    for sheet in opened("sample", language):
        assert sheet["A3"].value == content_of("sample", language).labels["demonstration_long"]
        assert sheet.oddHeader.right.text == LABELS[language]
    assert not any("Demonstration" in str(sheet["A3"].value) for sheet in opened("first_issue", "en"))


def test_formulas_in_names_stay_text():
    texts = {
        str(cell.value)
        for sheet in opened("hostile", "en")
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert any(text.startswith("=1+1") for text in texts)
    assert any("=HYPERLINK(" in text for text in texts)


def test_numbers_are_numbers_with_their_decimals():
    sheet = opened("sample", "en")["Indicators"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Code")
    titles = [cell.value for cell in head]
    first = sheet[head[0].row + 1]
    cells = dict(zip(titles, first, strict=False))
    assert (cells["Value"].value, cells["Value"].number_format) == (23569.4, "#,##0.0")
    assert cells["Attainment"].number_format == "0.0%"
    assert cells["Year on year"].number_format == '+#,##0.0"%";-#,##0.0"%";#,##0.0"%"'
    assert cells["Value"].hyperlink.target.endswith("/IND01/310000")
    assert cells["Zone"].value == "Shanghai"


def test_ledgers_are_frozen_and_filtered():
    book = opened("sample", "en")
    for name in ("Indicators", "Overdue", "Definitions"):
        assert book[name].auto_filter.ref
        assert book[name].freeze_panes not in {None, "A1"}
        assert book[name].print_title_rows


def test_native_charts_refer_to_their_figures():
    archive = zipfile.ZipFile(io.BytesIO(file_of("sample", "en", "xlsx")))
    charts = [
        archive.read(name).decode() for name in sorted(archive.namelist()) if re.match(r"xl/charts/chart\d+\.xml", name)
    ]
    assert len(charts) == 6
    assert all("'Chart data'!" in chart for chart in charts)
    assert sum("percentStacked" in chart for chart in charts) == 1


def test_missing_figures_leave_a_gap_in_charts():
    sheet = opened("sample", "en")["Chart data"]
    place = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Pledge financing of intellectual property")
    last = next(row for row in sheet.iter_rows(min_row=place + 2) if row[0].value == "Q3 2026")
    assert [cell.value for cell in last[1:7]] == [None, 196.6, 119.6, 285.9, 134.7, None]


def test_the_workbook_holds_rows_that_paper_leaves_off():
    sheet = opened("sample", "en")["Quality"]
    agencies = [row[0].value for row in sheet.iter_rows() if row[0].value and "Bureau" in str(row[0].value)]
    assert len(agencies) == 15
    table = content_of("sample", "en").table("quality_by_agency")
    assert len(table.rows) == 20 > len(table.paper or ())


def test_figures_of_more_than_fifteen_digits_stay_exact():
    texts = {cell.value for row in opened("hostile", "en")["Indicators"].iter_rows() for cell in row}
    assert "-12,345,678,901,234,567,890.1" in texts


def sheet_of(result: dict, language: str, title: str) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(RENDERERS["xlsx"].render(build_report(result, language, META), result)))
    return list(book[title].iter_rows())


def test_a_computed_figure_with_many_digits_is_a_number_as_it_is_printed():
    result = sample_result()
    line = next(line for line in result["lines"] if (line["indicator"], line["zone"]) == ("IND01", "310000"))
    line.update(expected="184081.712345678901234", attainment="0.5964705882352941176")
    row = next(row for row in sheet_of(result, "en", "Indicators") if row[3].value == "Shanghai")
    assert (row[8].value, row[11].value) == (184081.7, 0.596)


@pytest.mark.parametrize(
    ("language", "title", "form"), [("en", "Overdue", "d mmm yyyy"), ("zh-hans", "逾期任务", "yyyy-mm-dd")]
)
def test_due_dates_are_dates(language, title, form):
    rows = [row for row in sheet_of(sample_result(), language, title) if isinstance(row[3].value, datetime)]
    assert rows[0][3].value == datetime(2026, 8, 31)
    assert rows[0][3].number_format == form


def test_notes_are_no_wider_than_the_page():
    for sheet in opened("sample", "en"):
        merged = {str(place).split(":")[0] for place in sheet.merged_cells.ranges}
        long = [cell.coordinate for cell in sheet["A"] if isinstance(cell.value, str) and len(cell.value) > 150]
        assert set(long) <= merged


def test_the_first_sheet_prints_at_a_size_that_can_be_read():
    sheet = opened("sample", "en")["Summary"]
    assert sum(each.width for each in sheet.column_dimensions.values()) < 250
