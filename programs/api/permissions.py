"""Permission classes. The default denies, so every view has to choose."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from programs.actors import Role
from programs.api.authentication import actor_of

ALL_ROLES = tuple(Role)
DATA_ROLES = tuple(role for role in Role if role != Role.ADMINISTRATOR)


class DenyAll(BasePermission):
    """Nobody: a view without a choice answers 403."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Never."""
        return False


class RolePermission(BasePermission):
    """Reads `read_roles` and `write_roles` from the view; a key also needs the matching scope."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the actor holds one of the view's roles for this method."""
        if not request.user or not request.user.is_authenticated:
            return False
        actor = actor_of(request)
        safe = request.method in SAFE_METHODS
        roles = getattr(view, "read_roles" if safe else "write_roles", ())
        return actor.has_role(*roles) and ("read" if safe else "submit") in actor.scopes
