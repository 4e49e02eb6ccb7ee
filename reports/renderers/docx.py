"""Word by python-docx: an editable file with real styles, so that an office can put its own head on it.

Fonts are named, not embedded: 仿宋, 黑体 and 楷体 as Chinese offices use them, with Latin companions.
"""

import io
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from reports.content.tree import Chart, Legend, Paragraph, ReportContent, Section, Subheading, Table, Tiles
from reports.renderers.archive import fixed_archive
from reports.renderers.drawing import chart_png
from reports.renderers.word_fields import (
    add_bookmark,
    add_contents,
    add_page_numbers,
    describe_picture,
    set_update_fields,
)
from reports.renderers.word_styles import TEXT_WIDTH_CM, define_styles, set_page
from reports.renderers.word_tables import add_legend, add_table, add_tiles


def render(content: ReportContent, result: Mapping[str, Any]) -> bytes:
    """The report as DOCX. Nothing in it depends on the clock."""
    document = Document()
    define_styles(document, chinese=content.language == "zh-hans")
    set_page(document)
    _properties(document, content)
    _running_lines(document, content)
    _head(document, content)
    for place, section in enumerate(content.sections):
        _section(document, section, place)
        if place == 0 and content.kind != "monthly":
            add_contents(document, content.labels["contents"], [_heading_text(each) for each in content.sections])
    document.add_paragraph(f"{content.labels['fingerprint']} {content.fingerprint}", style="Small print")
    set_update_fields(document)
    packed = io.BytesIO()
    document.save(packed)
    return fixed_archive(packed.getvalue(), content.as_of)


def _properties(document: WordDocument, content: ReportContent) -> None:
    properties = document.core_properties
    properties.title = f"{content.title} ({content.subtitle})"[:255]
    properties.author = properties.last_modified_by = content.issuer[:255]
    properties.comments = content.demonstration
    properties.language = "zh-CN" if content.language == "zh-hans" else "en-GB"
    properties.created = properties.modified = content.as_of.replace(tzinfo=None, microsecond=0)
    properties.revision = 1


def _running_lines(document: WordDocument, content: ReportContent) -> None:
    page = document.sections[0]
    line = page.header.paragraphs[0]
    line.style = document.styles["Header"]
    line.add_run(content.running_title)
    if content.demonstration:
        line.add_run("\t" + content.demonstration, style="Demonstration")
    add_page_numbers(page.footer.paragraphs[0], content.labels["page"])


def _head(document: WordDocument, content: ReportContent) -> None:
    document.add_paragraph(content.title, style="Title")
    document.add_paragraph(content.subtitle, style="Subtitle")
    line = document.add_paragraph(style="Head line")
    line.add_run(f"{content.issuer}\t{content.as_of_text}")
    if content.demonstration:
        document.add_paragraph(style="Body Text").add_run(content.labels["demonstration_long"], style="Demonstration")


def _heading_text(section: Section) -> str:
    joint = "" if section.number.endswith("、") else " "
    return f"{section.number}{joint}{section.title}"


def _section(document: WordDocument, section: Section, place: int) -> None:
    heading = document.add_heading(_heading_text(section), level=1)
    add_bookmark(heading, place)
    for block in section.blocks:
        if isinstance(block, Table):
            add_table(document, block)
        elif isinstance(block, Chart):
            _chart(document, block)
        elif isinstance(block, Tiles):
            add_tiles(document, block)
        elif isinstance(block, Legend):
            add_legend(document, block)
        elif isinstance(block, Subheading):
            document.add_heading(block.text, level=2)
        elif isinstance(block, Paragraph):
            style = {"lead": "Body Text", "body": "Body Text", "bullet": "List Bullet", "note": "Small print"}[
                block.style
            ]
            document.add_paragraph(block.text, style=style)


def _chart(document: WordDocument, block: Chart) -> None:
    document.add_paragraph(block.caption, style="Caption")
    paragraph = document.add_paragraph(style="Picture")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run().add_picture(io.BytesIO(chart_png(block.spec)), width=Cm(TEXT_WIDTH_CM))
    describe_picture(paragraph, block.caption, block.alt)
    if block.note:
        document.add_paragraph(block.note, style="Small print")
