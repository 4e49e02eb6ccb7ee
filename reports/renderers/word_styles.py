"""Styles and page of the Word file. Each style names its Latin and its East Asian font; theme fonts are taken out."""

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import BaseStyle, ParagraphStyle

RED, INK, SOFT = RGBColor(0xA6, 0x1B, 0x1B), RGBColor(0x1F, 0x29, 0x33), RGBColor(0x55, 0x60, 0x6C)
FANGSONG, HEITI, KAITI = "仿宋", "黑体", "楷体"
SERIF, SANS = "Times New Roman", "Arial"
MARGIN_CM, PAGE_WIDTH_CM = 2.2, 21.0
TEXT_WIDTH_CM = PAGE_WIDTH_CM - 2 * MARGIN_CM


def set_page(document: WordDocument) -> None:
    """A4 with room for binding."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(PAGE_WIDTH_CM), Cm(29.7)
    page.left_margin = page.right_margin = Cm(MARGIN_CM)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.2)
    page.header_distance = page.footer_distance = Cm(1.2)


def define_styles(document: WordDocument, *, chinese: bool) -> None:
    """Give every used style its fonts, sizes and spacing."""
    body = 12 if chinese else 10.5
    _language(document, chinese=chinese)
    _titles(document, chinese=chinese)
    _spacing(_style(document, "Normal", SERIF, FANGSONG, body), after=4, line=1.25)
    text = _style(document, "Body Text", SERIF, FANGSONG, body)
    _spacing(text, after=5, line=1.4)
    if chinese:
        text.paragraph_format.first_line_indent = Pt(body * 2)
    _spacing(_style(document, "List Bullet", SERIF, FANGSONG, body), after=2, line=1.25)
    _spacing(_style(document, "Small print", SERIF, FANGSONG, 9, color=SOFT), after=4, line=1.1)
    _spacing(_style(document, "Picture", SERIF, FANGSONG, body), after=2, line=1.0)
    _spacing(_style(document, "Table text", SANS, FANGSONG, 8), line=1.05)
    _spacing(_style(document, "Table head", SANS, HEITI, 8, bold=True), line=1.05)
    contents = _style(document, "Contents entry", SERIF, FANGSONG, body)
    _spacing(contents, line=1.15)
    contents.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    for name in ("Header", "Footer"):
        _tabs(_style(document, name, SANS, FANGSONG, 8, color=SOFT))
    _head_line(document)
    _style(document, "Demonstration", SANS, HEITI, None, color=RED, bold=True, kind=WD_STYLE_TYPE.CHARACTER)


def _titles(document: WordDocument, *, chinese: bool) -> None:
    for name, asian, size, color, before in (
        ("Title", HEITI, 21, RED, 0),
        ("Heading 1", HEITI, 15, RED, 16),
        ("Heading 2", KAITI, 12.5, INK, 8),
        ("Caption", HEITI, 10, INK, 8),
    ):
        style = _style(document, name, SANS, asian, size, color=color, bold=name != "Heading 2" or not chinese)
        _spacing(style, before=before, after=6 if name.startswith("Heading") else 4, line=1.2)
        style.paragraph_format.keep_with_next = True
    _no_border(document.styles["Title"])
    subtitle = _style(document, "Subtitle", SERIF, KAITI, 13, color=INK)
    for style in (document.styles["Title"], subtitle):
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _language(document: WordDocument, *, chinese: bool) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN" if chinese else "en-GB")


def _head_line(document: WordDocument) -> None:
    style = _style(document, "Head line", SERIF, FANGSONG, 10.5, color=INK)
    style.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    frame = style.element.get_or_add_pPr()
    borders = frame.makeelement(qn("w:pBdr"), {})
    borders.append(
        borders.makeelement(
            qn("w:bottom"), {qn("w:val"): "single", qn("w:sz"): "12", qn("w:space"): "4", qn("w:color"): "A61B1B"}
        )
    )
    frame.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
    _spacing(style, after=8)


def _style(
    document: WordDocument,
    name: str,
    latin: str,
    asian: str,
    size: float | None,
    *,
    color: RGBColor = INK,
    bold: bool = False,
    kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH,
) -> BaseStyle:
    styles = document.styles
    style = styles[name] if name in [each.name for each in styles] else styles.add_style(name, kind)
    font = style.font
    font.name, font.bold, font.italic, font.color.rgb = latin, bold, False, color
    if size is not None:
        font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), asian)
    fonts.set(qn("w:cs"), latin)
    return style


def _spacing(style: ParagraphStyle, *, before: float = 0, after: float = 0, line: float | None = None) -> None:
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if line is not None:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.MULTIPLE, line


def _tabs(style: ParagraphStyle) -> None:
    stops = style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)


def _no_border(style: BaseStyle) -> None:
    frame = style.element.get_or_add_pPr()
    for borders in frame.findall(qn("w:pBdr")):
        frame.remove(borders)
