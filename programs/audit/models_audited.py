"""Which tables the triggers cover: every model of ours that its app does not exempt with a reason.

An app states in its configuration `audit_exempt = {"Model": "why"}` and `append_only = ("Model", …)`.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import BinaryField, Model

OUR_APPS = ("programs", "indicators", "reports")
HIDDEN_COLUMNS = frozenset({"password", "digest"})
IGNORED_COLUMNS = frozenset({"last_login", "last_used_at", "updated_at"})


@dataclass(frozen=True, slots=True)
class AuditedTable:
    """One table: its key column, all columns, those shown as hidden, and those whose change alone is no event."""

    name: str
    key: str
    columns: tuple[str, ...]
    hidden: tuple[str, ...]
    ignored: tuple[str, ...]


def audited_models() -> list[type[Model]]:
    """Models with audit triggers, join tables of many-to-many fields included."""
    found: list[type[Model]] = []
    for label in OUR_APPS:
        config = apps.get_app_config(label)
        exempt = getattr(config, "audit_exempt", {})
        found += [model for model in config.get_models(include_auto_created=True) if model.__name__ not in exempt and model._meta.managed]
    return found


def append_only_models() -> list[type[Model]]:
    """Models whose rows may be added but never changed or deleted."""
    return [apps.get_model(label, name) for label in OUR_APPS for name in getattr(apps.get_app_config(label), "append_only", ())]


def audited_table(model: type[Model]) -> AuditedTable:
    """The table of a model, as the trigger builder needs it."""
    fields = model._meta.concrete_fields
    columns = tuple(str(field.column) for field in fields)
    hidden = tuple(str(f.column) for f in fields if f.column in HIDDEN_COLUMNS or isinstance(f, BinaryField))
    pk = model._meta.pk
    assert pk is not None
    return AuditedTable(model._meta.db_table, str(pk.column), columns, hidden, tuple(c for c in columns if c in IGNORED_COLUMNS))
