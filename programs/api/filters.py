"""Filters that refuse what they do not know: a misspelt filter must not answer with everything."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError as FieldError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.fields import IsoDateTimeField
from django_filters.rest_framework import BooleanFilter, DjangoFilterBackend, IsoDateTimeFilter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

ALWAYS_KNOWN = frozenset({"page", "page_size", "format", "ordering", "lang"})


class MomentField(IsoDateTimeField):
    """A moment in ISO 8601 that exists in UTC too: the first and the last day of the calendar may not."""

    def clean(self, value: Any) -> datetime | None:
        """The moment; ValidationError for what is none."""
        moment: datetime | None = super().clean(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise FieldError(self.error_messages["invalid"], code="invalid") from error


class MomentFilter(IsoDateTimeFilter):
    """Filters by a moment."""

    field_class = MomentField


class FlagField(forms.NullBooleanField):
    """true or false (1, 0), in any case of letters; empty is no filter."""

    widget = forms.TextInput
    READ: ClassVar[dict[str, bool | None]] = {"": None, "true": True, "1": True, "false": False, "0": False}

    def clean(self, value: Any) -> bool | None:
        """What was asked for; ValidationError for another word, which would otherwise answer with everything."""
        word = str(value or "").lower()
        if word not in self.READ:
            raise FieldError(_("Write true or false."), code="invalid")
        return self.READ[word]


class FlagFilter(BooleanFilter):
    """Filters by yes or no."""

    field_class = FlagField

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, widget=forms.TextInput, **options)


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter, plus: an unknown or repeated query key is 400."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """The filtered rows; ValidationError (400) for keys the view does not know."""
        filterset_class = self.get_filterset_class(view, queryset)
        known = ALWAYS_KNOWN | frozenset(getattr(view, "extra_query_keys", ()))
        if filterset_class is not None:
            known |= frozenset(filterset_class.base_filters)
        refuse_unknown_keys(request, known)
        return super().filter_queryset(request, queryset, view)


def refuse_unknown_keys(request: Request, known: frozenset[str]) -> None:
    """Raise ValidationError naming every query key that is unknown or given twice."""
    problems = {key: [_("This filter is not known here.")] for key in request.query_params if key not in known}
    problems |= {
        key: [_("This filter is given more than once.")]
        for key, values in request.query_params.lists()
        if key in known and len(values) > 1
    }
    if problems:
        raise ValidationError(problems, code="unknown_filter")
