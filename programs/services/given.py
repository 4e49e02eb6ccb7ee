"""Checks of single values that people give: texts, dates and numbers, each refused with its place."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from programs.exceptions import InvalidInput, Problem

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def text_problems(value: Any, pointer: str, *, most: int, needed: bool = False) -> list[Problem]:
    """What is wrong with a text: no text, empty though needed, too long, control characters, half characters."""
    if not isinstance(value, str):
        return [Problem("not_a_text", _("This must be a text."), pointer)]
    if needed and not value.strip():
        return [Problem("text_empty", _("This must not be empty."), pointer)]
    found = []
    if len(value) > most:
        found.append(Problem("text_too_long", _("The text has more than %(most)s characters.") % {"most": most}, pointer))
    if _FORBIDDEN.search(value):
        found.append(Problem("control_character", _("The text holds a control character or half of a character."), pointer, _("Type the text anew instead of pasting it.")))
    return found


def weight_problems(value: Any, pointer: str) -> list[Problem]:
    """What is wrong with a weight: not a finite decimal number, not above zero, too large, more than two decimals."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        return [Problem("not_a_number", _("This must be a number."), pointer, value=str(value)[:40])]
    if not 0 < number < 10_000 or number != round(number, 2):
        return [Problem("weight_out_of_range", _("A weight is above 0 and below 10000, with two decimals at most."), pointer, value=str(value)[:40])]
    return []


def refuse(problems: list[Problem]) -> None:
    """Raise InvalidInput when there is any problem."""
    if problems:
        raise InvalidInput(problems=problems)
