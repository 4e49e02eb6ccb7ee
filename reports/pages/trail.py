"""The history of a task in sentences, read from the audit trail: who changed what, when, why and through which door."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model, Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from programs.admin.differences import door_label
from programs.models import Agency, AuditEvent, Evidence, Milestone, ProgressReport, Task
from programs.models.base import in_language
from programs.templatetags.display import day, number, person

NEWEST = 200
HIDDEN = frozenset({"version", "updated_at", "id", "sha256", "file", "search_initials"})
SUFFIXES = ("_at", "_by")


def task_history(
    task: Task, milestones: Iterable[Milestone], progress: Iterable[ProgressReport], evidence: Iterable[Evidence]
) -> list[dict[str, Any]]:
    """What happened to a task and to what belongs to it, the newest first; two queries, at most 200 events."""
    parts: list[tuple[type[Model], list[str]]] = [
        (Task, [str(task.pk)]),
        (Milestone, [str(row.pk) for row in milestones]),
        (ProgressReport, [str(row.pk) for row in progress]),
        (Evidence, [str(row.pk) for row in evidence]),
    ]
    models = {model._meta.db_table: model for model, _keys in parts}
    condition = Q(pk__in=[])
    for model, keys in parts:
        if keys:
            condition |= Q(table_name=model._meta.db_table, row_key__in=keys)
    events = list(AuditEvent.objects.filter(condition).order_by("-at", "-id")[:NEWEST])
    leads = {
        int(state["lead_id"])
        for event in events
        for state in (event.before, event.after)
        if state and state.get("lead_id")
    }
    agencies = {row.pk: row.name for row in Agency.objects.filter(pk__in=leads)}
    entries = [_entry(event, models[event.table_name], agencies) for event in events]
    return [entry for entry in entries if entry["created"] or entry["changes"] or entry["reason"]]


def _entry(event: AuditEvent, model: type[Model], agencies: Mapping[int, str]) -> dict[str, Any]:
    created = event.before is None
    state = event.after or event.before or {}
    which = (
        in_language(str(state.get("name_en") or ""), str(state.get("name_zh") or ""))
        if model is Milestone
        else str(state.get("title") or state.get("period") or "")
    )
    return {
        "at": event.at,
        "who": person(event.actor),
        "door": door_label(event.door),
        "reason": event.reason,
        "created": created,
        "which": which,
        "what": _("%(thing)s recorded") % {"thing": model._meta.verbose_name}
        if created
        else str(model._meta.verbose_name),
        "changes": [] if created else _changes(event, model, agencies),
    }


def _changes(event: AuditEvent, model: type[Model], agencies: Mapping[int, str]) -> list[dict[str, str]]:
    before, after = event.before or {}, event.after or {}
    found = []
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if column in HIDDEN or column.endswith(SUFFIXES) or before.get(column) == after.get(column):
            continue
        found.append(
            {
                "field": str(field.verbose_name),
                "before": _words(field, before.get(column), agencies),
                "after": _words(field, after.get(column), agencies),
            }
        )
    return found


def _words(field: Any, value: Any, agencies: Mapping[int, str]) -> str:
    if value is None or value == "":
        return "—"
    if field.column == "lead_id":
        return agencies.get(int(value), str(value))
    if field.choices:
        return str(dict(field.choices).get(value, value))
    write = WRITERS.get(field.get_internal_type(), str)
    return write(value)


def _plain(value: Any) -> str:
    try:
        return number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


WRITERS: dict[str, Callable[[Any], str]] = {
    "DateField": lambda value: day(parse_date(str(value)[:10])),
    "DateTimeField": lambda value: day(datetime.fromisoformat(str(value))),
    "DecimalField": _plain,
}
