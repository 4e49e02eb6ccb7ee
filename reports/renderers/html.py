"""One HTML file that opens anywhere without a network: styles and charts inside, no script, no address to load from."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from reports.content.tree import Chart, ReportContent, Section
from reports.renderers.drawing import chart_svg
from reports.renderers.markup import OwnMarkup

STYLE = Path(__file__).resolve().parent.parent / "static" / "reports" / "report.css"


def render(content: ReportContent, result: Mapping[str, Any]) -> bytes:
    """The whole report as a UTF-8 page. All text goes through the template engine's escaping."""
    page = render_to_string("reports/files/document.html", {**body_context(content), "style": _style()})
    return page.encode("utf-8", "replace")


def body_context(content: ReportContent) -> dict[str, Any]:
    """What `reports/files/body.html` needs; portal pages include the same body with the same style sheet."""
    return {
        "content": content,
        "language": "zh-Hans" if content.language == "zh-hans" else "en",
        "sections": [{"section": section, "blocks": _blocks(section)} for section in content.sections],
    }


def _blocks(section: Section) -> list[dict[str, Any]]:
    return [
        {"block": block, "svg": chart_svg(block.spec, block.key) if isinstance(block, Chart) else ""}
        for block in section.blocks
    ]


@lru_cache(maxsize=1)
def _style() -> OwnMarkup:
    return OwnMarkup(STYLE.read_text(encoding="utf-8"))
