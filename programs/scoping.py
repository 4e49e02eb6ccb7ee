"""The one rule of who sees what. Every queryset of every door passes through `visible_to`.

A model says how it belongs by class attributes, all optional:
`scope_program` is the path to the programme (None = it belongs to none), `scope_agencies` the paths to agencies.
A model without `scope_agencies` is reference data of its programme: everybody in the programme sees it.
"""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from programs.actors import READS_ALL, Actor, Role

M = TypeVar("M", bound=Model)
_AGENCY_ROLES = frozenset({Role.REPORTER, Role.APPROVER})


def visible_to(actor: Actor, queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows of `queryset` that the actor may read; none when no rule grants it."""
    if actor.label == "system":
        return queryset
    model: Any = queryset.model
    agency_paths: tuple[str, ...] = getattr(model, "scope_agencies", ())
    program_path: str | None = getattr(model, "scope_program", None)
    condition = Q(pk__in=[])
    for grant in actor.grants:
        if grant.role in READS_ALL or (not agency_paths and grant.role != Role.ADMINISTRATOR):
            piece = Q()
        elif grant.role in _AGENCY_ROLES and agency_paths:
            piece = Q()
            for path in agency_paths:
                piece |= Q(**{path: grant.agency_id})
        else:
            continue
        if grant.program_id is not None and program_path is not None:
            piece &= Q(**{program_path: grant.program_id})
        if not piece:
            return queryset
        condition |= piece
    rows = queryset.filter(condition)
    return rows.distinct() if any("cooperating" in path for path in agency_paths) else rows
