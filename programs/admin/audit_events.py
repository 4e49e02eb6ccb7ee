"""Screen of audit events. Nobody changes them, the database refuses it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.actors import Role
from programs.admin.base import ViewOnlyAdmin
from programs.admin.cells import column
from programs.admin.differences import (
    DOORS,
    OPERATIONS,
    changes_of,
    door_label,
    models_by_table,
    operation_label,
    thing_label,
)
from programs.admin.event_actors import ActorFilter, key_owners, named_actor
from programs.admin.event_records import events_about, record_link, record_name, records_of
from programs.admin.fields import plain
from programs.admin.filters import Narrow, choice_filter
from programs.admin.paging import CappedPaginator
from programs.audit.models_audited import audited_models
from programs.models import AuditEvent
from programs.templatetags.display import moment

FIRST = 2
SHORT = 60


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


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


class EventList(ChangeList):
    """The list, with the record, the differences and the owner of the key of each event on the page."""

    def get_results(self, request: HttpRequest) -> None:
        """Django's page of rows, each told; the number of queries depends on the kinds of records alone."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        tell(request, self.result_list)


def tell(request: HttpRequest, events: list[Any]) -> None:
    """Put beside each event what its cells show: `told_record`, `told_name`, `told_change` and `told_actor`."""
    records, owners = records_of(events), key_owners(events)
    for event, change in zip(events, changes_of(events), strict=True):
        event.told_record = record_link(request, event, records.get(event.pk))
        event.told_name = record_name(event, records.get(event.pk))
        event.told_change = change
        event.told_actor = named_actor(event.actor, owners)


@admin.register(AuditEvent)
class AuditEventAdmin(ViewOnlyAdmin):
    """Who changed what, when, why and through which door."""

    read_roles = (Role.COORDINATOR, Role.AUDITOR)
    list_display = (
        "at_shown",
        "who",
        "operation_shown",
        "thing",
        "record_shown",
        "changed",
        "reason_shown",
        "door_shown",
    )
    list_display_links = ("at_shown",)
    list_filter = (
        ActorFilter,
        choice_filter("operation", _("operation"), lambda: _choices("operation", operation_label, OPERATIONS)),
        choice_filter("door", _("door"), lambda: _choices("door", door_label, DOORS)),
        choice_filter("table_name", _("record"), _tables),
    )
    search_fields = ("actor", "reason", "row_key", "request_id")  # what `get_search_results` reads in the trail itself
    search_help_text = _(
        "Code, number, name or id of a record, such as T-M074-330400, IND07 or the id of a delivery; or words of the reason, the actor, the id of a request."
    )
    date_hierarchy = "at"
    ordering = ("-id",)
    list_per_page = 100
    paginator = CappedPaginator
    fields = (
        "at_shown",
        "who",
        "operation_shown",
        "thing",
        "record_shown",
        "row_key",
        "reason",
        "door_shown",
        "request_id",
        "block_shown",
    )
    readonly_fields = fields
    change_form_template = "admin/audit_event.html"

    @column(_("at"), "id")
    def at_shown(self, event: AuditEvent) -> str:
        """When, to the minute."""
        return moment(event.at)

    @column(_("actor"), "actor")
    def who(self, event: AuditEvent) -> str:
        """Who; an agency's key with the agency."""
        return event.told_actor  # type: ignore[attr-defined,no-any-return]

    @column(_("operation"), "operation")
    def operation_shown(self, event: AuditEvent) -> str:
        """What was done."""
        return operation_label(event.operation)

    @column(_("kind of record"), "table_name")
    def thing(self, event: AuditEvent) -> str:
        """The kind of record in words."""
        return thing_label(event.table_name, models_by_table().get(event.table_name))

    @column(_("record"))
    def record_shown(self, event: AuditEvent) -> str:
        """What people call the record, leading to its page."""
        return event.told_record  # type: ignore[attr-defined,no-any-return]

    @column(_("first changes"))
    def changed(self, event: AuditEvent) -> str:
        """The first fields that an update changed; the page of the event shows all."""
        found = event.told_change.differences if event.operation == "update" else []  # type: ignore[attr-defined]
        lines = [(capfirst(item.label), _short(item.before), _short(item.after)) for item in found[:FIRST]]
        shown = format_html_join("", "<div>{}: {} → {}</div>", lines)
        if len(found) <= FIRST:
            return shown
        return shown + format_html("<div>{}</div>", gettext("and %(count)d more") % {"count": len(found) - FIRST})

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

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """The list that tells its rows."""
        return EventList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Events of the record that is called so, and events whose own words hold all of the words."""
        term = plain(search_term).strip()
        if not term:
            return queryset, False
        words = Q()
        for word in term.split():
            words &= Q(actor__icontains=word) | Q(reason__icontains=word) | Q(row_key=word) | Q(request_id=word)
        return queryset.filter(words | events_about(term)), False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> AuditEvent | None:
        """The event, told."""
        event: AuditEvent | None = super().get_object(request, object_id, from_field)
        if event is not None:
            tell(request, [event])
        return event

    def describe(self, row: Any) -> str:
        """An event by its record and what was done to it."""
        words = (capfirst(self.thing(row)), row.told_name, operation_label(row.operation))
        return " · ".join(words)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """The page of one event with its differences in words."""
        event = options.get("obj")
        context["changes"] = [event.told_change] if event is not None else []
        return super().render_change_form(request, context, *args, **options)
