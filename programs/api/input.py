"""Bodies that clients send: only known fields, every fault at once, answered 422 with pointers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import SkipField, empty
from rest_framework.request import Request

from programs.api.problems import problems_in
from programs.exceptions import InvalidInput, Problem


class StrictSerializer(serializers.Serializer[Any]):
    """Declares what a body may hold; a field that is not declared is refused with the code `unknown_field`."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked values; ValidationError with unknown fields and all other faults together."""
        faults: dict[str, Any] = {}
        value: Any = None
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            faults = dict(error.detail) if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
        if isinstance(data, Mapping):
            message = _("This field is not known here.")
            faults |= {str(key): [ErrorDetail(message, code="unknown_field")] for key in data if key not in self.fields}
        if faults:
            raise ValidationError(faults)
        return value


def read_body(
    serializer_class: type[StrictSerializer],
    request: Request,
    *,
    also: Callable[[dict[str, Any]], list[Problem]] | None = None,
) -> dict[str, Any]:
    """The checked body of a request. Raises InvalidInput (422) with every fault at its pointer.

    `also` says what the service will find wrong with the fields that can be read, so that both are told at once; what
    it says of a place that is at fault already is left out.
    """
    serializer = serializer_class(data=request.data)
    found: list[Problem] = []
    try:
        serializer.is_valid(raise_exception=True)
        given = dict(serializer.validated_data)
    except ValidationError as error:
        found = problems_in(error)
        given = _readable(serializer, request.data)
    if also is not None and isinstance(request.data, Mapping):
        told = [problem.pointer for problem in found]
        found += [problem for problem in also(given) if not any(_touches(problem.pointer, place) for place in told)]
    if found:
        raise InvalidInput(problems=found)
    return given


def _readable(serializer: serializers.Serializer[Any], data: Any) -> dict[str, Any]:
    """The fields that are sound by themselves; of a list of parts, each part with its sound fields."""
    given: dict[str, Any] = {}
    for name, field in serializer.fields.items() if isinstance(data, Mapping) else ():
        sent = data.get(name, empty)
        try:
            given[name] = field.run_validation(sent)
        except SkipField:
            continue
        except ValidationError:
            if isinstance(field, serializers.ListSerializer) and isinstance(sent, list):
                given[name] = [_readable(field.child, part) for part in sent]
    return given


def _touches(one: str, other: str) -> bool:
    """Whether two pointers name the same place, or one a part of the other."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
