"""Errors that services raise and doors translate: a stable code, a sentence, a place and what to do instead."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `code` is stable and never translated; `message` and `hint` are in the user's language."""

    code: str
    message: str
    pointer: str = ""
    hint: str = ""
    value: str = ""


class DomainError(Exception):
    """A request that the rules refuse. Carries one or many problems; nothing has been written when it is raised."""

    status = 422
    code = "refused"

    def __init__(
        self, message: str = "", *, code: str = "", hint: str = "", pointer: str = "", problems: Sequence[Problem] = ()
    ):
        self.code = code or self.code
        self.problems = list(problems) or [Problem(code=self.code, message=message, pointer=pointer, hint=hint)]
        super().__init__(message or "; ".join(problem.message for problem in self.problems))

    @property
    def message(self) -> str:
        """The sentence for people."""
        return str(self)

    @property
    def hint(self) -> str:
        """What to do instead, from the first problem."""
        return self.problems[0].hint


class InvalidInput(DomainError):
    """Data that breaks a rule (422)."""

    code = "invalid"


class NotAllowed(DomainError):
    """The actor may not do this (403)."""

    status = 403
    code = "not_allowed"


class NotFound(DomainError):
    """No such thing, or not visible to the actor: the two are answered alike (404)."""

    status = 404
    code = "not_found"


class NotAllowedInState(DomainError):
    """The record is in a state that does not allow this step (409)."""

    status = 409
    code = "not_allowed_in_state"


class Conflict(DomainError):
    """Something else stands in the way, such as a closed period (409)."""

    status = 409
    code = "conflict"


class Gone(DomainError):
    """It was there for the actor and was taken back, for a reason that is told (410)."""

    status = 410
    code = "gone"


class StaleVersion(DomainError):
    """Somebody changed the record in between (412)."""

    status = 412
    code = "stale_version"


class LeaseLost(DomainError):
    """A job was taken over by another worker; its late result is thrown away."""

    status = 409
    code = "lease_lost"
