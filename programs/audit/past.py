"""Rows as they stood at a past moment, told back from the audit trail.

Live rows are taken, and those changed later are replaced by what they were before their first later change. So the
cost grows with what changed since, not with the length of the history.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connections
from django.db.models import DateTimeField, DecimalField, Field, JSONField, Model, QuerySet
from django.utils.dateparse import parse_datetime

from programs.models import AuditEvent

M = TypeVar("M", bound=Model)


def rows_as_of(queryset: QuerySet[M], as_of: datetime, belongs: Callable[[M], bool]) -> list[M]:
    """The rows of `queryset` as they were at `as_of`, deleted ones included, later ones left out; two queries.

    `belongs` tells whether a row that the trail brings back is one that `queryset` would have held.
    """
    model = queryset.model
    later = _states_before_later_changes(model, as_of)
    rows = [row for row in queryset if str(row.pk) not in later]
    for state in later.values():
        if state is not None:
            row = _row(model, state)
            if belongs(row):
                rows.append(row)
    return sorted(rows, key=lambda row: row.pk)


def newest_change(models: list[type[Model]]) -> datetime | None:
    """When any row of these models last changed, by the audit trail; None when it never did. One query."""
    tables = [model._meta.db_table for model in models]
    return AuditEvent.objects.filter(table_name__in=tables).order_by("-at").values_list("at", flat=True).first()


def _states_before_later_changes(model: type[Model], as_of: datetime) -> dict[str, dict[str, Any] | None]:
    events = (
        AuditEvent.objects.filter(table_name=model._meta.db_table, at__gt=as_of)
        .order_by("at", "id")
        .values_list("row_key", "before")
    )
    states: dict[str, dict[str, Any] | None] = {}
    for row_key, before in events:
        states.setdefault(row_key, before)
    return states


def _row(model: type[M], state: dict[str, Any]) -> M:
    values = {
        field.attname: _value(field, state[str(field.column)])
        for field in model._meta.concrete_fields
        if str(field.column) in state
    }
    row = model(**values)
    row._state.adding = False
    return row


def _value(field: "Field[Any, Any]", stored: Any) -> Any:
    if stored is None:
        return None
    if isinstance(field, JSONField):
        return json.loads(stored) if connections["default"].vendor == "sqlite" else stored
    if isinstance(field, DateTimeField):
        moment = parse_datetime(stored)
        return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
    value = field.to_python(stored)
    if isinstance(field, DecimalField) and isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-int(field.decimal_places or 0)))
    return value
