"""Native Word tables: repeated heads, widths that every reader honours, rating colours with symbol and word.

A table is written as one piece of WordprocessingML: python-docx needs a hundred times as long cell by cell.
Every text goes through `_run`, which escapes it.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.content.tree import Cell, Column, Legend, Row, Table, Tiles
from reports.content.vocabulary import RATING_STYLES
from reports.renderers.plain import shown_on_paper
from reports.renderers.word_styles import TEXT_WIDTH_CM

_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_TWIPS = 567
_LINE, _HEAD_GROUND, _STRONG_GROUND, _LINK, _SOFT = "CFD6DE", "E6EBF1", "F4F6F9", "0B4F8A", "55606C"
_MANY_COLUMNS = 9


def add_table(document: WordDocument, block: Table) -> None:
    """Caption, head and rows; rows beyond the paper limit are named in a note."""
    document.add_paragraph(block.caption, style="Caption")
    if not block.rows:
        document.add_paragraph(block.empty, style="Small print")
        return
    rows = shown_on_paper(block)
    if rows:
        _append_rows(document, block, rows)
    for words in (block.paper_note, block.note if rows else ""):
        if words:
            document.add_paragraph(words, style="Small print")


def _append_rows(document: WordDocument, block: Table, rows: Sequence[Row]) -> None:
    total = sum(column.weight for column in block.columns)
    widths = [int(TEXT_WIDTH_CM * _TWIPS * column.weight / total) for column in block.columns]
    size = 13 if len(block.columns) > _MANY_COLUMNS else 16
    drawing = _TableDrawing(document, block.columns, widths, size)
    _append(document, _table(widths, drawing.rows(rows)))


def add_tiles(document: WordDocument, block: Tiles) -> None:
    """Headline figures as a table of one row."""
    width = int(TEXT_WIDTH_CM * _TWIPS / len(block.tiles))
    cells = []
    for tile in block.tiles:
        ink = RATING_STYLES[tile.cell.rating].ink[1:] if tile.cell.rating else ""
        lines = (
            _run(tile.cell.text, 36, color=ink),
            _run(tile.label, 18),
            _run(tile.detail, 16, color=_SOFT, bold=False),
        )
        cells.append(_cell("".join(_paragraph(line, "Tablehead", "left") for line in lines), width))
    _append(document, _table([width] * len(cells), [f"<w:tr>{''.join(cells)}</w:tr>"], inside=True))


def add_legend(document: WordDocument, block: Legend) -> None:
    """One line: symbol, letter and word of each rating, shaded."""
    runs = []
    for rating, symbol, letter, word in block.items:
        style = RATING_STYLES[rating]
        runs += [
            _run(f" {symbol} {letter} = {word} ", 18, color=style.ink[1:], ground=style.ground[1:]),
            _run("  ", 18),
        ]
    _append(document, _paragraph("".join(runs), "Smallprint", "left", declare=True))


class _TableDrawing:
    """Rows of one table as markup; links become relationships of the document."""

    def __init__(self, document: WordDocument, columns: Sequence[Column], widths: Sequence[int], size: int) -> None:
        self._part, self._columns, self._widths, self._size = document.part, columns, widths, size

    def rows(self, rows: Iterable[Row]) -> list[str]:
        head = "".join(
            _cell(_paragraph(_run(column.title, self._size), "Tablehead", column.align), width, _HEAD_GROUND)
            for column, width in zip(self._columns, self._widths, strict=True)
        )
        drawn, last = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"], ()
        for row in rows:
            if row.group and row.group != last:
                words = " | ".join(part for part in row.group if part)
                line = _cell(
                    _paragraph(_run(words, self._size), "Tablehead", "left"),
                    sum(self._widths),
                    _STRONG_GROUND,
                    span=len(self._widths),
                )
                drawn.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{line}</w:tr>")
            last = row.group
            drawn.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{self._cells(row)}</w:tr>")
        return drawn

    def _cells(self, row: Row) -> str:
        drawn = []
        for cell, column, width in zip(row.cells, self._columns, self._widths, strict=True):
            ground = (
                RATING_STYLES[cell.rating].ground[1:] if cell.kind == "rating" else _STRONG_GROUND if row.strong else ""
            )
            style = "Tablehead" if row.strong or cell.strong else "Tabletext"
            drawn.append(_cell(_paragraph(self._content(cell), style, column.align), width, ground))
        return "".join(drawn)

    def _content(self, cell: Cell) -> str:
        ink = RATING_STYLES[cell.rating].ink[1:] if cell.rating else ""
        if cell.href:
            target = self._part.relate_to(cell.href, _HYPERLINK, is_external=True)
            shown = f"<w:hyperlink r:id={quoteattr(target)}>{_run(cell.text, self._size, color=_LINK)}</w:hyperlink>"
        else:
            shown = _run(cell.text, self._size, color=ink)
        if cell.detail:
            shown += f"<w:r><w:br/></w:r>{_run(cell.detail, self._size - 2, color=_SOFT, bold=False)}"
        return shown


def _append(document: WordDocument, markup: str) -> None:
    """Put the piece at the end of the text, before the page settings that close the body."""
    document.element.body.sectPr.addprevious(parse_xml(markup))


def _table(widths: Sequence[int], rows: Iterable[str], *, inside: bool = False) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if inside else ("top", "bottom", "insideH")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {nsdecls("w", "r")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="34" w:type="dxa"/><w:right w:w="34" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(content: str, width: int, ground: str = "", *, span: int = 1) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground.upper()}"/>' if ground else ""
    joined = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{joined}{shade}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'


def _paragraph(runs: str, style: str, align: str, *, declare: bool = False) -> str:
    names = f" {nsdecls('w', 'r')}" if declare else ""
    return f'<w:p{names}><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def _run(text: str, half_points: int, *, color: str = "", ground: str = "", bold: bool | None = None) -> str:
    weight = "" if bold is None else f'<w:b w:val="{"1" if bold else "0"}"/>'
    ink = f'<w:color w:val="{color.upper()}"/>' if color else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground.upper()}"/>' if ground else ""
    return (
        f'<w:r><w:rPr>{weight}{ink}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>{shade}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )
