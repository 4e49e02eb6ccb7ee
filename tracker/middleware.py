"""Middleware of the installation as a whole."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from tracker.pages.errors import not_found

_TECHNICAL = b"<code>DEBUG = True</code>"


class PlainNotFound:
    """Answers an unknown address with our page where DEBUG shows Django's list of addresses instead.

    The demonstration runs with DEBUG on, and its visitors are no developers: they read the sentence in their language.
    Pages that answer 404 themselves, the API and every other status pass unchanged.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request; replace the technical page if that is the answer."""
        response = self.get_response(request)
        if response.status_code == 404 and not response.streaming and _TECHNICAL in response.content:
            return not_found(request, Http404())
        return response
