"""Tells audit events to people: which field changed from what to what, by whom, when and why.

Used by the history page, the list of audit events and the message that a second editor gets.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, DateTimeField, Field, ForeignKey, JSONField, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.models import AuditEvent
from programs.templatetags.display import day

QUIET_COLUMNS = frozenset({"id", "version", "updated_at", "last_login", "last_used_at"})
LONGEST = 400
OPERATIONS = ("insert", "update", "delete")
DOORS = ("admin", "portal", "api", "workbook", "command", "job", "demonstration")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one event: its label and the value before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One audit event in words."""

    at: datetime
    actor: str
    reason: str
    door: str
    operation: str
    thing: str
    row_key: str
    differences: list[Difference]


def operation_label(operation: str) -> str:
    """The word for an audit operation."""
    return {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}.get(operation, operation)


def door_label(door: str) -> str:
    """The word for the door that a change came through."""
    words = {
        "admin": _("staff administration"),
        "api": "API",
        "portal": _("portal"),
        "workbook": _("workbook"),
        "command": _("command"),
        "job": _("job"),
        "demonstration": _("demonstration"),
    }
    return words.get(door, door)


def thing_label(table: str, model: type[Model] | None) -> str:
    """The kind of record in words; a join table by the two that it joins, a table of no model by its name."""
    if model is None:
        return table
    owner = model._meta.auto_created
    if not owner:
        return str(model._meta.verbose_name)
    field = next(field for field in owner._meta.many_to_many if field.remote_field.through is model)
    return f"{owner._meta.verbose_name} · {field.verbose_name}"


def models_by_table() -> dict[str, type[Model]]:
    """Every model by the name of its table, join tables of many-to-many fields included."""
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def changes_of(events: Iterable[AuditEvent]) -> list[Change]:
    """Events in words. One query per model that the shown references name, however many events there are."""
    events = list(events)
    tables = models_by_table()
    names = _names_of_references(events, tables)
    return [_change(event, tables.get(event.table_name), names) for event in events]


def _change(event: AuditEvent, model: type[Model] | None, names: dict[type[Model], dict[str, str]]) -> Change:
    before, after = event.before or {}, event.after or {}
    columns = {str(field.column): field for field in model._meta.concrete_fields} if model else {}
    differences = [
        Difference(
            _label(column, columns.get(column)),
            _shown(before.get(column), columns.get(column), names),
            _shown(after.get(column), columns.get(column), names),
        )
        for column in dict.fromkeys([*before, *after])
        if column not in QUIET_COLUMNS and before.get(column) != after.get(column)
    ]
    return Change(
        at=event.at,
        actor=event.actor.removeprefix("user:"),
        reason=event.reason,
        door=door_label(event.door),
        operation=operation_label(event.operation),
        thing=thing_label(event.table_name, model),
        row_key=event.row_key,
        differences=[difference for difference in differences if difference.before != difference.after],
    )


def _label(column: str, field: "Field[Any, Any] | None") -> str:
    if field is None:
        return column
    # The columns of a join table are named by Django, in English.
    joins = isinstance(field, ForeignKey) and field.model._meta.auto_created
    return str(field.related_model._meta.verbose_name if joins else field.verbose_name)


def _shown(value: Any, field: "Field[Any, Any] | None", names: dict[type[Model], dict[str, str]]) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(field, ForeignKey):
        return names.get(field.related_model, {}).get(_key(value), str(value))
    if field is not None:
        value = _of_field(value, field)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _of_field(value: Any, field: "Field[Any, Any]") -> Any:
    """A value as people write it, by the kind of its field; any other as it is."""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "BooleanField":
        return _("yes") if value else _("no")
    if isinstance(field, DateTimeField):
        return _moment(str(value))
    return str(value).removeprefix("user:") if str(field.column).endswith("_by") else value


def _moment(text: str) -> str:
    """A moment to the second in the office's time. SQLite keeps it in UTC without saying so, PostgreSQL says its zone."""
    moment = datetime.fromisoformat(text)
    local = timezone.localtime(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return f"{day(local)} {local:%H:%M:%S}"


def _names_of_references(events: list[AuditEvent], tables: dict[str, type[Model]]) -> dict[type[Model], dict[str, str]]:
    wanted: dict[type[Model], set[str]] = defaultdict(set)
    for event in events:
        model = tables.get(event.table_name)
        for field in model._meta.concrete_fields if model else ():
            if isinstance(field, ForeignKey) and field.target_field.primary_key:
                values = {(event.before or {}).get(str(field.column)), (event.after or {}).get(str(field.column))}
                wanted[field.related_model] |= {_key(value) for value in values if value not in (None, "")}
    return {model: _names(model, keys) for model, keys in wanted.items() if keys}


def _key(value: Any) -> str:
    """A primary key as text; the two engines write UUIDs with and without hyphens."""
    return str(value).replace("-", "")


def _names(model: type[Model], keys: set[str]) -> dict[str, str]:
    references = [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    heavy = [field.name for field in model._meta.concrete_fields if isinstance(field, BinaryField | JSONField)]
    rows = model._default_manager.filter(pk__in=keys).defer(*heavy)
    return {_key(row.pk): str(row) for row in (rows.select_related(*references) if references else rows)}
