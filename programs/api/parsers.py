"""A JSON parser that refuses what would poison later reads: depth, NaN, lone surrogates, control characters, repeated keys."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

MAX_DEPTH = 20


class StrictJSONParser(BaseParser):
    """application/json, UTF-8, at most MAX_DEPTH deep; numbers finite; no key twice."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The decoded body; ParseError (400) with a code otherwise."""
        return strict_json(stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))


def strict_json(body: bytes) -> Any:
    """Decode a JSON body under the rules above. Raises ParseError."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError(_("The body is not UTF-8."), code="not_utf8") from error
    if _too_deep(text):
        raise ParseError(_("The JSON is nested too deeply."), code="too_deep")
    try:
        data = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique_keys)
    except (ValueError, RecursionError) as error:
        raise ParseError(
            _("The body is not valid JSON: %(detail)s") % {"detail": str(error)[:200]}, code="not_json"
        ) from error
    _refuse_surrogates(text, data)
    return data


def _too_deep(text: str) -> bool:
    depth = 0
    in_string = escaped = False
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    for char in text:
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == '"':
            in_string = True
        elif char in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif char in "]}":
            depth -= 1
    return False


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refuse_surrogates(text: str, data: Any) -> None:
    if "\\ud" not in text.lower():
        return
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ParseError(_("The text holds half of a character (a lone surrogate)."), code="lone_surrogate") from error
