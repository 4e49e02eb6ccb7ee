"""From a signed-in person or an agency's key to the actor that services take."""

from programs.actors import Actor, Grant, Role
from programs.models import ApiKey, User

LONGEST_LABEL = 100


def label_of_user(user: User) -> str:
    """How the trail names the account; a name too long for its columns is cut and told apart by its number."""
    label = f"user:{user.get_username()}"
    return label if len(label) <= LONGEST_LABEL else f"{label[:80]}…#{user.pk}"


def actor_of_user(user: User) -> Actor:
    """The actor behind a signed-in account: its memberships as grants. An inactive account has none."""
    if not user.is_active:
        return Actor(label=label_of_user(user), user_id=user.pk)
    cached = getattr(user, "_pz_actor", None)
    if cached is None:
        grants = tuple(Grant(Role(m.role), m.agency_id, m.program_id) for m in user.memberships.all())
        cached = Actor(label=label_of_user(user), user_id=user.pk, grants=grants)
        user._pz_actor = cached  # type: ignore[attr-defined]
    return cached


def actor_of_key(key: ApiKey) -> Actor:
    """The actor behind an agency's key: a reporter of that agency, within the key's programme and scopes."""
    grant = Grant(Role.REPORTER, key.agency_id, key.program_id)
    return Actor(label=f"key:{key.prefix}", grants=(grant,), scopes=frozenset(key.scopes.split()))
