"""The PDF: archivable, accessible, fonts inside, the label on every page."""

import io

import pikepdf
import pytest

from reports.content.report import build_report
from reports.renderers.glyphs import SUBSTITUTE, GlyphCheck, drawable
from reports.renderers.pdf import TEMPLATE
from reports.renderers.registry import RENDERERS
from tests.factories.hostile import HOSTILE_STRINGS
from tests.factories.result_large import large_result
from tests.reports.conftest import META, content_of, file_of
from tests.reports.renderers.pdf_text import page_texts

LABELS = {"en": "Demonstrationdata", "zh-hans": "演示数据"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["sample", "hostile", "first_issue"])
def test_opens_and_declares_both_standards(kind, language):
    with pikepdf.open(io.BytesIO(file_of(kind, language, "pdf"))) as document:
        facts = document.open_metadata()
        assert (facts["pdfaid:part"], facts["pdfaid:conformance"], facts["pdfuaid:part"]) == ("2", "A", "1")
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("zh" if language == "zh-hans" else "en")
        assert 3 <= len(document.pages) <= 20


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_font_is_embedded(language):
    with pikepdf.open(io.BytesIO(file_of("sample", language, "pdf"))) as document:
        descriptors = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert descriptors
        assert all(any(f"/FontFile{kind}" in item for kind in ("", "2", "3")) for item in descriptors)
        assert all("NotoSansSC" in str(item.FontName) for item in descriptors)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["sample", "hostile"])
def test_demonstration_label_on_every_page(kind, language):
    texts = page_texts(file_of(kind, language, "pdf"))
    assert texts
    assert all(LABELS[language] in text for text in texts)


def test_a_real_programme_carries_no_label():
    assert not any("Demonstration" in text for text in page_texts(file_of("first_issue", "en", "pdf")))


def test_eight_to_fifteen_pages_with_page_numbers():
    texts = page_texts(file_of("sample", "en", "pdf"))
    assert 8 <= len(texts) <= 15
    assert f"Page1of{len(texts)}" in texts[0]
    assert f"Page{len(texts)}of{len(texts)}" in texts[-1]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_fifteen_pages_hold_the_real_programme(language):
    content = build_report(large_result(), language, META)
    pages = page_texts(RENDERERS["pdf"].render(content, large_result()))
    assert 8 <= len(pages) <= 15


def test_figures_lead_to_their_lineage():
    with pikepdf.open(io.BytesIO(file_of("sample", "en", "pdf"))) as document:
        addresses = {
            str(mark.A.URI)
            for page in document.pages
            for mark in page.obj.get("/Annots", [])
            if "/A" in mark and "/URI" in mark.A
        }
    assert "http://tracker.example/lineage/0b9e7c1a-4f0e-4b52-9a53-2d1c7f6f8f11/IND01/310000" in addresses


def test_characters_without_a_glyph_are_replaced_and_listed():
    text = "".join(page_texts(file_of("hostile", "en", "pdf")))
    assert SUBSTITUTE in text
    assert "U+202E" not in text
    assert "U+05D0" not in "".join(page_texts(file_of("sample", "en", "pdf")))
    check = GlyphCheck()
    assert check.text("𠮷野家😀") == "〓野家〓"
    assert check.listing() == "U+1F600, U+20BB7"


@pytest.mark.parametrize("text", HOSTILE_STRINGS)
def test_checked_text_holds_only_what_can_be_drawn(text):
    from reports.content.text import clean_text

    checked = GlyphCheck().text(clean_text(text, 12_000))
    assert all(ord(character) in drawable() or character == "\u200b" for character in checked)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_identifiers_can_be_copied_as_they_are(language):
    text = "".join(page_texts(file_of("sample", language, "pdf")))
    assert META.evaluation_id in text
    assert "\u200b" not in text


def test_hostile_markup_stays_text():
    text = "".join(page_texts(file_of("hostile", "en", "pdf")))
    assert '#read("/etc/passwd")' in text
    assert "<script>alert(1)</script>" in text


def test_the_template_evaluates_no_text():
    assert "eval(" not in TEMPLATE.read_text(encoding="utf-8")


def test_outline_lists_every_section():
    with pikepdf.open(io.BytesIO(file_of("sample", "zh-hans", "pdf"))) as document, document.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert len(titles) == len(content_of("sample", "zh-hans").sections)
    assert titles[0] == "一、总体情况"
