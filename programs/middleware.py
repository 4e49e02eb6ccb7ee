"""Middleware that gives each request an id and names its door for the audit trail."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from programs.services.acting import through_door

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z")


class ActingMiddleware:
    """Sets `request.request_id`, returns it as X-Request-ID, and names the door by the path.

    A given X-Request-ID counts only behind a proxy of ours: anybody else could make two requests look like one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request inside its audit context."""
        given = request.headers.get("X-Request-ID", "") if settings.SECURE_PROXY_SSL_HEADER else ""
        request_id = given if _REQUEST_ID.match(given) else secrets.token_hex(8)
        request.request_id = request_id  # type: ignore[attr-defined]
        with through_door(door_of(request.path_info), request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class AccountLanguageMiddleware:
    """Pages speak the language of the account, unless another one was chosen in this browser.

    The API answers in the language that the request names.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request in the account's language where nothing else was asked for."""
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if signed_in and not chosen and door_of(request.path_info) != "api":
            language = getattr(request.user, "language", "")
            if language in dict(settings.LANGUAGES):
                translation.activate(language)
                request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def door_of(path: str) -> str:
    """The door that a path belongs to."""
    if path.startswith("/api/"):
        return "api"
    return "admin" if path.startswith("/admin/") else "portal"
