"""Errors outside every view: a page for people, a problem document below `/api/`."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

from programs.api.problems import PROBLEM_TYPE, problem_body
from programs.exceptions import Problem
from programs.middleware import door_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for a request that Django refuses to read."""
    if door_of(request.path_info) != "api":
        return defaults.bad_request(request, exception)
    return _document(400, Problem("bad_request", _("The request cannot be read.")))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 outside a view of the API."""
    if door_of(request.path_info) != "api":
        return defaults.permission_denied(request, exception)
    return _document(403, Problem("permission_denied", _("You may not do this.")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 for an address that leads nowhere."""
    if door_of(request.path_info) != "api":
        return defaults.page_not_found(request, exception)
    hint = _("GET /api/v1/schema/ lists the addresses.")
    return _document(404, Problem("not_found", _("There is nothing at this address."), hint=hint))


def server_error(request: HttpRequest) -> HttpResponse:
    """500 for a fault of ours."""
    if door_of(request.path_info) != "api":
        return defaults.server_error(request)
    hint = _("Try again later. If it stays, report the X-Request-ID of this answer.")
    return _document(500, Problem("server_error", _("The server failed to answer the request."), hint=hint))


def _document(status: int, problem: Problem) -> HttpResponse:
    body = problem_body(status, problem.code, problem.message, [problem])
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE, headers={"Cache-Control": "no-store"})
