"""What an indicator's own thresholds of the rating must satisfy, so that every evaluation can read them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.exceptions import InvalidInput
from programs.text import clean_decimal

NUMBERS = ("on_track", "at_risk")
METHODS = ("progress_index", "growth_ratio")
KNOWN = frozenset({*NUMBERS, "method", "version", "allow_partial"})
LONGEST_VERSION = 20


def readable_thresholds(given: Any) -> None:
    """Raises ValidationError (thresholds_unreadable) unless `given` is a mapping that an evaluation can read."""
    if not isinstance(given, Mapping):
        raise _unreadable(_("Write the thresholds between braces, by name."))
    unknown = sorted(str(name) for name in given if name not in KNOWN)
    if unknown:
        raise _unreadable(_("Unknown here: %(names)s.") % {"names": ", ".join(unknown)[:200]})
    if given.get("method", METHODS[0]) not in METHODS:
        raise _unreadable(_("Write one of: %(codes)s.") % {"codes": ", ".join(METHODS)})
    if not isinstance(given.get("allow_partial", False), bool):
        raise _unreadable(_("Write true or false for allow_partial."))
    version = given.get("version", "1")
    if isinstance(version, bool) or not isinstance(version, str | int) or len(str(version)) > LONGEST_VERSION:
        raise _unreadable(_("Write the version as a short text."))
    _check_order({name: _number(name, given[name]) for name in NUMBERS if name in given})


def _check_order(numbers: Mapping[str, Decimal]) -> None:
    ordered = [Decimal(0), *(numbers[name] for name in reversed(NUMBERS) if name in numbers)]
    if ordered != sorted(ordered):
        raise _unreadable(_("The threshold at_risk is 0 or more, and on_track is not below it."))
    if len(numbers) == 1:
        raise _unreadable(_("Write both on_track and at_risk: one may not fit the programme's other."))


def _number(name: str, given: Any) -> Decimal:
    """The number, written as text or as JSON's own kind."""
    try:
        if isinstance(given, bool):
            raise InvalidInput
        return clean_decimal(str(given))
    except InvalidInput as error:
        raise _unreadable(_("Write %(name)s as a number, such as 0.95.") % {"name": name}) from error


def _unreadable(sentence: str) -> ValidationError:
    return ValidationError(sentence, code="thresholds_unreadable")
