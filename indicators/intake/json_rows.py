"""Reads the JSON body of a submission: {"program", "rows": […]} and nothing else."""

import json
from typing import Any

from django.utils.translation import gettext as _

from indicators.intake.delivery import Delivery, Unreadable, check_size, table_of_mappings
from programs.exceptions import Problem

HEAD = ("program", "agency", "rows")


def read_json(body: bytes, *, max_rows: int) -> Delivery:
    """The delivery in a JSON body. Numbers keep their digits as written. Raises Unreadable (400), TooLarge (413)."""
    document = decode(body)
    if not isinstance(document, dict):
        raise Unreadable(_("The body must be an object with the keys program and rows."), code="not_an_object")
    problems = [
        Problem("unknown_field", _("%(name)s is not known here.") % {"name": name[:100]}, f"/{name[:100]}")
        for name in document
        if name not in HEAD
    ]
    problems += [
        Problem("not_text", _("This must be a text."), f"/{name}")
        for name in ("program", "agency")
        if not isinstance(document.get(name, ""), str)
    ]
    rows = document.get("rows")
    if not isinstance(rows, list):
        problems.append(Problem("not_a_list", _("rows must be a list of objects."), "/rows"))
        rows = []
    if problems:
        raise Unreadable(problems=problems)
    check_size(len(rows), max_rows)
    return Delivery(table_of_mappings(rows), program=document.get("program", ""), agency=document.get("agency", ""))


def decode(body: bytes) -> Any:
    """Decode UTF-8 JSON strictly: no repeated key, no NaN, bounded depth; number literals stay text. Raises Unreadable."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("The body is not UTF-8."), code="not_utf8") from error
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=_refused, object_pairs_hook=_unique)
    except RecursionError as error:
        raise Unreadable(_("The JSON is nested too deeply."), code="too_deep") from error
    except ValueError as error:
        raise Unreadable(
            _("The body is not valid JSON: %(detail)s") % {"detail": str(error)[:200]}, code="not_json"
        ) from error


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found
