"""Every screen of the admin derives from one of our bases, so that no write goes round the services."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.filters import AllValuesFieldListFilter, RelatedFieldListFilter
from django.core.exceptions import ImproperlyConfigured

from programs.admin.base import ServiceInline, ServiceModelAdmin, ViewOnlyAdmin, ViewOnlyInline
from programs.admin.filters import ScopedFilter
from programs.audit.models_audited import OUR_APPS
from programs.models import Zone

SCREENS = sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label)
WITHOUT_SCREEN = {
    "programs.AuditSeal": "shown with its event",
    "programs.Heartbeat": "shown by the health page",
    "programs.IdempotencyRecord": "stored answers hold data of agencies",
    "programs.Membership": "edited with its user",
    "programs.ProgramZone": "edited with its programme",
    "indicators.DimensionValue": "edited with its dimension",
    "indicators.Finding": "shown with its submission",
    "indicators.Series": "an address, shown with its observations",
    "reports.EvaluationLine": "shown with its evaluation",
    "reports.EvaluationTaskLine": "shown with its evaluation",
    "reports.EvaluationSummary": "read by the dashboard only",
    "reports.ReportFile": "shown with its report",
}
NEVER_EDITED = {
    "Observation",
    "ObservationHistory",
    "Submission",
    "Obligation",
    "AuditEvent",
    "AuditBlock",
    "ProgressReport",
    "Evidence",
    "Report",
    "Job",
}


def ids(item: object) -> str:
    return item[0]._meta.label  # type: ignore[index]


@pytest.mark.parametrize("item", SCREENS, ids=ids)
def test_a_screen_writes_through_services_only(item) -> None:
    model, screen = item
    assert isinstance(screen, ServiceModelAdmin)
    assert not screen.list_editable
    assert all(issubclass(inline, ServiceInline | ViewOnlyInline) for inline in screen.inlines)
    assert (type(screen).save_model is ViewOnlyAdmin.save_model) == (not screen.adds and not screen.changes)
    if model.__name__ in NEVER_EDITED:
        assert isinstance(screen, ViewOnlyAdmin)


@pytest.mark.parametrize("item", SCREENS, ids=ids)
def test_a_filter_by_related_records_is_scoped(item) -> None:
    _model, screen = item
    for entry in screen.list_filter:
        kind = entry[1] if isinstance(entry, tuple) else entry
        if isinstance(kind, type) and issubclass(kind, RelatedFieldListFilter | AllValuesFieldListFilter):
            assert issubclass(kind, ScopedFilter)
        if isinstance(entry, str):
            assert not screen.model._meta.get_field(entry.split("__")[0]).is_relation or "__" in entry


def test_every_model_of_ours_has_a_screen_or_a_reason() -> None:
    ours = {model._meta.label for label in OUR_APPS for model in apps.get_app_config(label).get_models()}
    shown = {model._meta.label for model, _screen in SCREENS}
    assert ours - shown == set(WITHOUT_SCREEN)


def test_of_packages_only_the_schedule_and_failed_sign_ins_are_shown() -> None:
    foreign = {model._meta.label for model, _screen in SCREENS if model._meta.app_label not in OUR_APPS}
    assert foreign == {"django_celery_beat.PeriodicTask", "axes.AccessAttempt", "axes.AccessFailureLog"}


def test_the_site_has_no_deletion_of_selected_records() -> None:
    assert "delete_selected" not in dict(admin.site.actions)


def test_a_screen_without_our_base_is_refused() -> None:
    admin.site.unregister(Zone)
    try:
        with pytest.raises(ImproperlyConfigured, match="ServiceModelAdmin"):
            admin.site.register(Zone, ModelAdmin)
        assert not admin.site.is_registered(Zone)
    finally:
        from programs.admin.zones import ZoneAdmin

        admin.site.register(Zone, ZoneAdmin)
