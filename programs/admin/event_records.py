"""The record behind an audit event: found by what people call it, named, and linked where the reader has its screen.

Searching asks the tables once for the keys of what is called so, then the trail by table and key, which is indexed.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin import site
from django.db.models import BinaryField, CharField, Field, ForeignKey, JSONField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import get_language

from programs.admin.cells import change_link
from programs.admin.differences import models_by_table
from programs.audit.models_audited import audited_models
from programs.models import AuditEvent
from programs.templatetags.display import MISSING

CALLED = ("code", "number", "username", "prefix")
NAMED = ("name_en", "name_zh")
MOST_KEYS = 1000
DEPTH = 2


def events_about(term: str) -> Q:
    """The condition on events of records with this code, number, account or id, or with a name that holds the term."""
    condition = Q(operation="delete") & (Q(before__code=term) | Q(before__number=term))
    try:
        key = uuid.UUID(term)
    except ValueError:
        pass
    else:
        condition |= Q(row_key__in=[str(key), key.hex])
    keys: dict[str, list[str]] = defaultdict(list)
    for table, row_key in _called(term)[:MOST_KEYS]:
        keys[table].append(row_key)
    for table, found in keys.items():
        condition |= Q(table_name=table, row_key__in=found)
    return condition


def _called(term: str) -> QuerySet[Any, Any]:
    """Table and key of every record that is called so: one statement over all tables."""
    pieces: list[QuerySet[Any, Any]] = []
    for model in audited_models():
        names = {field.name for field in model._meta.concrete_fields}
        condition = Q(pk__in=[])
        for name in names.intersection(CALLED):
            condition |= Q(**{f"{name}__iexact": term})
        for name in names.intersection(NAMED):
            condition |= Q(**{f"{name}__icontains": term})
        if condition != Q(pk__in=[]):
            told = model._base_manager.filter(condition).order_by()
            pieces.append(
                told.annotate(told_table=Value(model._meta.db_table), told_key=Cast("pk", CharField())).values_list(
                    "told_table", "told_key"
                )
            )
    return pieces[0].union(*pieces[1:])


def records_of(events: Iterable[AuditEvent]) -> dict[int, Model]:
    """The record behind each event that still has one, by the event's key. One query per kind of record."""
    tables = models_by_table()
    wanted: dict[type[Model], list[AuditEvent]] = defaultdict(list)
    for event in events:
        if event.table_name in tables:
            wanted[tables[event.table_name]].append(event)
    found = {}
    for model, about in wanted.items():
        rows = {_key(row.pk): row for row in _told(model, {event.row_key for event in about})}
        found |= {event.pk: rows[_key(event.row_key)] for event in about if _key(event.row_key) in rows}
    return found


def _key(value: Any) -> str:
    return str(value).replace("-", "")


def _told(model: type[Model], keys: set[str]) -> QuerySet[Any]:
    """Rows with what their words are made of: the records they refer to, and theirs, without long columns."""
    paths, heavy = _references(model, "", DEPTH)
    rows = model._base_manager.filter(pk__in=keys).defer(*heavy)
    return rows.select_related(*paths) if paths else rows


def _references(model: type[Model], prefix: str, depth: int) -> tuple[list[str], list[str]]:
    paths: list[str] = []
    heavy: list[str] = []
    fields: Sequence[Field[Any, Any]] = model._meta.concrete_fields
    for field in fields:
        if isinstance(field, ForeignKey) and depth:
            more, also_heavy = _references(field.related_model, f"{prefix}{field.name}__", depth - 1)
            paths += [f"{prefix}{field.name}", *more]
            heavy += also_heavy
        elif isinstance(field, BinaryField | JSONField):
            heavy.append(f"{prefix}{field.name}")
    return paths, heavy


def record_name(event: AuditEvent, record: Model | None) -> str:
    """What people call the record of an event; where it is gone, by what the event holds of it."""
    if record is not None:
        owner: Any = record._meta.auto_created
        record = getattr(record, owner._meta.model_name) if owner else record
        screen: Any = site._registry.get(type(record))
        return str(screen.describe(record)) if screen else str(record)
    state = event.before or event.after or {}
    code = next((str(state[name]) for name in CALLED if state.get(name)), "")
    names = NAMED if not (get_language() or "en").startswith("zh") else NAMED[::-1]
    name = next((str(state[column]) for column in names if state.get(column)), "")
    return " ".join(filter(None, (code, name))) or event.row_key or MISSING


def record_link(request: HttpRequest, event: AuditEvent, record: Model | None) -> str:
    """The name of the record, as a link where the reader has a screen of it."""
    name = record_name(event, record)
    screen = site._registry.get(type(record)) if record is not None else None
    if screen is None or not screen.has_view_permission(request, record):
        return name
    return change_link(record, name)
