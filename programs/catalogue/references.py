"""What a schema cannot say of a plan: codes that point nowhere, numbers given twice, dates and parents that contradict."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from programs.catalogue.plan_schema import PLAN
from programs.catalogue.schema import did_you_mean, schema_problems
from programs.exceptions import Problem


def plan_problems(document: dict[str, Any]) -> Iterator[Problem]:
    """Every problem of the plan's own parts: its shape, then what its parts say of one another."""
    yield from schema_problems(document, PLAN)
    yield from _program(document)
    yield from _zones(document)
    yield from _agencies(document)
    yield from _sections(document)
    yield from _measures(document)


def records(document: Any, *path: str) -> list[tuple[str, dict[str, Any]]]:
    """(pointer, record) for every well-formed record of a list in the document."""
    part = document.get(path[0]) if isinstance(document, dict) else None
    rows = [
        (f"/{path[0]}/{index}", row)
        for index, row in enumerate(part if isinstance(part, list) else [])
        if isinstance(row, dict)
    ]
    for step in path[1:]:
        rows = [
            (f"{pointer}/{step}/{index}", inner)
            for pointer, row in rows
            for index, inner in enumerate(row[step] if isinstance(row.get(step), list) else [])
            if isinstance(inner, dict)
        ]
    return rows


def twice(rows: Iterable[tuple[str, dict[str, Any]]], key: str, problem_code: str = "code_twice") -> Iterator[Problem]:
    """A problem for every record whose `key` an earlier record has."""
    seen: dict[Any, str] = {}
    for pointer, row in rows:
        value = row.get(key)
        if not isinstance(value, str | int):
            continue
        if value in seen:
            message = _("%(key)s '%(value)s' is given twice; the first is at %(first)s.") % {
                "key": key,
                "value": value,
                "first": seen[value],
            }
            yield Problem(problem_code, message, f"{pointer}/{key}", _("Give each record its own."), str(value))
        seen.setdefault(value, pointer)


def dangling(value: Any, known: Iterable[str], pointer: str, what: str) -> Iterator[Problem]:
    """A problem when a code names nothing that the document holds."""
    known = list(known)
    if isinstance(value, str) and value not in known:
        hint = did_you_mean(value, known) or _("Add it to %(part)s, or correct the code.") % {"part": what}
        yield Problem(
            "reference_unknown",
            _("'%(value)s' is not in %(part)s.") % {"value": value, "part": what},
            pointer,
            hint,
            value,
        )


def dangling_all(row: dict[str, Any], key: str, known: Iterable[str], pointer: str, what: str) -> Iterator[Problem]:
    """`dangling` for every code of a list."""
    values = row.get(key)
    for index, value in enumerate(values if isinstance(values, list) else []):
        yield from dangling(value, known, f"{pointer}/{key}/{index}", what)


def known_codes(document: dict[str, Any], *path: str) -> set[str]:
    """The codes of the records of a part."""
    return {row["code"] for _pointer, row in records(document, *path) if isinstance(row.get("code"), str)}


def _program(document: dict[str, Any]) -> Iterator[Problem]:
    program = document.get("program")
    if (
        isinstance(program, dict)
        and isinstance(program.get("start"), date)
        and isinstance(program.get("end"), date)
        and program["end"] <= program["start"]
    ):
        yield Problem(
            "end_before_start", _("The programme ends before it starts."), "/program/end", value=str(program["end"])
        )


def _zones(document: dict[str, Any]) -> Iterator[Problem]:
    rows = records(document, "zones")
    yield from twice(rows, "code")
    parents = {row.get("code"): row.get("parent") for _pointer, row in rows if isinstance(row.get("code"), str)}
    for pointer, row in rows:
        yield from dangling(row.get("parent"), (str(code) for code in parents), f"{pointer}/parent", "zones")
        seen, above = {row.get("code")}, row.get("parent")
        while isinstance(above, str) and above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if isinstance(above, str) and above == row.get("code"):
            yield Problem(
                "parent_circle",
                _("'%(code)s' lies, through its parents, in itself.") % {"code": above},
                f"{pointer}/parent",
                value=above,
            )
    if rows and not any(row.get("pilot") is True for _pointer, row in rows):
        yield Problem(
            "no_pilot_zone",
            _("No zone is marked as a pilot zone."),
            "/zones",
            _("Write pilot: true for the zones that take part."),
        )


def _agencies(document: dict[str, Any]) -> Iterator[Problem]:
    rows = records(document, "agencies")
    zones = known_codes(document, "zones")
    yield from twice(rows, "code")
    for pointer, row in rows:
        yield from dangling(row.get("zone"), zones, f"{pointer}/zone", "zones")


def _sections(document: dict[str, Any]) -> Iterator[Problem]:
    rows = records(document, "sections")
    yield from twice(rows, "code")
    yield from twice(rows, "number", "number_twice")


def _measures(document: dict[str, Any]) -> Iterator[Problem]:
    rows = records(document, "sections", "measures")
    zones = known_codes(document, "zones")
    yield from twice(rows, "code")
    yield from twice(rows, "number", "number_twice")
    for pointer, _section in records(document, "sections"):
        inside = [(place, row) for place, row in rows if place.startswith(f"{pointer}/measures/")]
        yield from twice(inside, "position", "clause_twice")
    for pointer, row in rows:
        yield from dangling_all(row, "zones", zones, pointer, "zones")
        if "indicators" in document:
            yield from dangling_all(row, "indicators", known_codes(document, "indicators"), pointer, "indicators")
