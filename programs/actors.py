"""Who acts: one plain value for a signed-in person, an agency's key, or the system itself.

Every service takes `by=` an Actor, so that admin, API, workbook, command and job say alike who did something.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The roles of the design. A person may hold several, each for one programme and agency or for all."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    REPORTER = "reporter"
    APPROVER = "approver"
    LEADER = "leader"
    EXPERT = "expert"
    AUDITOR = "auditor"


READS_ALL = frozenset({Role.COORDINATOR, Role.LEADER, Role.AUDITOR})
SEES_STATUS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR})
HAS_ADMIN = SEES_STATUS | {Role.LEADER}


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, limited to an agency and a programme where these are not None."""

    role: Role
    agency_id: int | None = None
    program_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts. `label` is what the audit trail shows, such as `user:coordinator` or `key:pz_ab12`."""

    label: str
    user_id: int | None = None
    grants: tuple[Grant, ...] = field(default=())
    scopes: frozenset[str] = field(default=frozenset({"read", "submit"}))

    def has_role(self, *roles: Role) -> bool:
        """Whether any grant carries one of the roles, for whatever programme."""
        return any(grant.role in roles for grant in self.grants)

    def has_role_in(self, program_id: int | None, *roles: Role) -> bool:
        """Whether a grant carries one of the roles for this programme (a grant without programme covers all)."""
        return any(grant.role in roles and grant.program_id in (None, program_id) for grant in self.grants)

    def agency_ids(self, *roles: Role) -> frozenset[int]:
        """Agencies for which the actor holds one of the roles (reporter or approver when none is named)."""
        wanted = roles or (Role.REPORTER, Role.APPROVER)
        return frozenset(g.agency_id for g in self.grants if g.role in wanted and g.agency_id is not None)

    @property
    def reads_all(self) -> bool:
        """Whether the actor reads the data of every agency in at least one programme."""
        return self.has_role(*READS_ALL)


SYSTEM = Actor(label="system")
