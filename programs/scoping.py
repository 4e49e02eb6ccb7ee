"""The one rule of who sees what. Every queryset of every door passes through `visible_to`.

A model says how it belongs by class attributes:
`scope_program` is the path to the programme (None = it belongs to none and is reference data),
`scope_agencies` the paths to agencies; without it everybody in the programme sees the row.
`scope_roles` names the only roles that see the table, whatever the programme, and `scope_own` the columns
(user id, label of the actor) that show a row to the one who asked for it. Beside `scope_roles`, a method `scope_of`
narrows the rows to those of a grant, where no path leads to the programme.
A model that says nothing is seen by nobody; a system check names it.
"""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from programs.actors import READS_ALL, Actor, Grant, Role

Rows = TypeVar("Rows", bound=QuerySet[Any])
_AGENCY_ROLES = frozenset({Role.REPORTER, Role.APPROVER})


def declares_scope(model: type[Model]) -> bool:
    """Whether the model says who may see it."""
    return any(hasattr(model, name) for name in ("scope_program", "scope_agencies", "scope_roles"))


def visible_to(actor: Actor, queryset: Rows) -> Rows:
    """The rows of `queryset` that the actor may read; none when no rule grants it. Makes no row appear twice."""
    model: Any = queryset.model
    if actor.label == "system":
        return queryset
    if not actor.grants or not declares_scope(model):
        return queryset.none()
    if hasattr(model, "scope_roles"):
        return _by_role(actor, queryset)
    condition = Q(pk__in=[])
    for grant in actor.grants:
        piece = _rows_of_grant(model, grant)
        if piece is None:
            continue
        if not piece:
            return queryset
        condition |= piece
    return queryset.filter(condition)


def _by_role(actor: Actor, queryset: Rows) -> Rows:
    model: Any = queryset.model
    condition = _own(model, actor)
    for grant in actor.grants:
        if grant.role in model.scope_roles:
            piece = model.scope_of(grant) if hasattr(model, "scope_of") else Q()
            if not piece:
                return queryset
            condition |= piece
    return queryset.filter(condition)


def _own(model: Any, actor: Actor) -> Q:
    """The condition of the rows that the actor asked for."""
    if not hasattr(model, "scope_own"):
        return Q(pk__in=[])
    user_column, label_column = model.scope_own
    if actor.user_id is not None:
        return Q(**{user_column: actor.user_id})
    return Q(**{f"{user_column}__isnull": True, label_column: actor.label})


def _rows_of_grant(model: Any, grant: Grant) -> Q | None:
    """The condition that one grant adds: None for no row, an empty Q for every row."""
    agency_paths: tuple[str, ...] = getattr(model, "scope_agencies", ())
    program_path: str | None = getattr(model, "scope_program", None)
    if grant.role in READS_ALL or (not agency_paths and grant.role != Role.ADMINISTRATOR):
        piece = Q()
    elif grant.role in _AGENCY_ROLES and grant.agency_id is not None:
        piece = Q()
        for path in agency_paths:
            piece |= _agency_condition(model, path, grant.agency_id)
    else:
        return None
    if grant.program_id is not None and program_path is not None:
        piece &= Q(**{program_path: grant.program_id})
    return piece


def _agency_condition(model: Any, path: str, agency_id: int) -> Q:
    """A plain condition, or a sub-query where the path leads to many rows: a join would repeat the row and forbid locking."""
    if not _leads_to_many(model, path):
        return Q(**{path: agency_id})
    return Q(pk__in=model._base_manager.filter(**{path: agency_id}).order_by().values("pk"))


def _leads_to_many(model: Any, path: str) -> bool:
    current = model
    for part in path.split("__"):
        field = next((f for f in current._meta.get_fields() if part in (f.name, getattr(f, "attname", None))), None)
        if field is None or not field.is_relation:
            return False
        if field.many_to_many or field.one_to_many:
            return True
        current = field.related_model
    return False
