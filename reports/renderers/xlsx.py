"""Excel by XlsxWriter: real numbers with formats, native charts, frozen heads; no text ever becomes a formula."""

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from reports.content.tree import Chart, Paragraph, ReportContent, Section, Subheading, Table, Tiles
from reports.content.workbook import SHEETS
from reports.renderers.archive import fixed_archive
from reports.renderers.sheet_charts import insert_chart, write_chart_data
from reports.renderers.sheet_formats import Formats
from reports.renderers.sheet_tables import SheetWriter

LEDGERS = {"indicators": "details", "overdue": "overdue", "definitions": "definitions"}


def render(content: ReportContent, result: Mapping[str, Any]) -> bytes:
    """The report as a workbook of eight sheets, each with the demonstration label where one applies."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties(
        {
            "title": content.title,
            "author": content.issuer,
            "comments": content.demonstration,
            "created": content.as_of.replace(tzinfo=None),
        }
    )
    formats = Formats(book, chinese=content.language == "zh-hans")
    sections = {section.key: section for section in content.sections}
    places_of = [(name, [key for key in keys if key in sections]) for name, keys in SHEETS]
    filled = [(name, keys) for name, keys in places_of if keys]
    charts = _charts(content)
    names = {
        name: content.labels[f"sheet_{name}"][:31]
        for name in [*(name for name, _keys in filled), *["charts"][: len(charts)]]
    }
    sheets = {name: SheetWriter(book.add_worksheet(names[name]), formats, content) for name in names}
    places = write_chart_data(sheets["charts"], names["charts"], charts) if charts else {}
    for name, keys in filled:
        for key in keys:
            _write_section(book, sheets[name], sections[key], places, ledger=LEDGERS.get(name) == key)
        sheets[name].finish()
    if charts:
        sheets["charts"].finish()
    for chart, place in places.values():
        if chart.native == "line":
            insert_chart(book, sheets["charts"], chart, place, beside=True)
    book.close()
    return fixed_archive(packed.getvalue(), content.as_of)


def _charts(content: ReportContent) -> list[Chart]:
    return [block for section in content.sections for block in section.blocks if isinstance(block, Chart)]


def _write_section(
    book: xlsxwriter.Workbook, sheet: SheetWriter, section: Section, places: Mapping[str, Any], *, ledger: bool
) -> None:
    if not ledger:
        sheet.heading(section.title)
    for place, block in enumerate(section.blocks):
        if isinstance(block, Table):
            sheet.table(block, ledger=ledger)
        elif isinstance(block, Tiles):
            sheet.tiles(block)
        elif isinstance(block, Paragraph) and not ledger:
            sheet.paragraph(block.text)
        elif isinstance(block, Chart) and block.native != "line":
            insert_chart(book, sheet, block, places[block.key][1], beside=False)
        elif isinstance(block, Subheading) and not _is_line_chart(section, place + 1):
            sheet.subheading(block.text)


def _is_line_chart(section: Section, place: int) -> bool:
    """Line charts stand on the sheet of chart figures, so a heading before them would stand alone."""
    following = section.blocks[place] if place < len(section.blocks) else None
    return isinstance(following, Chart) and following.native == "line"
