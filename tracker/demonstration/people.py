"""Demonstration accounts, one per role, and one agency key. Roles, not people; refused where DEBUG is off."""

from dataclasses import dataclass

from programs.actors import SYSTEM, Actor, Grant, Role
from programs.models import Agency, ApiKey, Membership, Program, User
from programs.services.accounts import account_password_set, account_save
from programs.services.keys import key_issue, key_revoke
from programs.services.records import record_save

PASSWORD = "pilot-zone-demonstration"  # noqa: S105 - printed on purpose; accounts exist only where DEBUG is on
KEY_AGENCY = "SH-LFR"
KEY_LABEL = "demonstration"
REASON = "Demonstration accounts"


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its role, user name, agency and language."""

    role: Role
    username: str
    agency: str = ""
    language: str = "en"
    staff: bool = False


ACCOUNTS = (
    Account(Role.ADMINISTRATOR, "administrator", staff=True),
    Account(Role.COORDINATOR, "coordinator", staff=True, language="zh-hans"),
    Account(Role.REPORTER, "shanghai-reporter", "SH-LFR"),
    Account(Role.APPROVER, "shanghai-approver", "SH-LFR"),
    Account(Role.REPORTER, "hefei-reporter", "HF-STC", language="zh-hans"),
    Account(Role.LEADER, "leader", language="zh-hans"),
    Account(Role.EXPERT, "expert"),
    Account(Role.AUDITOR, "auditor", staff=True),
)


def accounts_make(program: Program) -> None:
    """Make the accounts and their memberships; those that exist stay as they are."""
    present = set(User.objects.values_list("username", flat=True))
    agencies = {agency.code: agency for agency in Agency.objects.filter(code__in=[a.agency for a in ACCOUNTS])}
    for account in ACCOUNTS:
        if account.username not in present:
            user = User(username=account.username, language=account.language, is_staff=account.staff)
            user.set_unusable_password()
            account_save(user=user, by=SYSTEM, reason=REASON)
            account_password_set(user=user, password=PASSWORD, by=SYSTEM, reason=REASON)
            membership = Membership(
                user=user,
                role=account.role,
                agency=agencies.get(account.agency),
                # The office that breaks a plan down also adds agencies and zones, which all programmes share.
                program=None if account.role in (Role.ADMINISTRATOR, Role.COORDINATOR) else program,
            )
            record_save(row=membership, by=SYSTEM, reason=REASON)


def key_make(program: Program) -> str:
    """A fresh key of the demonstration agency; older demonstration keys end, because their text is not kept."""
    agency = Agency.objects.get(code=KEY_AGENCY)
    for old in ApiKey.objects.filter(agency=agency, label=KEY_LABEL, revoked_at__isnull=True):
        key_revoke(key=old, by=SYSTEM, reason="Replaced by a fresh demonstration key")
    return key_issue(agency=agency, program=program, label=KEY_LABEL, by=SYSTEM, reason=REASON)[1]


def reporter(agency: Agency, program: Program) -> Actor:
    """The actor that stands for an agency in the told history."""
    return Actor(label=f"demo:{agency.code}", grants=(Grant(Role.REPORTER, agency.pk, program.pk),))


def coordinator(program: Program) -> Actor:
    """The actor that stands for the coordination group in the told history."""
    return Actor(label="demo:coordination", grants=(Grant(Role.COORDINATOR, None, program.pk),))
