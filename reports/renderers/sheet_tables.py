"""Writes tables, tiles and text down a worksheet, with typed cells."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from reports.content.tree import Cell, Column, ReportContent, Row, Table, Tiles
from reports.formats.numbers import round_half_up
from reports.renderers.sheet_formats import Formats

_LONGEST_TEXT = 32_000
_LONGEST_ADDRESS = 2_000
_MOST_DIGITS = 15
_WIDTH_UNIT = 10
_GROUP_WIDTHS = (9.0, 42.0, 16.0)
_NOTES_WIDTH = 30.0
_WIDEST_FIGURE = 15.0
_TEXT_COLUMNS = 7
_PARAGRAPH_WIDTH = 105
_LINE_HEIGHT = 13.5
_MOST_LINES = 25


class SheetWriter:
    """A worksheet and the next free row. Everything goes through `write_string`, `write_number` or `write_url`."""

    def __init__(self, sheet: Worksheet, formats: Formats, content: ReportContent) -> None:
        self.sheet, self.formats, self.content = sheet, formats, content
        self.row = 0
        self._day_format = "yyyy-mm-dd" if content.language == "zh-hans" else "d mmm yyyy"
        self._widths: dict[int, float] = {}
        self._title_rows()
        self._page()

    def _title_rows(self) -> None:
        title = f"{self.content.title} ({self.content.subtitle})"
        self.sheet.write_string(0, 0, title, self.formats.get(bold=True, font_size=14, font_color="#A61B1B"))
        self.sheet.write_string(1, 0, self.content.as_of_text, self.formats.soft)
        self.row = 2
        if self.content.demonstration:
            label = self.formats.get(bold=True, font_color="#A61B1B", bg_color="#FDECEA")
            self.sheet.write_string(2, 0, self.content.labels["demonstration_long"], label)
            self.row = 3
        self.sheet.freeze_panes(self.row, 0)
        self.row += 1

    def _page(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.hide_gridlines(2)
        label = self.content.demonstration.replace("&", "&&")
        self.sheet.set_header(f"&L{self.content.running_title.replace('&', '&&')[:150]}&R{label}")
        self.sheet.set_footer("&L&A&R&P / &N")

    def heading(self, words: str) -> None:
        """The title of a part, after an empty row."""
        self.row += 1
        self.sheet.write_string(self.row, 0, words, self.formats.get(bold=True, font_size=12, font_color="#A61B1B"))
        self.row += 2

    def subheading(self, words: str) -> None:
        """A heading of the second level."""
        self.sheet.write_string(self.row, 0, words, self.formats.get(bold=True))
        self.row += 1

    def paragraph(self, words: str, **properties: Any) -> None:
        """Running text over the width of a page: never wider, since a sheet prints as wide as its widest line."""
        text, look = words[:_LONGEST_TEXT], self.formats.get(text_wrap=True, valign="top", **properties)
        self.sheet.merge_range(self.row, 0, self.row, _TEXT_COLUMNS, "", look)
        self.sheet.write_string(self.row, 0, text, look)
        self._height(self.row, lines_of(text, _PARAGRAPH_WIDTH))
        self.row += 1

    def tiles(self, block: Tiles) -> None:
        """Headline figures, one per row: label, figure, remark."""
        for tile in block.tiles:
            self.sheet.write_string(self.row, 0, tile.label, self.formats.body(bold=True))
            self._cell(self.row, 1, tile.cell, strong=False)
            self.sheet.write_string(self.row, 2, tile.detail, self.formats.body(font_color="#55606C"))
            self.row += 1
        self.row += 1

    def table(self, block: Table, *, ledger: bool = False, for_chart: bool = False) -> None:
        """Caption, head and rows.

        A ledger is the sheet's main table: its head is frozen, filtered and repeated in print. `for_chart` leaves
        missing figures empty, because a spreadsheet draws text as zero.
        """
        self.sheet.write_string(self.row, 0, block.caption, self.formats.get(bold=True))
        self.row += 1
        if not block.rows:
            self.sheet.write_string(self.row, 0, block.empty, self.formats.soft)
            self.row += 2
            return
        has_notes = any(cell.kind == "number" and cell.detail for row in block.rows for cell in row.cells)
        first, columns = self.row, self._head(block, has_notes=has_notes)
        for row in block.rows:
            self.row += 1
            self._row(row, len(block.group_columns), has_notes=has_notes, for_chart=for_chart)
        if ledger:
            self.sheet.freeze_panes(first + 1, len(block.group_columns[:2]) or 1)
            self.sheet.autofilter(first, 0, self.row, columns - 1)
            self.sheet.repeat_rows(first)
        self.row += 1
        if block.note:
            self.paragraph(block.note, font_color="#55606C")
        self.row += 1

    def _head(self, block: Table, *, has_notes: bool) -> int:
        titles = [
            *((words, "left") for words in block.group_columns),
            *((column.title, column.align) for column in block.columns),
        ]
        widths = [
            *_GROUP_WIDTHS[: len(block.group_columns)],
            *(_width(column) for column in block.columns),
        ]
        if has_notes:
            titles.append((self.content.labels["notes"], "left"))
            widths.append(_NOTES_WIDTH)
        for place, ((title, align), width) in enumerate(zip(titles, widths, strict=True)):
            self.sheet.write_string(self.row, place, title, self.formats.head(align))
            self._widths[place] = max(self._widths.get(place, 0), width)
        self._height(self.row, 2)
        return len(titles)

    def _row(self, row: Row, shift: int, *, has_notes: bool, for_chart: bool) -> None:
        texts = list(row.group)
        for place, words in enumerate(row.group):
            self.sheet.write_string(
                self.row, place, words[:_LONGEST_TEXT], self.formats.body(strong=row.strong, text_wrap=True)
            )
        for place, cell in enumerate(row.cells, start=shift):
            if not (for_chart and cell.kind == "number" and cell.value is None):
                self._cell(self.row, place, cell, strong=row.strong)
            texts.append("" if cell.kind == "number" else _with_detail(cell))
        if has_notes:
            notes = "; ".join(cell.detail for cell in row.cells if cell.kind == "number" and cell.detail)
            look = self.formats.body(strong=row.strong, font_color="#55606C", text_wrap=True)
            self.sheet.write_string(self.row, len(texts), notes[:_LONGEST_TEXT], look)
            texts.append(notes)
        self._height(self.row, max(lines_of(text, self._widths[place]) for place, text in enumerate(texts)))

    def _cell(self, row: int, column: int, cell: Cell, *, strong: bool) -> None:
        linked = {"font_color": "#0B4F8A", "underline": 1} if cell.href else {}
        if cell.href and len(cell.href) <= _LONGEST_ADDRESS:
            look = self.formats.body(strong=strong, text_wrap=True, **linked)
            self.sheet.write_url(row, column, cell.href, look, _with_detail(cell)[:_LONGEST_TEXT])
        number = _number(cell)
        if number is not None:
            look = self.formats.body(
                strong=strong or cell.strong,
                rating=cell.rating,
                num_format=_number_format(cell),
                align="right",
                **linked,
            )
            self.sheet.write_number(row, column, number, look)
        elif cell.day:
            look = self.formats.body(strong=strong or cell.strong, num_format=self._day_format, align="left", indent=1)
            self.sheet.write_datetime(row, column, date.fromisoformat(cell.day), look)
        elif not cell.href:
            style: dict[str, Any] = (
                {"align": "right"} if cell.kind == "number" else {"text_wrap": True, "indent": 1 if column else 0}
            )
            text = cell.text if cell.kind == "number" else _with_detail(cell)
            look = self.formats.body(strong=strong or cell.strong, rating=cell.rating, **style)
            self.sheet.write_string(row, column, text[:_LONGEST_TEXT], look)

    def _height(self, row: int, lines: int) -> None:
        if lines > 1:
            self.sheet.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES) + 2)

    def finish(self) -> None:
        """Set the column widths that the tables asked for."""
        for place, width in self._widths.items():
            self.sheet.set_column(place, place, width)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width; a Chinese character is as wide as two Latin ones."""
    return sum(max(1, -(-display_width(line) // max(1, int(width * 1.2)))) for line in text.split("\n"))


def display_width(text: str) -> int:
    """Width of a text in Latin characters."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _with_detail(cell: Cell) -> str:
    return f"{cell.text}\n{cell.detail}" if cell.detail else cell.text


def _width(column: Column) -> float:
    """Figures and symbols need no more than their head: what is small print on paper stands in the notes here."""
    most = 60.0 if column.align == "left" else _WIDEST_FIGURE
    return min(most, max(11.0, column.weight * _WIDTH_UNIT))


def _number(cell: Cell) -> float | None:
    """The figure for a spreadsheet, which holds 15 digits: a longer one as it is printed; None, and so text, if that is longer too."""
    if cell.kind != "number" or cell.value is None:
        return None
    number = Decimal(cell.value)
    if not _fits(number):
        number = round_half_up(number, cell.decimals + (2 if cell.percent else 0))
    return float(number) if _fits(number) else None


def _fits(number: Decimal) -> bool:
    return len(number.normalize().as_tuple().digits) <= _MOST_DIGITS


def _number_format(cell: Cell) -> str:
    digits = f"0.{'0' * cell.decimals}" if cell.decimals else "0"
    if cell.percent:
        return f"{digits}%"
    grouped = f"#,##{digits}"
    if cell.signed:
        suffix = re.sub(r"^[-+0-9.,]+", "", cell.text).replace('"', "")
        return f'+{grouped}"{suffix}";-{grouped}"{suffix}";{grouped}"{suffix}"'
    return grouped
