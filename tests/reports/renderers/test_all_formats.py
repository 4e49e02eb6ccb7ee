"""What holds for all formats: the same figures, the same bytes at every call."""

import io
import json
from decimal import Decimal

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.content.report import build_report
from reports.formats.numbers import format_number, round_half_up
from reports.renderers.registry import RENDERERS
from tests.factories.result import sample_result
from tests.reports.conftest import MAKERS, META, content_of, file_of
from tests.reports.renderers.pdf_text import page_texts
from tests.reports.renderers.test_html import Page


def printed_figures(language: str) -> list[tuple[str, str, str]]:
    """(value as stored, decimals, text) of every indicator line that has a value."""
    result = sample_result()
    places = {indicator["code"]: indicator["decimals"] for indicator in result["indicators"]}
    return [(line["value"], places[line["indicator"]], format_number(line["value"], places[line["indicator"]]))
            for line in result["lines"] if line["value"] is not None]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_figure_is_the_same_in_every_format(language):
    figures = printed_figures(language)
    assert len(figures) == 70
    pdf = "".join(page_texts(file_of("sample", language, "pdf")))
    word = [
        node.text for node in Document(io.BytesIO(file_of("sample", language, "docx"))).element.body.iter(qn("w:t"))
    ]
    page = "".join(Page(file_of("sample", language, "html").decode()).text)
    sheet = openpyxl.load_workbook(io.BytesIO(file_of("sample", language, "xlsx"))).worksheets[1]
    numbers = {
        Decimal(repr(cell.value)) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)
    }
    stored = {line["value"] for line in json.loads(file_of("sample", language, "json"))["result"]["lines"]}
    rounded = {
        places: {round_half_up(number, places) for number in numbers}
        for places in {decimals for _value, decimals, _text in figures}
    }
    for value, decimals, text in figures:
        assert text in pdf
        assert text in word
        assert text in page
        assert Decimal(value) in rounded[decimals]
        assert value in stored


@pytest.mark.parametrize("file_format", sorted(RENDERERS))
def test_same_content_gives_the_same_bytes(file_format):
    again = RENDERERS[file_format].render(build_report(sample_result(), "zh-hans", META), sample_result())
    assert again == file_of("sample", "zh-hans", file_format)


@pytest.mark.parametrize("file_format", sorted(RENDERERS))
def test_other_data_give_other_bytes(file_format):
    result = sample_result()
    result["lines"][0]["value"] = "12345.6"
    assert RENDERERS[file_format].render(build_report(result, "en", META), result) != file_of(
        "sample", "en", file_format
    )


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_both_languages_have_tables_of_the_same_size(kind):
    sizes = [
        [
            (block.key, len(block.rows), len(block.columns))
            for section in content_of(kind, language).sections
            for block in section.blocks
            if block.kind == "table"
        ]
        for language in ("en", "zh-hans")
    ]
    assert sizes[0] == sizes[1]


def test_registry_names_five_formats_with_media_types():
    assert sorted(RENDERERS) == ["docx", "html", "json", "pdf", "xlsx"]
    assert all("/" in renderer.media_type and renderer.format == name for name, renderer in RENDERERS.items())
