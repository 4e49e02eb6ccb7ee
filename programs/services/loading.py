"""Bringing stored rows in line with a file: set-based, repeatable, and never removing anything in silence.

A row that the file no longer holds stays and is named as gone. Every changed row gets a new version; the audit
triggers keep what it was.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, QuerySet

from programs.exceptions import InvalidInput, Problem
from programs.services.records import problems_of

M = TypeVar("M", bound=Model)
PARKED = 10_000  # above every number that a catalogue may give


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened to the rows of one kind; `gone` lists the codes that the file no longer holds."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: tuple[str, ...] = ()

    @property
    def changes(self) -> int:
        """Rows that were written."""
        return self.created + self.updated

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.gone + other.gone,
        )


@dataclass(slots=True)
class LoadReport:
    """Counts for each kind of row, in the order of loading."""

    kinds: dict[str, Counts] = field(default_factory=dict)

    @property
    def changes(self) -> int:
        """Rows that were written in all; 0 when the same file is loaded again."""
        return sum(counts.changes for counts in self.kinds.values())

    @property
    def gone(self) -> dict[str, tuple[str, ...]]:
        """Codes by kind that the file no longer holds."""
        return {kind: counts.gone for kind, counts in self.kinds.items() if counts.gone}


def rows_sync(
    existing: QuerySet[M],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str | tuple[str, ...] = "code",
    parked: Sequence[str] = (),
    touched: Iterable[Any] = (),
    place: Callable[[Any], str] | None = None,
    guard: Callable[[Sequence[M]], None] | None = None,
) -> tuple[dict[Any, M], Counts]:
    """Insert and update rows so that they carry the given column values; returns all of `existing` and the new by key.

    `existing` are the stored rows that the file speaks for. `key` names the column, or columns, that tell rows apart.
    `parked` names small numbers under a uniqueness rule: where they change, they first step aside, so that two rows may
    swap. `touched` are keys of rows whose links change, so that they get a new version as well. Where `place` is given
    (from a key to the row's place in the file), each written row is held to the rules of its fields, and InvalidInput
    with every problem is raised before anything is written. `guard` is shown the stored rows that will change, and may
    refuse. At most four statements (more only where the engine limits
    their size), inside the caller's transaction. May run twice.
    """
    model = existing.model
    names = (key,) if isinstance(key, str) else key
    key_of: Callable[[Any], Any] = attrgetter(*names)
    found = {key_of(row): row for row in existing.select_for_update(of=("self",)).order_by("pk")}
    touched, gone = set(touched), set(found)
    new: dict[Any, M] = {}
    changed: dict[Any, M] = {}
    differing: set[str] = set()
    moved = []
    for values in rows:
        name = itemgetter(*names)(values)
        gone.discard(name)
        if name not in found:
            new[name] = found[name] = model(**values)
            continue
        fields = _assign(found[name], values)
        if fields or name in touched:
            changed[name] = found[name]
            differing |= fields
            moved += [found[name].pk] if fields & set(parked) else []
    if guard is not None:
        guard(list(changed.values()))
    if place is not None:
        _refuse_invalid({**new, **changed}, place)
    if moved:
        existing.filter(pk__in=moved).update(**{name: F(name) + PARKED for name in parked})
    _write(model, list(new.values()), list(changed.values()), differing)
    counts = Counts(len(new), len(changed), len(rows) - len(new) - len(changed), tuple(sorted(map(str, gone))))
    return found, counts


def _assign(row: Model, values: Mapping[str, Any]) -> set[str]:
    """Set the values on the row and return the names of fields that were different."""
    differing = set()
    for attribute, value in values.items():
        column: Any = row._meta.get_field(attribute)
        try:
            given = column.to_python(value)
        except ValidationError:
            given = value  # refused with its place when the fields are cleaned
        if getattr(row, attribute) != given:
            setattr(row, attribute, given)
            differing.add(column.name)
    return differing


def _write(model: type[M], new: Sequence[M], changed: Sequence[Any], differing: set[str]) -> None:
    for row in changed:
        row.version += 1
    if changed:
        model._base_manager.bulk_update(changed, [*sorted(differing), "version"])
    model._base_manager.bulk_create(new)


def _refuse_invalid(rows: Mapping[Any, Model], place: Callable[[Any], str]) -> None:
    problems = [problem for name, row in rows.items() for problem in _problems(row, place(name))]
    if problems:
        raise InvalidInput(problems=problems)


def _problems(row: Model, place: str) -> list[Problem]:
    """What the row's own fields refuse. References are left out: they were looked up, and each would cost a query."""
    references = {column.name for column in row._meta.concrete_fields if column.is_relation}
    try:
        row.clean_fields(exclude=references | {"version"})
    except ValidationError as error:
        return [replace(problem, pointer=place + problem.pointer) for problem in problems_of(error)]
    return []


def links_differing(through: type[Model], source: str, target: str, wanted: Mapping[int, set[int]]) -> set[int]:
    """The sources whose linked targets are not those wanted. One query."""
    return {pk for pk, targets in _links(through, source, target, wanted).items() if set(targets) != wanted[pk]}


def links_sync(through: type[Model], source: str, target: str, wanted: Mapping[int, set[int]]) -> int:
    """Make the rows of a join table match; returns how many links were added or removed. Three statements at most."""
    stored = _links(through, source, target, wanted)
    surplus = [link for pk, targets in stored.items() for other, link in targets.items() if other not in wanted[pk]]
    missing = [
        through(**{source: pk, target: other})
        for pk, targets in wanted.items()
        for other in sorted(targets)
        if other not in stored[pk]
    ]
    if surplus:
        through._base_manager.filter(pk__in=surplus).delete()
    through._base_manager.bulk_create(missing)
    return len(surplus) + len(missing)


def _links(through: type[Model], source: str, target: str, wanted: Mapping[int, set[int]]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {pk: {} for pk in wanted}
    for link, pk, other in through._base_manager.filter(**{f"{source}__in": list(wanted)}).values_list(
        "pk", source, target
    ):
        found[pk][other] = link
    return found
