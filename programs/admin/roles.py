"""Who may do what in the admin: permissions from roles, rows from the one scoping rule.

The coordination group changes data, leaders and auditors read it, administrators keep accounts, keys and settings.
Agencies and experts have no admin. Django's own permissions, `is_staff` and `is_superuser` play no part.
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from programs.actors import HAS_ADMIN, Actor, Role
from programs.scoping import visible_to
from programs.selectors import actor_of_user

DATA_READERS = (Role.COORDINATOR, Role.LEADER, Role.AUDITOR)


def actor_of_request(request: HttpRequest) -> Actor:
    """The actor behind an admin request; one without grants for visitors."""
    user = request.user
    return actor_of_user(user) if user.is_authenticated else Actor(label="visitor")


def may_enter(request: HttpRequest) -> bool:
    """Whether the signed-in person has any page in the admin."""
    return request.user.is_active and actor_of_request(request).has_role(*HAS_ADMIN)


def program_id_of(row: Model) -> int | None:
    """The programme that a row belongs to, along its `scope_program`; None for what all programmes share."""
    path: str | None = getattr(row, "scope_program", None)
    value: Any = row if path else None
    for part in path.split("__") if path else ():
        value = getattr(value, part, None)
    return value


class RoleGate:
    """Permissions of a screen or inline from roles. Rows shared by all programmes need a role for all programmes."""

    read_roles: tuple[Role, ...] = DATA_READERS
    write_roles: tuple[Role, ...] = (Role.COORDINATOR,)
    adds = True
    changes = True
    deletes = False
    model: type[Model]

    def may_write(self, request: HttpRequest, row: Model | None = None) -> bool:
        """Whether the person may change this row (or, without a row, any row of this kind)."""
        actor = actor_of_request(request)
        scoped = getattr(self.model, "scope_program", None) is not None
        if row is None:
            return actor.has_role(*self.write_roles) if scoped else actor.has_role_in(None, *self.write_roles)
        return actor.has_role_in(program_id_of(row), *self.write_roles)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Reading roles; the rows themselves are limited by `get_queryset`."""
        return actor_of_request(request).has_role(*self.read_roles, *self.write_roles)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Writing roles, where the screen adds at all."""
        return self.adds and self.may_write(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Writing roles, where the screen changes at all."""
        return self.changes and self.may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Writing roles, where the screen deletes at all (with a reason)."""
        return self.deletes and self.may_write(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the screen is listed."""
        return self.has_view_permission(request)

    def rows(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of any model that this screen may show or offer in a field."""
        return visible_to(actor_of_request(request), queryset)
