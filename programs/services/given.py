"""Checks of single values that people give, collected so that every fault is told at once (`programs.text` decides)."""

from typing import Any

from django.utils.translation import gettext as _

from programs.exceptions import InvalidInput, Problem
from programs.text import clean_decimal, clean_text


def text_problems(value: Any, pointer: str, *, most: int, needed: bool = False) -> list[Problem]:
    """What is wrong with a text: what `clean_text` refuses, or that it is empty though needed."""
    try:
        text = clean_text(value, max_length=most, lines=True, pointer=pointer)
    except InvalidInput as error:
        return error.problems
    return [Problem("text_empty", _("This must not be empty."), pointer)] if needed and not text else []


def weight_problems(value: Any, pointer: str) -> list[Problem]:
    """What is wrong with a weight: no number, not above zero, 10000 or more, more than two decimals."""
    try:
        weight = clean_decimal(value, max_digits=6, decimal_places=2, pointer=pointer)
    except InvalidInput as error:
        return error.problems
    return (
        []
        if weight > 0
        else [Problem("weight_not_positive", _("The weight is greater than zero."), pointer, value=str(value)[:40])]
    )


def refuse(problems: list[Problem]) -> None:
    """Raise InvalidInput when there is any problem."""
    if problems:
        raise InvalidInput(problems=problems)
