"""Checks a document against a JSON schema and says in sentences what is wrong, each with a remedy."""

from collections.abc import Iterator
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from programs.catalogue.documents import escaped
from programs.exceptions import Problem

TYPE_WORDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of named values",
    "date": "a date",
    "null": "nothing",
}


def _is_date(_checker: Any, value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


_TYPES = Draft202012Validator.TYPE_CHECKER.redefine("date", _is_date)
DocumentValidator = validators.extend(Draft202012Validator, type_checker=_TYPES)


def schema_problems(document: Any, schema: dict[str, Any]) -> Iterator[Problem]:
    """Every place where the document breaks the schema. Type `date` is a YAML date."""
    for error in DocumentValidator(schema).iter_errors(document):
        yield from _sentences(error)


def _sentences(error: ValidationError) -> Iterator[Problem]:
    pointer = "".join(f"/{escaped(str(step))}" for step in error.absolute_path)
    speak = _SPEAKERS.get(str(error.validator))
    if speak is None:
        yield Problem("schema", error.message[:300], pointer)
    else:
        yield from speak(error, pointer)


def _required(error: ValidationError, pointer: str) -> Iterator[Problem]:
    missing = error.message.split("'")[1]
    if missing.endswith(("_en", "_zh")):
        hint = _("Give the text in English and in Chinese.")
        yield Problem("language_missing", _("'%(key)s' is missing.") % {"key": missing}, pointer, hint)
    else:
        yield Problem("key_missing", _("'%(key)s' is missing.") % {"key": missing}, pointer)


def _unknown(error: ValidationError, pointer: str) -> Iterator[Problem]:
    known = list(error.schema.get("properties", {}))
    for key in error.instance:
        if key not in known:
            yield Problem(
                "key_unknown",
                _("'%(key)s' is not known here.") % {"key": key},
                f"{pointer}/{escaped(str(key))}",
                did_you_mean(key, known),
            )


def _enum(error: ValidationError, pointer: str) -> Iterator[Problem]:
    known = [str(value) for value in error.validator_value if value is not None]
    hint = did_you_mean(error.instance, known) or _("Write one of: %(codes)s.") % {"codes": ", ".join(known)}
    yield Problem(
        "code_unknown",
        _("'%(value)s' is not one of the codes known here.") % {"value": error.instance},
        pointer,
        hint,
        _shown(error),
    )


def _type(error: ValidationError, pointer: str) -> Iterator[Problem]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    words = " / ".join(TYPE_WORDS.get(kind, kind) for kind in wanted)
    is_bare_number = "string" in wanted and isinstance(error.instance, int) and not isinstance(error.instance, bool)
    hint = _('Put it in quotes, such as "%(value)s".') % {"value": error.instance} if is_bare_number else ""
    yield Problem(
        "wrong_type",
        _("'%(value)s' is not %(wanted)s.") % {"value": _shown(error), "wanted": words},
        pointer,
        hint,
        _shown(error),
    )


def _pattern(error: ValidationError, pointer: str) -> Iterator[Problem]:
    if str(error.validator_value).startswith("^[^"):
        yield Problem(
            "control_character",
            _("The text holds a control character or half of a character."),
            pointer,
            _("Type the text anew instead of pasting it."),
        )
        return
    yield Problem(
        "code_malformed",
        _("'%(value)s' is not a well-formed code.") % {"value": error.instance},
        pointer,
        _("It has to match %(pattern)s.") % {"pattern": error.validator_value},
        _shown(error),
    )


def _length(error: ValidationError, pointer: str) -> Iterator[Problem]:
    key = pointer.rpartition("/")[2]
    if error.validator == "minLength":
        code = "language_missing" if key.endswith(("_en", "_zh")) else "text_empty"
        yield Problem(
            code,
            _("'%(key)s' is empty.") % {"key": key},
            pointer,
            _("Give the text in English and in Chinese.") if code == "language_missing" else "",
        )
    else:
        yield Problem(
            "text_too_long",
            _("The text has more than %(most)s characters.") % {"most": error.validator_value},
            pointer,
            value=_shown(error),
        )


def _range(error: ValidationError, pointer: str) -> Iterator[Problem]:
    yield Problem(
        "out_of_range",
        _("%(value)s lies outside what is allowed (%(rule)s %(limit)s).")
        % {
            "value": error.instance,
            "rule": "≥" if error.validator == "minimum" else "≤",
            "limit": error.validator_value,
        },
        pointer,
        value=_shown(error),
    )


def _items(error: ValidationError, pointer: str) -> Iterator[Problem]:
    if error.validator == "uniqueItems":
        yield Problem("item_twice", _("The list names something twice."), pointer)
    else:
        yield Problem("list_empty", _("The list is empty."), pointer)


_SPEAKERS = {
    "required": _required,
    "additionalProperties": _unknown,
    "enum": _enum,
    "type": _type,
    "pattern": _pattern,
    "minLength": _length,
    "maxLength": _length,
    "minimum": _range,
    "maximum": _range,
    "uniqueItems": _items,
    "minItems": _items,
}


def did_you_mean(value: Any, known: list[str]) -> str:
    """A hint with the closest known word, empty when none is close."""
    close = get_close_matches(str(value), known, n=1, cutoff=0.6)
    return _("Did you mean '%(word)s'?") % {"word": close[0]} if close else ""


def _shown(error: ValidationError) -> str:
    return str(error.instance)[:80]
