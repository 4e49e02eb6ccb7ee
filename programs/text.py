"""What text and numbers may hold, decided once for every door.

Refused: control characters, halves of characters (surrogates), code points that are no characters, and marks that turn
the direction of writing (a file name or figure that reads otherwise than it is). Changed quietly: NFC, one kind of
line break, no blanks around, no invisible characters without a meaning. Nothing here knows a database.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from programs.exceptions import InvalidInput, Problem

LONGEST_TEXT = 20_000
DEEPEST_JSON = 20
# Zero-width space, word joiner and byte order mark: they come with pasted text and make equal codes differ.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_IN_LINE = re.compile("[\x00-\x1f\x7f-\x9f]")
_NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) + "]"
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z")
LONGEST_NUMBER = 64


def _fault(text: str, lines: bool) -> tuple[str, str, int] | None:
    """Code, sentence and place (counted from 1) of the first thing that text may not hold; None when it is clean."""
    sentences = [
        (_SURROGATE, "lone_surrogate", _("The text holds half of a character.")),
        (_CONTROL if lines else _CONTROL_IN_LINE, "control_character", _("The text holds a control character.")),
        (_NO_CHARACTER, "not_a_character", _("The text holds a code that is no character.")),
        (_DIRECTION, "direction_control", _("The text holds a mark that turns the direction of writing.")),
    ]
    for pattern, code, sentence in sentences:
        hit = pattern.search(text)
        if hit:
            return code, sentence, hit.start() + 1
    return None


def _refuse(code: str, message: str, pointer: str, hint: str = "", value: str = "") -> InvalidInput:
    return InvalidInput(problems=[Problem(code=code, message=message, pointer=pointer, hint=hint, value=value)])


def clean_text(value: object, *, max_length: int = LONGEST_TEXT, lines: bool = False, pointer: str = "") -> str:
    """The text as it is stored. `lines` permits line breaks and tabs. May run twice: clean text stays as it is.

    Raises InvalidInput with not_text, lone_surrogate, control_character, not_a_character, direction_control or
    text_too_long.
    """
    if not isinstance(value, str):
        raise _refuse("not_text", _("This is not a text."), pointer)
    text = value
    if not (text.isascii() and text.isprintable()):
        text = _INVISIBLE.sub("", text)
        text = _LINE_BREAKS.sub("\n", text) if lines else text
        fault = _fault(text, lines)
        if fault is not None:
            code, sentence, place = fault
            raise _refuse(
                code, sentence, pointer, _("Look at character %(place)s and write it anew.") % {"place": place}
            )
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    if len(text) > max_length:
        raise _refuse(
            "text_too_long",
            _("The text has %(length)s characters; at most %(most)s are allowed.")
            % {"length": len(text), "most": max_length},
            pointer,
        )
    return text


def clean_json(value: Any, *, pointer: str = "", depth: int = 0) -> Any:
    """A JSON value whose texts are clean, numbers finite, keys texts and depth bounded. Raises InvalidInput."""
    if depth > DEEPEST_JSON:
        raise _refuse("too_deep", _("The value is nested too deeply."), pointer)
    if isinstance(value, str):
        return clean_text(value, lines=True, pointer=pointer)
    if isinstance(value, float) and not math.isfinite(value):
        raise _refuse("not_finite", _("This is not a finite number."), pointer)
    if isinstance(value, Mapping):
        return {
            clean_text(key, pointer=pointer): clean_json(item, pointer=f"{pointer}/{key}", depth=depth + 1)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [clean_json(item, pointer=f"{pointer}/{index}", depth=depth + 1) for index, item in enumerate(value)]
    return value


def clean_decimal(value: object, *, max_digits: int = 24, decimal_places: int = 6, pointer: str = "") -> Decimal:
    """A finite number with at most `max_digits` digits, `decimal_places` of them behind the point; -0 becomes 0.

    Takes Decimal, int, or text of ASCII digits; a float is refused because it has been rounded before it came.
    Raises InvalidInput with not_a_number, not_finite, too_large or too_precise.
    """
    number = _read_number(value, pointer)
    if not number.is_finite():
        raise _refuse("not_finite", _("This is not a finite number."), pointer, value=str(number))
    # The exponent is looked at before anything is computed with it: 1e999999 must not become a million digits.
    if number.adjusted() >= max_digits - decimal_places and number != 0:
        raise _refuse(
            "too_large",
            _("The number has more than %(most)s digits before the point.") % {"most": max_digits - decimal_places},
            pointer,
        )
    digits, exponent = number.as_tuple()[1:]
    trailing = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    if number != 0 and isinstance(exponent, int) and -(exponent + trailing) > decimal_places:
        raise _refuse(
            "too_precise", _("The number has more than %(most)s decimals.") % {"most": decimal_places}, pointer
        )
    if number == 0:
        return Decimal(0)
    return number


def _read_number(value: object, pointer: str) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        if value.bit_length() > 400:
            raise _refuse("too_large", _("The number has too many digits."), pointer)
        return Decimal(value)
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER and _NUMBER.match(value):
        return Decimal(value)
    shown = value[:LONGEST_NUMBER] if isinstance(value, str) and value.isprintable() else ""
    raise _refuse(
        "not_a_number", _("This is not a number."), pointer, _("Write digits with a point, such as 1234.5."), shown
    )


@deconstructible
class CleanText:
    """Validator for model and form fields: refuses what `clean_text` refuses. It changes nothing."""

    def __init__(self, lines: bool = False):
        self.lines = lines

    def __call__(self, value: str) -> None:
        """Raise ValidationError with the same code."""
        try:
            clean_text(value, max_length=10**9, lines=self.lines)
        except InvalidInput as error:
            problem = error.problems[0]
            raise ValidationError(problem.message, code=problem.code) from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CleanText) and other.lines == self.lines

    def __hash__(self) -> int:
        return hash(("CleanText", self.lines))
