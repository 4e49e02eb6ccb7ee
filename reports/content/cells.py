"""Makers of typed cells: the formatting of a figure is decided here and nowhere else."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.content.source import Source
from reports.content.tree import Cell
from reports.content.vocabulary import rating_letter, rating_of, rating_symbol, rating_word
from reports.formats.dates import format_date
from reports.formats.numbers import MISSING, format_change, format_number, format_share, to_decimal


def text_cell(text: str, *, detail: str = "", strong: bool = False, href: str = "") -> Cell:
    """Plain text; a link when `href` is given."""
    return Cell(kind="link" if href else "text", text=text or MISSING, detail=detail, strong=strong, href=href)


def date_cell(value: Any, source: Source) -> Cell:
    """A day in the short form of the language, with the date itself; a dash for null and unreadable text."""
    text = format_date(value, source.language, short=True)
    return Cell(text=text, day="" if text == MISSING else str(value)[:10])


def number_cell(value: Any, decimals: int, *, href: str = "", detail: str = "", strong: bool = False) -> Cell:
    """A figure with its unrounded value; a dash for null."""
    number = to_decimal(value)
    return Cell(
        kind="number",
        text=format_number(number, decimals),
        value=None if number is None else str(number),
        decimals=decimals,
        href=href if number is not None else "",
        detail=detail,
        strong=strong,
    )


def count_cell(value: Any, *, strong: bool = False) -> Cell:
    """A whole number; null is zero things counted."""
    return number_cell(value or 0, 0, strong=strong)


def share_cell(ratio: Any, *, decimals: int = 1, strong: bool = False) -> Cell:
    """A share of one, printed in percent."""
    number = to_decimal(ratio)
    return Cell(
        kind="number",
        text=format_share(number, decimals),
        value=None if number is None else str(number),
        decimals=decimals,
        percent=True,
        strong=strong,
    )


def change_cell(change: Mapping[str, Any] | None, source: Source) -> Cell:
    """Year on year: percent, or percentage points for rates; a dash when it cannot be computed."""
    kind, value = (change or {}).get("kind", ""), to_decimal((change or {}).get("value"))
    decimals = 2 if kind == "points" else 1
    text = format_change(str(kind), value, source.language, decimals=decimals)
    return Cell(kind="number", text=text, value=None if text == MISSING else str(value), decimals=decimals, signed=True)


def rating_cell(code: Any, *, detail: str = "", assessment: str = "") -> Cell:
    """Symbol and word of a rating; an unrated line says why (no data, not due, …)."""
    rating = rating_of(code)
    word = assessment_word(assessment) if rating == "not_rated" else ""
    symbol = rating_symbol(rating)
    return Cell(
        kind="rating", text=f"{symbol} {word or rating_word(rating)}", rating=rating, symbol=symbol, detail=detail
    )


def heat_cell(code: Any, *, detail: str = "", assessment: str = "") -> Cell:
    """Symbol and letter of a rating, for narrow columns; an unrated line says why (no data, not due, …)."""
    rating = rating_of(code)
    symbol = rating_symbol(rating)
    word = assessment_word(assessment) if rating == "not_rated" else ""
    text = f"{symbol} {word or rating_letter(rating)}"
    return Cell(kind="rating", text=text, rating=rating, symbol=symbol, detail=detail)


def assessment_word(code: str) -> str:
    """Why a line has no rating, in words; empty for the plain cases."""
    return {
        "no_data": _("No data"),
        "not_due": _("Not due yet"),
        "not_assessable": _("Not assessable"),
        "no_target": _("No target"),
    }.get(code, "")


def plain_number(value: Any, most_decimals: int = 2) -> str:
    """A figure whose number of decimals is not declared: as many as it has, at most `most_decimals`."""
    number = to_decimal(value)
    if number is None:
        return MISSING
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return format_number(number, min(places, most_decimals))
