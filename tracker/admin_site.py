"""The admin site that coordination staff work in: entered by role, ordered by work, with a dashboard in front.

Screens register on this site while their modules load, so this module imports them inside its functions only.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.audit.models_audited import OUR_APPS

MENU: list[tuple[Any, list[str]]] = [
    (_("Tasks"), ["Task", "ProgressReport", "Milestone", "Evidence"]),
    (_("Plan"), ["Program", "Section", "Measure", "Agency", "Zone"]),
    (_("Data collection"), ["ReportingPeriod", "Obligation", "Submission", "Observation", "ObservationHistory"]),
    (_("Indicators"), ["Indicator", "IndicatorUse", "Target", "Duty", "Unit", "Dimension"]),
    (_("Evaluations and reports"), ["Evaluation", "Report"]),
    (_("Accounts"), ["User", "ApiKey"]),
    (_("System"), ["Job", "AuditEvent", "AuditBlock"]),
]


class TrackerAdminSite(AdminSite):
    """Django's admin site; only screens that know roles and services are on it."""

    site_header = _("Pilot-Zone Tracker")
    site_title = _("Pilot-Zone Tracker")
    index_title = _("Work of the coordination group office")
    empty_value_display = "—"

    def __init__(self, name: str = "admin"):
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(
        self, model_or_iterable: Any, admin_class: "type[ModelAdmin[Any]] | None" = None, **options: Any
    ) -> None:
        """Register a screen of ours. Screens that packages bring know neither roles nor services and stay out.

        Raises ImproperlyConfigured for a screen of our own models without our base.
        """
        from programs.admin.base import ServiceModelAdmin

        models: Iterable[type[Model]] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        )
        for model in models:
            if admin_class is not None and issubclass(admin_class, ServiceModelAdmin):
                super().register(model, admin_class, **options)
            elif model._meta.app_label in OUR_APPS:
                raise ImproperlyConfigured(f"The admin screen of {model.__name__} must derive from ServiceModelAdmin.")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person holds a role that has an admin."""
        from programs.admin.roles import may_enter

        return may_enter(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's sign-in page; a signed-in person without an admin role is refused."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("sign-in"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's account page, which changes passwords through a service."""
        return redirect("account")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The staff dashboard."""
        from programs.admin.roles import actor_of_request
        from tracker.dashboard import dashboard_of

        return super().index(request, {"dashboard": dashboard_of(actor_of_request(request)), **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The dashboard: the menu is ordered by work, not by app."""
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Choices told as on their own pages: with the code before the name."""

        class Described(AutocompleteJsonView):
            def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
                return {"id": str(getattr(obj, to_field_name)), "text": self.model_admin.describe(obj)}

        response: HttpResponse = Described.as_view(admin_site=self)(request)
        return response

    def get_log_entries(self, request: HttpRequest) -> list[Any]:
        """None: the audit trail is the history."""
        return []

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The menu, grouped and ordered by work; screens that MENU does not name come last."""
        entries = {
            model["object_name"]: model for app in super().get_app_list(request, app_label) for model in app["models"]
        }
        groups = [
            {
                "name": name,
                "app_label": f"menu-{number}",
                "models": [entries.pop(key) for key in keys if key in entries],
            }
            for number, (name, keys) in enumerate(MENU)
        ]
        rest = sorted(entries.values(), key=lambda model: str(model["name"]))
        groups[-1]["models"] += rest
        return [group for group in groups if group["models"]]
