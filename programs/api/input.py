"""Bodies that clients send: only known fields, every fault at once, answered 422 with pointers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from programs.api.problems import problems_in
from programs.exceptions import InvalidInput


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


def read_body(serializer_class: type[StrictSerializer], request: Request) -> dict[str, Any]:
    """The checked body of a request. Raises InvalidInput (422) with every fault at its pointer."""
    serializer = serializer_class(data=request.data)
    try:
        serializer.is_valid(raise_exception=True)
    except ValidationError as error:
        raise InvalidInput(problems=problems_in(error)) from error
    return dict(serializer.validated_data)
