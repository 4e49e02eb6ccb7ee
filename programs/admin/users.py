"""Screen of accounts with their roles. Passwords are set through a step and never shown."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from programs.actors import Role
from programs.admin.base import AccountAdmin, ServiceInline
from programs.admin.cells import chip, column
from programs.admin.forms import REASON, VERSION
from programs.admin.roles import actor_of_request
from programs.admin.steps import Call, Step
from programs.models import Membership, User
from programs.services.accounts import account_password_set, account_save
from programs.services.memberships import membership_grant, membership_revoke, user_deactivate
from programs.templatetags.display import moment


class MembershipInline(ServiceInline):
    """The roles of a person: granted and revoked, never altered."""

    model = Membership
    read_roles = (Role.ADMINISTRATOR, Role.AUDITOR)
    write_roles = (Role.ADMINISTRATOR,)
    changes = False
    deletes = True
    fields = ("role", "agency", "program")

    def rows(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """All agencies and programmes for an administrator."""
        return queryset if actor_of_request(request).has_role(Role.ADMINISTRATOR) else super().rows(request, queryset)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Roles with their agency and programme."""
        return super().get_queryset(request).select_related("agency", "program", "user")


class PasswordForm(forms.Form):
    """A password, twice."""

    password = forms.CharField(
        label=gettext_lazy("new password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=gettext_lazy("the same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **options: Any):
        options["initial"] = {}
        super().__init__(*args, **options)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Refuse two different entries."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("password") != cleaned.get("repeated"):
            self.add_error("repeated", forms.ValidationError(_("The two entries differ."), code="password_mismatch"))
        return cleaned


def _set_password(user: User, call: Call) -> str:
    account_password_set(user=user, password=call.data["password"], by=call.by, reason=call.reason)
    return _("The password of %(user)s is set.") % {"user": user}


def _close(user: User, call: Call) -> str:
    user_deactivate(user=user, by=call.by, reason=call.reason, expected_version=call.version)
    return _("The account %(user)s is closed and signed out everywhere.") % {"user": user}


def _open(user: User, call: Call) -> str:
    user.is_active = True
    account_save(user=user, by=call.by, reason=call.reason, expected_version=call.version)
    return _("The account %(user)s is open again.") % {"user": user}


@admin.register(User)
class UserAdmin(AccountAdmin):
    """People who sign in. A new account has no password until one is set."""

    list_display = ("username", "full_name", "email", "roles", "active", "last_seen")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    fieldsets = ((None, {"fields": ("username", ("last_name", "first_name"), ("email", "language"))}),)
    inlines = (MembershipInline,)
    reason_required = True
    history_relations = ("memberships",)
    steps = (
        Step(name="password", label=gettext_lazy("set password"), one=_set_password, form=PasswordForm),
        Step(
            name="close",
            label=gettext_lazy("close the account"),
            one=_close,
            when=lambda user: user.is_active,
            explains=gettext_lazy(
                "The person is signed out everywhere and cannot sign in until the account is opened again."
            ),
            danger=True,
        ),
        Step(name="open", label=gettext_lazy("open the account"), one=_open, when=lambda user: not user.is_active),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Accounts with their roles."""
        memberships = Membership.objects.select_related("agency", "program")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("memberships", memberships, to_attr="listed_memberships"))
        )

    @column(pgettext_lazy("person", "name"), "last_name")
    def full_name(self, user: User) -> str:
        """The name."""
        return user.get_full_name()

    @column(gettext_lazy("roles"))
    def roles(self, user: Any) -> str:
        """Roles with agency and programme."""
        return "; ".join(
            " · ".join(
                str(part)
                for part in (m.get_role_display(), m.agency and m.agency.short, m.program and m.program.code)
                if part
            )
            for m in user.listed_memberships
        )

    @column(gettext_lazy("state"), "is_active")
    def active(self, user: User) -> str:
        """Whether the person can sign in."""
        return chip("●", _("active"), "good") if user.is_active else chip("×", pgettext("account", "closed"), "quiet")

    @column(gettext_lazy("last sign-in"), "last_login")
    def last_seen(self, user: User) -> str:
        """When the person last signed in."""
        return moment(user.last_login)

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Write the account through its service."""
        cleaned = form.cleaned_data
        account_save(
            user=row,
            by=actor_of_request(request),
            reason=cleaned.get(REASON, ""),
            expected_version=cleaned.get(VERSION),
        )

    def save_inline_row(self, row: Any, *, by: Any, reason: str, expected_version: int | None) -> None:
        """Grant a role."""
        membership_grant(user=row.user, role=row.role, agency=row.agency, program=row.program, by=by, reason=reason)

    def delete_inline_row(self, row: Any, *, by: Any, reason: str) -> None:
        """Revoke a role."""
        membership_revoke(membership=row, by=by, reason=reason)
