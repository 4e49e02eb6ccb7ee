"""Chart descriptions as pictures: SVG for paper and page, PNG for Word. Drawn once per description and process."""

import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import vl_convert
from PIL import Image

from reports.renderers.markup import OwnMarkup
from reports.renderers.svg import clean_svg

FONT_FOLDER = Path(__file__).resolve().parent.parent / "fonts"
PNG_COLORS = 128


def chart_svg(spec: dict[str, Any], prefix: str) -> OwnMarkup:
    """The chart as SVG with real text, cleaned; `prefix` keeps its ids apart from those of other charts of a page."""
    return clean_svg(_svg(json.dumps(spec, sort_keys=True, ensure_ascii=False)), prefix)


def chart_png(spec: dict[str, Any]) -> bytes:
    """The chart as PNG at twice its size, with a palette (a fifth of the bytes)."""
    return _png(json.dumps(spec, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=1)
def _use_own_fonts() -> None:
    vl_convert.register_font_directory(str(FONT_FOLDER))


@lru_cache(maxsize=48)
def _svg(spec: str) -> str:
    _use_own_fonts()
    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn


@lru_cache(maxsize=24)
def _png(spec: str) -> bytes:
    _use_own_fonts()
    drawn = Image.open(io.BytesIO(vl_convert.vegalite_to_png(spec, scale=2, allowed_base_urls=[]))).convert("RGB")
    palette = io.BytesIO()
    drawn.quantize(colors=PNG_COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        palette, "PNG", optimize=True
    )
    return palette.getvalue()
