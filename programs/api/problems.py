"""Every error of the API as `application/problem+json` (RFC 9457), with stable codes and the reader's language."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from programs.exceptions import DomainError, Problem

PROBLEM_TYPE = "application/problem+json"


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: known errors as problems; unknown ones stay errors of the server (500)."""
    set_rollback()
    if isinstance(error, DomainError):
        return problem_response(error.status, error.code, error.message, error.problems)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    response = problem_response(error.status_code, _code_of(error), _title_of(error), problems_in(error))
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        response["WWW-Authenticate"] = getattr(error, "auth_header", 'Bearer realm="api"')
    if isinstance(error, exceptions.Throttled) and error.wait is not None:
        response["Retry-After"] = str(int(error.wait) + 1)
    return response


def problem_response(status: int, code: str, title: str, problems: list[Problem]) -> Response:
    """One problem document as the answer of a view."""
    response = Response(problem_body(status, code, title, problems), status=status, content_type=PROBLEM_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def problem_body(status: int, code: str, title: str, problems: list[Problem]) -> dict[str, Any]:
    """The members of a problem document. `errors` lists every problem at once."""
    return {
        "type": f"urn:pz:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "errors": [
            {"pointer": p.pointer, "code": p.code, "message": p.message, "hint": p.hint, "value": p.value}
            for p in problems
        ],
    }


def _code_of(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else "invalid"


def _title_of(error: exceptions.APIException) -> str:
    return str(error.detail) if isinstance(error.detail, str) else str(_("The request cannot be carried out."))


def problems_in(error: exceptions.APIException) -> list[Problem]:
    """Every fault in the error's detail, with a JSON pointer to its field."""
    return list(_walk(error.detail, ""))


def _walk(detail: Any, pointer: str) -> Any:
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from _walk(value, f"{pointer}/{key}")
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            yield from _walk(value, pointer if isinstance(value, str) else f"{pointer}/{index}")
    else:
        yield Problem(code=str(getattr(detail, "code", "invalid")), message=str(detail), pointer=pointer)
