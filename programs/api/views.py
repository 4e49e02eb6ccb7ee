"""Base views: every queryset passes through `visible_to`, so that no view can forget it."""

import re
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from rest_framework import generics
from rest_framework.exceptions import NotFound

from programs.actors import Actor, Role
from programs.api.authentication import actor_of
from programs.api.permissions import DATA_ROLES, RolePermission
from programs.scoping import visible_to

M = TypeVar("M", bound=Model)
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z")


class Scoped(generics.GenericAPIView[M]):
    """Names the actor and limits `queryset` to what the actor may see. Read by all data roles unless it says otherwise."""

    permission_classes = [RolePermission]
    read_roles: tuple[Role, ...] = DATA_ROLES
    write_roles: tuple[Role, ...] = ()

    @cached_property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_of(self.request)

    def get_queryset(self) -> QuerySet[M]:
        """The visible rows; none while the schema is drawn."""
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return visible_to(self.actor, rows)


class ScopedListView(Scoped[M], generics.ListAPIView[M]):
    """A list of visible rows."""


class ScopedRowView(Scoped[M]):
    """Works on one visible row by its code. A foreign, a missing and a malformed code are answered alike."""

    lookup_field = "code"
    filter_backends: list[Any] = []

    def get_object(self) -> M:
        """The row; NotFound (404) when there is none that the actor may see."""
        if not CODE.match(str(self.kwargs[self.lookup_field])):
            raise NotFound
        return super().get_object()


class ScopedDetailView(ScopedRowView[M], generics.RetrieveAPIView[M]):
    """Shows one visible row."""
