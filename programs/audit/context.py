"""Who acts, why and through which door: kept per request, command and job, and read by the database triggers."""

from contextvars import ContextVar, Token
from dataclasses import dataclass

UNATTRIBUTED = "unattributed"


@dataclass(frozen=True, slots=True)
class AuditContext:
    """What every audit event of the current work says of its author."""

    actor: str = UNATTRIBUTED
    reason: str = ""
    door: str = "system"
    request_id: str = ""


_context: ContextVar[AuditContext] = ContextVar("pz_audit_context", default=AuditContext())  # noqa: B039 - frozen


def current() -> AuditContext:
    """The context in force."""
    return _context.get()


def enter(context: AuditContext) -> Token[AuditContext]:
    """Put a context in force; returns the token for `leave`."""
    return _context.set(context)


def leave(token: Token[AuditContext]) -> None:
    """Return to the context before `enter`."""
    _context.reset(token)
