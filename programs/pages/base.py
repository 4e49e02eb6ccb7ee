"""The class behind every page that needs an account: sign-in, roles, scope, and errors as pages in the user's language."""

from typing import Any, ClassVar, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from programs.actors import Actor, Role
from programs.exceptions import DomainError, NotFound
from programs.scoping import visible_to
from programs.selectors import actor_of_user

READERS = (Role.COORDINATOR, Role.LEADER, Role.AUDITOR, Role.EXPERT)
AGENCY = (Role.REPORTER, Role.APPROVER)
M = TypeVar("M", bound=Model)


class Page(View):
    """A page for the roles it names. Subclasses fill `context()`; a page that writes adds `post()`.

    Visitors are led to the sign-in, other roles get 403, rows outside the actor's scope are 404 like absent ones.
    """

    read_roles: ClassVar[tuple[Role, ...]] = ()
    write_roles: ClassVar[tuple[Role, ...]] = ()
    template_name: ClassVar[str] = ""
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check account and role, then answer; errors of the domain become a page with their status."""
        if not request.user.is_authenticated:
            if request.method == "POST":
                messages.warning(
                    request, _("Your session has ended. What you sent has not been stored: sign in and send it again.")
                )
            return redirect_to_login(request.get_full_path())
        self.actor = actor_of_user(request.user)
        roles = self.read_roles if request.method in {"GET", "HEAD", "OPTIONS"} else self.write_roles
        if not self.actor.has_role(*roles):
            raise PermissionDenied
        try:
            response = super().dispatch(request, *args, **kwargs)
        except NotFound as error:
            raise Http404(error.message) from error
        except DomainError as error:
            return render(request, "programs/refused.html", {"error": error}, status=error.status)
        if isinstance(response, HttpResponse) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page."""
        return self.show()

    def context(self) -> dict[str, Any]:
        """What the template needs."""
        return {}

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        """The page with what `context()` gives and what the caller adds."""
        return render(self.request, self.template_name, {**self.context(), **extra}, status=status)

    def rows(self, queryset: QuerySet[M]) -> QuerySet[M]:
        """The rows that the actor may read."""
        return visible_to(self.actor, queryset)

    def one(self, queryset: QuerySet[Any], **lookup: Any) -> Any:
        """The one visible row of a lookup; 404 where there is none, or none for this actor."""
        if any("\x00" in value for value in lookup.values() if isinstance(value, str)):
            raise Http404  # no row holds it, and PostgreSQL refuses to look
        row = self.rows(queryset).filter(**lookup).first()
        if row is None:
            raise Http404
        return row

    def done(self, sentence: str, to: str) -> HttpResponse:
        """After a change: say so on the page that comes next."""
        messages.success(self.request, sentence)
        return HttpResponseRedirect(to)

    def refused(self, error: DomainError, to: str) -> HttpResponse:
        """After a change that the rules refused: every problem with its hint, on the page that comes next."""
        for problem in error.problems:
            messages.error(self.request, " ".join(filter(None, [problem.message, problem.hint])))
        return HttpResponseRedirect(to)

    def way_back(self, default: str) -> str:
        """The address of this site in the form's `next`, else the default."""
        wanted = self.request.POST.get("next", "")
        here = {self.request.get_host()}
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=here, require_https=self.request.is_secure())
        return wanted if safe else default
