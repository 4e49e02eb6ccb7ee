"""PDF by Typst: one template, the tree as a JSON file beside it, PDF/A-2a and PDF/UA-1 in one file.

Text reaches Typst only as JSON values, so that nothing a user wrote is ever read as markup. The compiler sees one
temporary folder, no system fonts and no network.
"""

import json
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from reports.content.tree import Chart, ReportContent
from reports.renderers.drawing import FONT_FOLDER, chart_svg
from reports.renderers.glyphs import GlyphCheck
from reports.renderers.plain import to_plain

TEMPLATE = Path(__file__).resolve().parent.parent / "templates_typst" / "report.typ"
STANDARDS = ["a-2a", "ua-1"]


def render(content: ReportContent, result: Mapping[str, Any]) -> bytes:
    """The report as a tagged PDF with its fonts inside. Raises `typst.TypstError` when the template is broken."""
    check = GlyphCheck()

    def draw(chart: Chart) -> str:
        return str(chart_svg(check.tree(chart.spec), chart.key))

    data = check.tree(to_plain(content, draw))
    data["missing_glyphs"] = content.labels["missing_glyphs"] % {"list": check.listing()} if check.missing else ""
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        root = Path(folder)
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        main = root / "main.typ"
        main.write_bytes(TEMPLATE.read_bytes())
        made = typst.compile(
            str(main),
            root=str(root),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=int(content.as_of.timestamp()),
        )
    if not isinstance(made, bytes):
        raise TypeError("Typst returned pages instead of one PDF.")
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)])
