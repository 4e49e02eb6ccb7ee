"""Screen of audit events. Nobody changes them, the database refuses it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from programs.actors import Role
from programs.admin.base import ViewOnlyAdmin
from programs.admin.cells import column, person
from programs.admin.differences import (
    DOORS,
    OPERATIONS,
    changes_of,
    door_label,
    models_by_table,
    operation_label,
    thing_label,
)
from programs.admin.filters import Narrow, choice_filter
from programs.admin.paging import CappedPaginator
from programs.audit.models_audited import audited_models
from programs.models import AuditEvent
from programs.templatetags.display import moment


def _choices(field: str, label: Callable[[str], str], codes: Iterable[str]) -> list[tuple[str, Any, Narrow]]:
    """One choice for each code. Known codes, because asking the trail for its codes would read all of it."""

    def narrow(code: str) -> Narrow:
        return lambda rows: rows.filter(**{field: code})

    return [(code, label(code), narrow(code)) for code in codes]


def _tables() -> list[tuple[str, Any, Narrow]]:
    """One choice for each table that the triggers cover, in the order of their words."""
    models = {model._meta.db_table: model for model in audited_models()}

    def label(table: str) -> str:
        return thing_label(table, models[table])

    return _choices("table_name", label, sorted(models, key=label))


@admin.register(AuditEvent)
class AuditEventAdmin(ViewOnlyAdmin):
    """Who changed what, when, why and through which door."""

    read_roles = (Role.COORDINATOR, Role.AUDITOR)
    list_display = ("at_shown", "who", "operation_shown", "thing", "row_key", "reason_shown", "door_shown")
    list_display_links = ("at_shown",)
    list_filter = (
        choice_filter("operation", _("operation"), lambda: _choices("operation", operation_label, OPERATIONS)),
        choice_filter("door", _("door"), lambda: _choices("door", door_label, DOORS)),
        choice_filter("table_name", _("record"), _tables),
    )
    search_fields = ("actor", "reason", "row_key", "request_id")
    date_hierarchy = "at"
    ordering = ("-id",)
    list_per_page = 100
    paginator = CappedPaginator
    fields = ("at", "who", "operation_shown", "thing", "row_key", "reason", "door_shown", "request_id", "block_shown")
    readonly_fields = fields
    change_form_template = "admin/audit_event.html"

    @column(_("at"), "id")
    def at_shown(self, event: AuditEvent) -> str:
        """When, to the minute."""
        return moment(event.at)

    @column(_("actor"), "actor")
    def who(self, event: AuditEvent) -> str:
        """Who."""
        return person(event.actor)

    @column(_("operation"), "operation")
    def operation_shown(self, event: AuditEvent) -> str:
        """What was done."""
        return operation_label(event.operation)

    @column(_("record"), "table_name")
    def thing(self, event: AuditEvent) -> str:
        """The kind of record in words."""
        return thing_label(event.table_name, models_by_table().get(event.table_name))

    @column(_("reason"))
    def reason_shown(self, event: AuditEvent) -> str:
        """The reason, shortened."""
        return event.reason if len(event.reason) <= 80 else f"{event.reason[:80]}…"

    @column(_("door"), "door")
    def door_shown(self, event: AuditEvent) -> str:
        """The door in words."""
        return door_label(event.door)

    @column(_("sealed in block"))
    def block_shown(self, event: AuditEvent) -> Any:
        """The block that seals the event, once it is sealed."""
        seal = getattr(event, "seal", None)
        return seal.block_id if seal else _("not sealed yet")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """The page of one event with its differences in words."""
        event = options.get("obj")
        context["changes"] = changes_of([event]) if event is not None else []
        return super().render_change_form(request, context, *args, **options)
