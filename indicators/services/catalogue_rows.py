"""Brings rows of one model in line with a catalogue: a fixed number of statements, and a count of what changed."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from programs.exceptions import Problem
from programs.services.records import problems_of


@dataclass(slots=True)
class Synchronised:
    """The rows by key after a synchronisation, and how many were created, updated and left alone."""

    rows: dict[Hashable, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {"created": 0, "updated": 0, "unchanged": 0})


def rows_sync(
    model: type[Model],
    wanted: Mapping[Any, Mapping[str, Any]],
    existing: Iterable[Any],
    *,
    key: Callable[[Any], Hashable],
    pointer: Callable[[Hashable], str],
    problems: list[Problem],
) -> Synchronised:
    """Create what is missing and update what differs; rows that the catalogue does not name stay as they are.

    `wanted` maps a key to field values (attribute names of columns). Values that a field refuses are appended to
    `problems` with their place, and nothing is written then. Runs inside the caller's transaction; may run twice.
    """
    result = Synchronised(rows={key(row): row for row in existing})
    new: list[Any] = []
    changed: list[Any] = []
    changed_fields: set[str] = set()
    for name, values in wanted.items():
        row = result.rows.get(name)
        if row is None:
            row = result.rows[name] = model(**values)
            new.append(row)
        else:
            differing = _differences(row, values)
            if not differing:
                result.counts["unchanged"] += 1
                continue
            row.version += 1
            changed.append(row)
            changed_fields |= differing | {"version"}
        problems += _problems(row, pointer(name))
    if not problems:
        model._base_manager.bulk_create(new)
        if changed:
            model._base_manager.bulk_update(changed, sorted(changed_fields))
        result.counts["created"], result.counts["updated"] = len(new), len(changed)
    return result


def _differences(row: Any, values: Mapping[str, Any]) -> set[str]:
    """Set the values on the row and return the names of fields that were different."""
    found = set()
    for attribute, value in values.items():
        column = row._meta.get_field(attribute)
        given = column.to_python(value)
        if getattr(row, attribute) != given:
            setattr(row, attribute, given)
            found.add(column.name)
    return found


def _problems(row: Any, place: str) -> list[Problem]:
    """What the row's own fields refuse. References are left out: they were looked up, and each would cost a query."""
    references = {column.name for column in row._meta.concrete_fields if column.is_relation}
    try:
        row.clean_fields(exclude=references | {"version"})
    except ValidationError as error:
        return [
            Problem(code=p.code, message=p.message, pointer=place + p.pointer, hint=p.hint) for p in problems_of(error)
        ]
    return []


def links_sync(
    through: type[Model], left: str, right: str, wanted: set[tuple[int, int]], owners: Iterable[int]
) -> None:
    """Make the join rows of `owners` (ids in column `left`) exactly `wanted`, in three statements."""
    rows = through._base_manager.filter(**{f"{left}__in": list(owners)})
    present = {(getattr(row, left), getattr(row, right)): row.pk for row in rows}
    new = sorted(wanted - present.keys())
    gone = [pk for pair, pk in present.items() if pair not in wanted]
    through._base_manager.bulk_create([through(**{left: one, right: other}) for one, other in new])
    if gone:
        through._base_manager.filter(pk__in=gone).delete()
