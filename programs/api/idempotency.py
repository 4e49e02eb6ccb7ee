"""The Idempotency-Key header of the API."""

import json
import re
from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from programs.api.authentication import actor_of
from programs.exceptions import DomainError
from programs.services.idempotency import Answer, fingerprint_of, idempotent

_KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")


class KeyMalformed(DomainError):
    """A key that is no key (400)."""

    status = 400
    code = "idempotency_key_malformed"


def json_body(request: Request) -> bytes:
    """The JSON body in one spelling. ParseError (400) where it cannot be read.

    The bytes as they came are gone for people who are signed in: the check of their CSRF token reads the body.
    """
    return json.dumps(request.data, sort_keys=True).encode()


def answer_once(request: Request, body: bytes, respond: Callable[[], Answer]) -> HttpResponse:
    """Run `respond` once for each Idempotency-Key of this caller and return its bytes; every time without a key.

    `body` is the request's body as it came, or as `json_body` gives it. The key counts for one actor, method and address.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        answer = respond()
    elif not _KEY.match(key):
        raise KeyMalformed(
            _("The Idempotency-Key is not valid."),
            hint=_("Use 1 to 255 printable ASCII characters without blanks, such as a UUID."),
        )
    else:
        # Without parameters: the boundary of a multipart body differs each time.
        media_type = (request.content_type or "").partition(";")[0].strip()
        request_print = fingerprint_of(request.method or "", request.get_full_path(), media_type, body)
        answer = idempotent(owner=actor_of(request).label, key=key, fingerprint=request_print, respond=respond)
    response = HttpResponse(answer.body.encode(), status=answer.status, content_type=answer.content_type)
    if answer.replayed:
        response["Idempotent-Replayed"] = "true"
    return response
