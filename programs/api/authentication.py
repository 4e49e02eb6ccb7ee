"""Agency keys: `Authorization: Bearer pz_…`. Only the key's SHA-256 is stored."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from programs.actors import Actor
from programs.models import ApiKey, User
from programs.selectors import actor_of_key, actor_of_user

LAST_USED_STEP = timedelta(minutes=5)


class KeyPrincipal:
    """What `request.user` is for a request with an agency's key."""

    is_authenticated = True
    is_anonymous = False
    is_active = True
    is_staff = False

    def __init__(self, key: ApiKey):
        self.key = key
        self.pk = f"key-{key.pk}"

    def __str__(self) -> str:
        return f"key:{self.key.prefix}"


class AgencyKeyAuthentication(BaseAuthentication):
    """Bearer keys of agencies. A wrong, expired or revoked key is answered 401, all alike."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The key's principal, None when the request carries no bearer key."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2 or not parts[1].startswith(b"pz_") or len(parts[1]) > 100:
            raise AuthenticationFailed(_("The key is not valid."), code="key_invalid")
        now = timezone.now()
        key = (
            ApiKey.objects.select_related("agency", "program")
            .filter(
                Q(revoked_at__isnull=True) | Q(revoked_at__gt=now),
                digest=key_digest(parts[1].decode("ascii", "replace")),
                expires_at__gt=now,
            )
            .first()
        )
        if key is None:
            raise AuthenticationFailed(_("The key is not valid."), code="key_invalid")
        if key.last_used_at is None or now - key.last_used_at > LAST_USED_STEP:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
        return KeyPrincipal(key), key

    def authenticate_header(self, request: Request) -> str:
        """Makes a missing key 401 instead of 403."""
        return 'Bearer realm="api"'


def key_digest(key: str) -> str:
    """The stored form of a key: keys hold 256 random bits, so a plain SHA-256 suffices."""
    return hashlib.sha256(key.encode()).hexdigest()


def actor_of(request: Any) -> Actor:
    """The actor behind a request of any door. An anonymous request has no grants."""
    user = request.user
    if isinstance(user, KeyPrincipal):
        return actor_of_key(user.key)
    if isinstance(user, User):
        return actor_of_user(user)
    return Actor(label="anonymous")
