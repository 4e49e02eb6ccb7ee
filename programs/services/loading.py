"""Bringing stored rows in line with a file: set-based, repeatable, and never removing anything in silence.

A row that the file no longer holds stays and is named as gone. Every changed row gets a new version; the audit
triggers keep what it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet

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
    key: str = "code",
    parked: Sequence[str] = (),
    touched: Iterable[Any] = (),
) -> tuple[dict[Any, M], Counts]:
    """Insert and update rows so that they carry the given column values; returns all of them by key, and the counts.

    `existing` are the stored rows that the file speaks for. `parked` names small numbers under a uniqueness rule:
    where they change, they first step aside, so that two rows may swap. `touched` are keys of rows whose links
    change, so that they get a new version as well. At most four statements (more only where the engine limits their
    size), inside the caller's transaction. May run twice.
    """
    model = existing.model
    stored = {getattr(row, key): row for row in existing.select_for_update(of=("self",)).order_by("pk")}
    new, changed, moved, found = [], [], [], {}
    touched = set(touched)
    for values in rows:
        row = stored.get(values[key])
        if row is None:
            row = model(**values)
            new.append(row)
        else:
            differing = [name for name, value in values.items() if getattr(row, name) != value]
            if differing or values[key] in touched:
                moved += [row.pk] if set(differing) & set(parked) else []
                _assign(row, values)
                changed.append(row)
        found[values[key]] = row
    if moved:
        existing.filter(pk__in=moved).update(**{name: F(name) + PARKED for name in parked})
    if changed:
        names = [model._meta.get_field(name).name for name in rows[0] if name != key]
        model._base_manager.bulk_update(changed, [*names, "version"])
    model._base_manager.bulk_create(new)
    gone = tuple(sorted(str(code) for code in stored if code not in found))
    return found, Counts(len(new), len(changed), len(rows) - len(new) - len(changed), gone)


def _assign(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


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
