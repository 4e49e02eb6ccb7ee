"""Which events of the trail concern the rows of one programme, told by the events and the rows that still stand.

An event holds its row before and after. So it names its programme where the row has a column for it, or where the row
refers to a row that has one and is still there. Events of shared reference data and of accounts belong to no programme.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Model, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import In

from programs.audit.models_audited import audited_models


def events_of_program(program_id: int) -> Q:
    """The condition on audit events; it adds no query."""
    condition = Q(pk__in=[])
    for model in audited_models():
        path = _path(model)
        if path is not None:
            condition |= Q(table_name=model._meta.db_table) & _told(model, path, program_id)
    return condition


def _path(model: type[Model]) -> str | None:
    """How rows of the model lead to their programme; those of a join table lead there over the row that owns them."""
    owner: Any = model._meta.auto_created
    if not owner:
        return getattr(model, "scope_program", None)
    path = getattr(owner, "scope_program", None)
    return path and f"{owner._meta.model_name}__{path}"


def _told(model: type[Model], path: str, program_id: int) -> Q:
    if path == "pk":
        return Q(row_key=str(program_id))
    name, _sep, rest = path.partition("__")
    field: Any = model._meta.get_field(name)
    keys: Iterable[Any] = [str(program_id)]
    if rest:
        owners = field.related_model._base_manager.filter(**{rest: program_id}).order_by()
        keys = owners.annotate(told=Cast("pk", CharField())).values("told")
    return _names("before", field.column, keys) | _names("after", field.column, keys)


def _names(state: str, column: str, keys: Iterable[Any]) -> Q:
    return Q(In(Cast(KT(f"{state}__{column}"), CharField()), keys))
