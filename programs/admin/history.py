"""The history page of a record, from the audit trail: who, when, why, through which door, and what differed."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from programs.admin.differences import changes_of
from programs.admin.forms import row_keys
from programs.models import AuditEvent

PER_PAGE = 50


class HistoryMixin:
    """Replaces Django's log entries, which know nothing of bulk changes, the API or jobs."""

    history_relations: Sequence[str] = ()
    object_history_template: str | None = None
    opts: Any
    admin_site: Any

    def history_condition(self, row: Model) -> Q:
        """Events of the row, and of the rows behind `history_relations` (reverse relations and many-to-many)."""
        condition = Q(table_name=row._meta.db_table, row_key__in=row_keys(row))
        for name in self.history_relations:
            relation = row._meta.get_field(name)
            if relation.many_to_many:
                through: Any = relation.remote_field.through  # type: ignore[union-attr]
                keys = through._default_manager.filter(**{relation.m2m_field_name(): row}).values_list("pk", flat=True)  # type: ignore[union-attr]
                table = through._meta.db_table
            else:
                keys = relation.related_model._default_manager.filter(**{relation.field.name: row}).values_list(
                    "pk", flat=True
                )  # type: ignore[union-attr]
                table = relation.related_model._meta.db_table  # type: ignore[union-attr]
            condition |= Q(table_name=table, row_key__in=[str(key) for key in keys])
        return condition

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page."""
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):  # type: ignore[attr-defined]
            raise PermissionDenied
        events = AuditEvent.objects.filter(self.history_condition(row)).order_by("-id")
        page = Paginator(events, PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(record)s") % {"record": self.describe(row)},  # type: ignore[attr-defined]
            "object": row,
            "record": self.describe(row),  # type: ignore[attr-defined]
            "opts": self.opts,
            "page": page,
            "changes": changes_of(page.object_list),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template or "admin/object_history.html", context)

    def log_addition(self, *_arguments: Any) -> None:
        """Nothing: the database triggers have written the audit event."""

    def log_change(self, *_arguments: Any) -> None:
        """Nothing: the database triggers have written the audit event."""

    def log_deletions(self, *_arguments: Any) -> None:
        """Nothing: the database triggers have written the audit event."""
