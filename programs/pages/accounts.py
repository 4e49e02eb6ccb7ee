"""Sign-in, sign-out, the account's own page and its password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import translation
from django.utils.translation import gettext as _

from programs.actors import Actor, Role
from programs.models import User
from programs.pages.base import AGENCY, Page
from programs.selectors import actor_of_user
from programs.services.preferences import language_prefer, password_change

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def first_page(actor: Actor) -> str:
    """Where the work of a role begins. The first role of this order decides."""
    ways: list[tuple[bool, str]] = [
        (actor.has_role(Role.COORDINATOR, Role.ADMINISTRATOR), "admin:index"),
        (actor.has_role(Role.LEADER, Role.AUDITOR, Role.COORDINATOR), "dashboard"),
        (actor.has_role(*AGENCY), "work"),
        (actor.has_role(Role.EXPERT), "reports"),
    ]
    return reverse(next((name for fits, name in ways if fits), "home"))


def remember_language(response: HttpResponse, language: str) -> None:
    """Answer the next requests of this browser in the language, as Django's own switch does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


class SignIn(auth_views.LoginView):
    """Name and password; then the first page of the role, in the language of this browser or else of the account."""

    template_name = "programs/sign_in.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """The first page of the role, where no other page was asked for."""
        user = self.request.user
        return first_page(actor_of_user(user)) if isinstance(user, User) else reverse("home")


class SignOut(auth_views.LogoutView):
    """Ends the session (POST only)."""

    next_page = reverse_lazy("home")


class Account(Page):
    """What the account may do, and the language it prefers."""

    read_roles = write_roles = tuple(Role)
    template_name = "programs/account.html"

    def context(self) -> dict[str, Any]:
        """The memberships of the account, in one query."""
        return {
            "memberships": self.request.user.memberships.select_related("agency", "program").order_by("id"),
            "languages": settings.LANGUAGES,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep another language for the account and use it at once."""
        language = request.POST.get("language", "")
        language_prefer(user=request.user, language=language, by=self.actor)
        with translation.override(language):
            messages.success(request, _("The language of your account is kept."))
        response = redirect("account")
        remember_language(response, language)
        return response


class PasswordChange(auth_views.PasswordChangeView):
    """A new password, checked by the installation's rules."""

    template_name = "programs/password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it, keep this session, end the account's other ones, and say so."""
        user = password_change(
            user=self.request.user, password=form.cleaned_data["new_password1"], by=actor_of_user(self.request.user)
        )
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("Your password is changed."))
        return redirect("account")
