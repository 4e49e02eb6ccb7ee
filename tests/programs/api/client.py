"""An API client that speaks as an agency's key or as a signed-in person."""

from typing import Any

from rest_framework.test import APIClient

from programs.models import Agency, User
from tests.factories.programs import key_for


def as_key(agency: Agency, **fields: Any) -> APIClient:
    """A client with a new key of the agency."""
    _key, plain = key_for(agency, **fields)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
    return client


def as_user(user: User) -> APIClient:
    """A client with the session of a person."""
    client = APIClient()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def as_browser(user: User) -> APIClient:
    """A client with the session of a person whose CSRF token is checked, as it is outside of tests."""
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    token = "t" * 32
    client.cookies["csrftoken"] = token
    client.credentials(HTTP_X_CSRFTOKEN=token)
    return client
