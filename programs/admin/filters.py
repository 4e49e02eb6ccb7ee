"""List filters: choices that the person may see, and questions asked of a date or a related row."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.db.models import QuerySet
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


Narrow = Callable[[QuerySet[Any]], QuerySet[Any]]


class ChoiceFilter(SimpleListFilter):
    """A filter whose choices narrow the rows; `narrowings` gives the key, the word and what to do with the rows."""

    def narrowings(self) -> Iterable[tuple[str, Any, Narrow]]:
        """The choices."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Keys and words."""
        return [(key, word) for key, word, _narrow in self.narrowings()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen condition."""
        for key, _word, narrow in self.narrowings():
            if self.value() == key:
                return narrow(queryset)
        return queryset


def choice_filter(
    name: str, label: Any, choices: Callable[[], Iterable[tuple[str, Any, Narrow]]]
) -> type[ChoiceFilter]:
    """A filter with these choices; they are asked for at each request, because many depend on the day."""

    class Chosen(ChoiceFilter):
        title = label
        parameter_name = name

        def narrowings(self) -> Iterable[tuple[str, Any, Narrow]]:
            return choices()

    return Chosen


def yes_no_filter(name: str, label: Any, yes: Narrow, no: Narrow) -> type[ChoiceFilter]:
    """A filter with the choices yes and no."""
    return choice_filter(name, label, lambda: [("yes", _("Yes"), yes), ("no", _("No"), no)])


def scoped(*fields: str) -> list[tuple[str, type[ScopedFilter]]]:
    """Filters by related records."""
    return [(field, ScopedFilter) for field in fields]
