"""Reads a number from the text that people write: plain decimals at once, other spellings with a note of what was meant."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)
LOOSE = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
SUFFIXED = re.compile(
    r"([+-]?[\d.,]+)(万亿|亿|千万|百万|十万|万|千|百|%|‰|percent|pct|bn|billion|mn|million|k)?(元|人民币|家|人|个|户|件|项|份|条|cny|rmb|yuan)?",
    re.IGNORECASE,
)
MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})
CHINESE_SCALES = {"万亿": 12, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2}
ENGLISH_SCALES = {"bn": 9, "billion": 9, "mn": 6, "million": 6, "k": 3, "‰": -1}
SCALES = CHINESE_SCALES | ENGLISH_SCALES
LONGEST = 200
PERCENT_SIGNS = frozenset({"%", "percent", "pct", "‰"})
MAX_DIGITS = 15


class Reading(NamedTuple):
    """`text` is the plain decimal, or "" when the text is no number; `tidied` says that the spelling was put right.

    `suffix` is what followed the number (亿, %, …) and `scale` its power of ten; then `text` is the number before it.
    """

    text: str
    tidied: bool = False
    suffix: str = ""
    scale: int = 0


def read(text: str) -> Reading:
    """Read one value. Full-width digits, spaces, thousands commas and a leading plus are tidied; a unit is named."""
    if PLAIN.fullmatch(text):
        return Reading(text)
    if len(text) > LONGEST:
        return Reading("")
    tidy = "".join(unicodedata.normalize("NFKC", text).translate(MINUS_SIGNS).split())
    plain = _plain(tidy)
    if plain:
        return Reading(plain, tidied=True)
    match = SUFFIXED.fullmatch(tidy)
    if match and (match[2] or match[3]):
        amount = _plain(match[1])
        if amount:
            scale = (match[2] or "").lower()
            return Reading(amount, suffix=(match[2] or "") + (match[3] or ""), scale=SCALES.get(scale, 0))
    return Reading("")


def _plain(tidy: str) -> str:
    if GROUPED.fullmatch(tidy):
        tidy = tidy.replace(",", "")
    if not LOOSE.fullmatch(tidy):
        return ""
    whole, _, fraction = tidy.removeprefix("+").partition(".")
    sign = "-" if whole.startswith("-") else ""
    whole = whole.removeprefix("-").lstrip("0") or "0"
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


def is_percent(suffix: str) -> bool:
    """Whether the suffix says per cent (or per mille)."""
    return suffix.lower() in PERCENT_SIGNS


def shortest(text: str) -> str:
    """A plain decimal without zeros at its end: `12.700` gives `12.7`, `-0.0` gives `0`."""
    cut = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if cut in ("-0", "") else cut


def scaled(text: str, power: int) -> str:
    """The number times a power of ten, exactly, as a plain decimal."""
    return shortest(f"{Decimal(text).scaleb(power):f}")
