"""Which tables the triggers cover: every model of ours that its app does not exempt with a reason.

An app states in its configuration, all optional: `audit_exempt = {"Model": "why"}`, `append_only = ("Model", …)`,
`audit_ignored = {"Model": (columns whose change alone is no event)}` and `audit_hidden = {"Model": (columns whose
value the trail does not repeat)}`, `audit_digests = (("Model", "column"), …)` for columns that keep the digest of a
block, and a method `audit_guards()` that names triggers of its own which are missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import AppConfig, apps
from django.db.models import BinaryField, Model

OUR_APPS = ("programs", "indicators", "reports")
HIDDEN_COLUMNS = frozenset({"password", "digest", "token"})
IGNORED_COLUMNS = frozenset({"last_login", "last_used_at", "updated_at"})


@dataclass(frozen=True, slots=True)
class AuditedTable:
    """One table: its key column, all columns, those shown as hidden, and those whose change alone is no event."""

    name: str
    key: str
    columns: tuple[str, ...]
    hidden: tuple[str, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger as it should stand in the database: its name, its table and the statement that makes it."""

    name: str
    table: str
    statement: str


def our_configs() -> list[AppConfig]:
    """The configurations of our apps."""
    return [apps.get_app_config(label) for label in OUR_APPS]


def audited_models() -> list[type[Model]]:
    """Models with audit triggers, join tables of many-to-many fields included."""
    found: list[type[Model]] = []
    for config in our_configs():
        exempt = getattr(config, "audit_exempt", {})
        found += [
            model
            for model in config.get_models(include_auto_created=True)
            if model.__name__ not in exempt and model._meta.managed
        ]
    return found


def append_only_models() -> list[type[Model]]:
    """Models whose rows may be added but never changed or deleted."""
    return [config.get_model(name) for config in our_configs() for name in getattr(config, "append_only", ())]


def audited_table(model: type[Model]) -> AuditedTable:
    """The table of a model, as the trigger builder needs it."""
    config = model._meta.app_config
    more_hidden = getattr(config, "audit_hidden", {}).get(model.__name__, ())
    more_ignored = getattr(config, "audit_ignored", {}).get(model.__name__, ())
    fields = model._meta.concrete_fields
    columns = tuple(str(field.column) for field in fields)
    hidden = tuple(
        str(f.column)
        for f in fields
        if f.column in HIDDEN_COLUMNS or isinstance(f, BinaryField) or f.column in more_hidden
    )
    ignored = tuple(c for c in columns if c in IGNORED_COLUMNS or c in more_ignored)
    return AuditedTable(model._meta.db_table, key_column(model), columns, hidden, ignored)


def key_column(model: type[Model]) -> str:
    """The column of the primary key."""
    return next(str(field.column) for field in model._meta.concrete_fields if field.primary_key)


def kept_digests() -> Iterator[tuple[str, str]]:
    """Each digest of a block that a record keeps, with the words of the record. One query per column."""
    for config in our_configs():
        for name, column in getattr(config, "audit_digests", ()):
            rows = config.get_model(name)._default_manager.exclude(**{column: ""})
            yield from ((getattr(row, column), str(row)) for row in rows)


def missing_guards() -> list[str]:
    """Triggers that an app installs itself and that are missing, one phrase each."""
    return [phrase for config in our_configs() if hasattr(config, "audit_guards") for phrase in config.audit_guards()]
