"""Screen of agencies' keys: a new key is shown once, a key is revoked with a reason, nothing else changes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import clock
from programs.admin.base import AccountAdmin
from programs.admin.cells import chip, column
from programs.admin.filters import scoped
from programs.admin.forms import ServiceForm
from programs.admin.roles import actor_of_request
from programs.admin.steps import Call, Step
from programs.models import ApiKey
from programs.services.keys import LONGEST_DAYS, SCOPES, key_issue, key_revoke


class IssueForm(ServiceForm):
    """What a new key is for."""

    scope_list = forms.MultipleChoiceField(
        label=gettext_lazy("scopes"),
        choices=[(scope, scope) for scope in SCOPES],
        initial=list(SCOPES),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label=gettext_lazy("valid for days"), initial=365, min_value=1, max_value=LONGEST_DAYS)

    class Meta:
        model = ApiKey
        fields = ("agency", "program", "label")


def _revoke(key: ApiKey, call: Call) -> str:
    key_revoke(key=key, by=call.by, reason=call.reason, expected_version=call.version)
    return _("The key %(prefix)s… is revoked.") % {"prefix": key.prefix}


@admin.register(ApiKey)
class ApiKeyAdmin(AccountAdmin):
    """Keys by agency. The page of a key is read-only."""

    changes = False
    list_display = ("prefix", "agency", "program", "label", "scopes", "state", "expires_at", "last_used_at")
    list_select_related = ("agency", "program")
    list_filter = scoped("agency", "program")
    search_fields = ("prefix", "label", "agency__code", "agency__name_en", "agency__name_zh", "agency__search_initials")
    readonly_fields = ("prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    steps = (
        Step(
            name="revoke",
            label=gettext_lazy("revoke"),
            one=_revoke,
            when=lambda key: key.revoked_at is None,
            explains=gettext_lazy(
                "The key stops working at once and cannot be brought back. Issue a new one where the agency needs it."
            ),
            danger=True,
        ),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """The issuing form for a new key."""
        if obj is None:
            options.update(form=IssueForm, fields=("agency", "program", "label"))
        return super().get_form(request, obj, change, **options)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What to fill in for a new key; everything known of an old one."""
        if obj is None:
            return [(None, {"fields": ("agency", "program", "label", "scope_list", "days")})]
        return [(None, {"fields": ("agency", "program", "label", *self.readonly_fields)})]

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Issue the key; its plain text goes to the page that follows and nowhere else."""
        cleaned = form.cleaned_data
        key, plain = key_issue(
            agency=row.agency,
            program=row.program,
            label=row.label,
            scopes=tuple(cleaned["scope_list"]),
            days=cleaned["days"],
            by=actor_of_request(request),
        )
        row.pk, row.prefix = key.pk, key.prefix
        request.issued_key = plain  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """The page that shows the key, once."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("The new key of %(agency)s") % {"agency": obj.agency},
            "plain": request.issued_key,
            "key": obj,
            "opts": self.opts,
        }  # type: ignore[attr-defined]
        response = TemplateResponse(request, "admin/key_issued.html", context)
        response["Cache-Control"] = "no-store"
        return response

    @column(gettext_lazy("state"))
    def state(self, key: ApiKey) -> str:
        """Valid, expired or revoked."""
        if key.revoked_at is not None:
            return chip("×", _("revoked"), "quiet")
        return chip("●", _("valid"), "good") if key.expires_at > clock.now() else chip("■", _("expired"), "bad")
