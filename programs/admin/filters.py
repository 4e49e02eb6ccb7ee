"""List filters: choices that the person may see, and questions asked of a date or a related row."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.roles import actor_of_request
from programs.scoping import visible_to


class ScopedFilter(RelatedFieldListFilter):
    """A filter by a related record, limited to records that the person may see. One query."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """Keys and names in the related model's own order."""
        rows = visible_to(actor_of_request(request), field.remote_field.model._default_manager.all())
        ordering = self.field_admin_ordering(field, request, model_admin)
        return [
            (row.pk, getattr(row, "short", None) or str(row))
            for row in (rows.order_by(*ordering) if ordering else rows)
        ]


class ConditionFilter(SimpleListFilter):
    """A filter whose choices are conditions on the rows; `conditions` gives the key, the word and the condition."""

    def conditions(self) -> Iterable[tuple[str, Any, Callable[[], Q]]]:
        """The choices."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Keys and words."""
        return [(key, word) for key, word, _condition in self.conditions()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen condition."""
        for key, _word, condition in self.conditions():
            if self.value() == key:
                return queryset.filter(condition())
        return queryset


def yes_no_filter(name: str, label: Any, yes: Callable[[], Q]) -> type[ConditionFilter]:
    """A filter with the choices yes and no."""

    class YesNo(ConditionFilter):
        title = label
        parameter_name = name

        def conditions(self) -> Iterable[tuple[str, Any, Callable[[], Q]]]:
            return [("yes", _("Yes"), yes), ("no", _("No"), lambda: ~yes())]

    return YesNo


def scoped(*fields: str) -> list[tuple[str, type[ScopedFilter]]]:
    """Filters by related records."""
    return [(field, ScopedFilter) for field in fields]
