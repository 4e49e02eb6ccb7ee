"""What every page of the portal shows around its content: the ways on, the account, the demonstration label."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs.actors import HAS_ADMIN, Actor, Role
from programs.models import Program
from programs.models.users import ROLE_LABELS
from programs.pages.base import AGENCY, READERS
from programs.selectors import actor_of_user


@dataclass(frozen=True)
class Link:
    """One way on in the head of a page."""

    href: str
    label: str
    current: bool


class Portal:
    """Asked by the base template; each part is worked out only when it is shown."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.version = settings.APP_VERSION

    @property
    def here(self) -> str:
        """The address to come back to after the language was switched."""
        return self.request.get_full_path()

    @cached_property
    def actor(self) -> Actor | None:
        """The actor behind the request; None for visitors."""
        user = getattr(self.request, "user", None)
        return actor_of_user(user) if user is not None and user.is_authenticated else None

    @property
    def reads_only(self) -> bool:
        """Whether the account is an auditor's and nothing else: it reads everything and changes nothing."""
        return self.actor is not None and {grant.role for grant in self.actor.grants} == {Role.AUDITOR}

    @cached_property
    def demonstration(self) -> bool:
        """Whether invented data may show on this page: a demonstration programme exists."""
        return Program.objects.filter(demonstration=True).exists()

    @property
    def lockout_minutes(self) -> int:
        """How long a locked sign-in stays locked after the last try."""
        return round(settings.AXES_COOLOFF_TIME * 60)

    @property
    def roles(self) -> str:
        """The roles of the account in words."""
        held = dict.fromkeys(grant.role for grant in self.actor.grants) if self.actor else {}
        return pgettext("between the names of a list", ", ").join(str(ROLE_LABELS[role]) for role in held)

    @cached_property
    def links(self) -> list[Link]:
        """The main pages that the account may open."""
        if self.actor is None:
            return []
        actor = self.actor
        ways: list[tuple[bool, str, str]] = [
            (actor.has_role(*READERS), "dashboard", _("Dashboard")),
            (actor.has_role(*AGENCY), "work", _("My work")),
            (actor.has_role(*AGENCY), "work-submit", _("Submit values")),
            (actor.has_role(*READERS, *AGENCY), "reports", _("Reports")),
            (actor.has_role(*HAS_ADMIN), "admin:index", _("Administration")),
        ]
        return [self._link(name, label) for allowed, name, label in ways if allowed]

    def _link(self, name: str, label: str) -> Link:
        href = reverse(name)
        match = self.request.resolver_match
        return Link(href, label, match is not None and match.view_name == name)


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `portal` for the base template. Runs no query by itself."""
    return {"portal": Portal(request)}
