"""Reads over several models that every door needs."""

from programs.selectors.actors import actor_of_key, actor_of_user

__all__ = ["actor_of_key", "actor_of_user"]
