"""Entry point of web servers: `gunicorn tracker.wsgi:application`."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

_django = get_wsgi_application()
_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request, read as UTF-8 whatever charset its body is said to be in.

    Django takes a named charset for the address too, and fails before any of our code where Python knows the name, but
    not as one of text (rot13, zlib). Bodies of the API are read as bytes, so nothing else asks for the name.
    """
    if named := environ.get("CONTENT_TYPE"):
        environ["CONTENT_TYPE"] = _CHARSET.sub("", named)
    return _django(environ, start_response)
