"""The Word file: real styles, native tables, repeated heads, fields, descriptions of pictures."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.reports.conftest import content_of, file_of

LABELS = {"en": "Demonstration data", "zh-hans": "演示数据"}


def opened(kind: str, language: str):
    return Document(io.BytesIO(file_of(kind, language, "docx")))


def whole_text(document) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["sample", "hostile", "first_issue"])
def test_opens_with_a_heading_per_section(kind, language):
    document = opened(kind, language)
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert len(headings) == len(content_of(kind, language).sections)
    assert document.paragraphs[0].text == content_of(kind, language).title


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_label_runs_on_every_page(language):
    document = opened("sample", language)
    assert LABELS[language] in document.sections[0].header.paragraphs[0].text
    assert not document.sections[0].different_first_page_header_footer
    assert "Demonstration" not in opened("first_issue", "en").sections[0].header.paragraphs[0].text


def test_styles_name_chinese_fonts_and_no_theme():
    document = opened("sample", "zh-hans")
    fonts = {name: document.styles[name].element.rPr.rFonts for name in ("Body Text", "Heading 1", "Heading 2")}
    assert [fonts[name].get(qn("w:eastAsia")) for name in fonts] == ["仿宋", "黑体", "楷体"]
    assert not any(key.endswith(("Theme", "cstheme")) for each in fonts.values() for key in each.attrib)


def test_table_heads_repeat_and_widths_are_fixed():
    for table in opened("sample", "en").element.body.iter(qn("w:tbl")):
        grid = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
        assert all(grid)
        first = next(table.iter(qn("w:tr")))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None or len(list(table.iter(qn("w:tr")))) == 1


def test_contents_are_filled_in_and_linked():
    document = opened("sample", "en")
    entries = [paragraph.text.strip() for paragraph in document.paragraphs if paragraph.style.name == "Contents entry"]
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert entries == headings
    marks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert {
        link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))
    } == marks


def test_pictures_are_described():
    properties = list(opened("sample", "zh-hans").element.body.iter(qn("wp:docPr")))
    assert len(properties) == 6
    assert all(each.get("descr") and each.get("title") for each in properties)


def test_page_fields():
    codes = [node.text.strip() for node in opened("sample", "en").sections[0].footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_hostile_text_stays_text():
    text = whole_text(opened("hostile", "en"))
    assert "<script>alert(1)</script>" in text
    assert "\u202e" not in text
    names = zipfile.ZipFile(io.BytesIO(file_of("hostile", "en", "docx"))).namelist()
    assert not [name for name in names if "vba" in name or "embeddings" in name]


def test_rating_cells_have_symbol_word_and_ground():
    cells = [
        cell
        for cell in opened("sample", "en").element.body.iter(qn("w:tc"))
        if "".join(node.text or "" for node in cell.iter(qn("w:t"))) == "■ Off track"
    ]
    grounds = {shade.get(qn("w:fill")) for cell in cells for shade in cell.iter(qn("w:shd"))}
    assert "FDECEA" in grounds
