"""Who made an audit event: the filter by actor, and the agency behind a key."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.cells import person
from programs.admin.roles import actor_of_request
from programs.models import ApiKey, AuditEvent, User
from programs.scoping import visible_to

KEY = "key:"
# What stands before the name in the label of an actor that is no account.
KINDS = {"key:": _("keys of agencies"), "system": _("the system itself"), "db:": _("the database, past every door")}


class ActorFilter(SimpleListFilter):
    """One account, or a kind of actor. Accounts are those that the reader may see; the trail itself is not asked."""

    title = _("actor")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Kinds, then accounts by name, and the actor of the address, whoever that is."""
        seen = visible_to(actor_of_request(request), User.objects.order_by("username"))
        people = [f"user:{name}" for name in seen.values_list("username", flat=True)]
        asked = request.GET.get(self.parameter_name, "")
        if asked and asked not in KINDS and asked not in people:
            people.append(asked)
        return [*KINDS.items(), *((label, person(label)) for label in people)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The events of the chosen actor."""
        asked = self.value()
        if not asked:
            return queryset
        return queryset.filter(**{"actor__startswith" if asked in KINDS else "actor": asked})


def key_owners(events: Iterable[AuditEvent]) -> dict[str, ApiKey]:
    """The keys that made some of the events, by prefix. One query, none where no key did."""
    prefixes = {event.actor.removeprefix(KEY) for event in events if event.actor.startswith(KEY)}
    keys = ApiKey.objects.filter(prefix__in=prefixes).select_related("agency") if prefixes else ()
    return {key.prefix: key for key in keys}


def named_actor(label: str, owners: dict[str, ApiKey]) -> str:
    """An actor as people read it; a key with the agency that it was issued to."""
    key = owners.get(label.removeprefix(KEY)) if label.startswith(KEY) else None
    return f"{label} · {key.agency.code} {key.agency.short}" if key else person(label)
