"""What the shipped fonts can draw. PDF/A refuses a whole file for one missing glyph, so text is checked first."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont

from reports.renderers.drawing import FONT_FOLDER

SUBSTITUTE = "〓"
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0000-\U000e007f]")
_LONG_RUN = re.compile(r"[^\s\u2e80-\uffef]{24,}")
_RUN = 12
BREAK_HERE = "\u200b"


@lru_cache(maxsize=1)
def drawable() -> frozenset[int]:
    """Code points that both weights of the shipped font have."""
    regular, bold = (_code_points(weight) for weight in ("Regular", "Bold"))
    return regular & bold


def _code_points(weight: str) -> frozenset[int]:
    with TTFont(FONT_FOLDER / f"NotoSansSC-{weight}.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


class GlyphCheck:
    """Replaces what cannot be drawn by 〓 and remembers it, for one file."""

    def __init__(self) -> None:
        self.missing: set[str] = set()

    def text(self, value: str) -> str:
        """`value` as it can be drawn: invisible marks dropped, unknown characters replaced, endless words made breakable."""
        if not value or (value.isascii() and len(value) < _RUN * 2):
            return value
        known = drawable()
        kept = []
        for character in _INVISIBLE.sub("", value):
            if ord(character) in known or character == "\n":
                kept.append(character)
            elif unicodedata.category(character) == "Zs":
                kept.append(" ")
            else:
                self.missing.add(character)
                kept.append(SUBSTITUTE)
        return _LONG_RUN.sub(_breakable, "".join(kept))

    def tree(self, value: Any) -> Any:
        """The same for every string of a JSON value. Addresses (`href`) and drawings (`svg`) stay as they are."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: item if key in {"href", "svg"} else self.tree(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.tree(item) for item in value]
        return value

    def listing(self, most: int = 20) -> str:
        """The code points replaced so far, for the note in the file; empty when there are none."""
        points = [f"U+{ord(character):04X}" for character in sorted(self.missing)]
        return ", ".join(points[:most]) + (f" (+{len(points) - most})" if len(points) > most else "")


def _breakable(match: re.Match[str]) -> str:
    run = match.group()
    return BREAK_HERE.join(run[place : place + _RUN] for place in range(0, len(run), _RUN))
