"""Which programmes use a row of reference data that belongs to none of them."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Model


def programs_using(model: type[Model], keys: Collection[Any]) -> set[int]:
    """Programmes with rows that refer to these rows of a shared table, directly or through other shared rows.

    Follows the relations of the models, so a new table counts by itself. One query for each relation, and for each
    level of a tree.
    """
    return _using(model, set(keys), set())


def _using(model: type[Model], keys: set[Any], seen: set[type[Model]]) -> set[int]:
    if not keys or model in seen:
        return set()
    seen = seen | {model}
    keys = _with_descendants(model, keys)
    found: set[int] = set()
    for other, column in _pointing_at(model):
        rows = other._base_manager.filter(**{f"{column}__in": keys}).order_by()
        path: str | None = getattr(other, "scope_program", None)
        if path is not None:
            found |= set(rows.values_list(path, flat=True).distinct())
        elif other is not model:
            found |= _using(other, set(rows.values_list("pk", flat=True)), seen)
    return found


def _with_descendants(model: type[Model], keys: set[Any]) -> set[Any]:
    """The rows and those of the same table that refer to them, to any depth."""
    columns = [column for other, column in _pointing_at(model) if other is model]
    level = keys
    while level:
        level = {
            key
            for column in columns
            for key in model._base_manager.filter(**{f"{column}__in": level}).values_list("pk", flat=True)
        } - keys
        keys = keys | level
    return keys


def _pointing_at(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Tables that say how they belong to programmes, each with its column that refers to `model`."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.is_relation:
            other: Any = relation.related_model
            if hasattr(other, "scope_program"):
                yield other, relation.field.name  # type: ignore[union-attr]
