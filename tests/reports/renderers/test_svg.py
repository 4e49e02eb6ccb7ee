"""Drawings that stand inside a page."""

import pytest
from defusedxml import DefusedXmlException
from django.utils.html import conditional_escape

from reports.renderers.drawing import chart_svg
from reports.renderers.svg import clean_svg
from tests.reports.conftest import content_of

HOSTILE = """<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)" viewBox="0 0 1 1"><script>alert(1)</script>
<a href="javascript:alert(1)"><text>link</text></a><foreignObject><p>x</p></foreignObject><image href="http://x.invalid/a.png"/>
<style>@import "http://x.invalid"</style><rect style="fill:red" fill="url(http://x.invalid#a)" width="1" onclick="x()"/>
<g id="one" clip-path="url(#clip0)"><text opacity="0">hidden</text><text>&lt;b&gt; 数据</text></g></svg>"""


def test_only_shapes_and_text_are_left():
    cleaned = clean_svg(HOSTILE, "c1")
    for forbidden in (
        "script",
        "onload",
        "onclick",
        "javascript",
        "href",
        "foreignObject",
        "image",
        "style",
        "x.invalid",
        ">hidden<",
    ):
        assert forbidden not in cleaned
    assert "&lt;b&gt; 数据" in cleaned
    assert 'id="c1-one"' in cleaned
    assert 'clip-path="url(#c1-clip0)"' in cleaned


def test_templates_print_it_as_it_is():
    assert conditional_escape(clean_svg("<svg xmlns='http://www.w3.org/2000/svg'/>", "c")).startswith("<svg")


def test_entities_are_refused():
    with pytest.raises(DefusedXmlException):
        clean_svg('<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>', "c")


def test_a_chart_has_its_words_in_it():
    chart = next(block for block in content_of("sample", "zh-hans").sections[2].blocks if block.kind == "chart")
    drawing = chart_svg(chart.spec, chart.key)
    assert "上海市" in drawing
    assert "● 12" in drawing
