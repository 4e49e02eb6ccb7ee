"""Roles are granted by administrators to others; a closed account loses its sessions for good."""

import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from programs.actors import SYSTEM, Role
from programs.exceptions import InvalidInput, NotAllowed, StaleVersion
from programs.models import AuditEvent, Membership
from programs.selectors import actor_of_user
from programs.services.memberships import membership_grant, membership_revoke, user_deactivate
from tests.factories.programs import AgencyFactory, ProgramFactory, UserFactory, actor_with, user_with

pytestmark = pytest.mark.django_db


def test_a_role_is_granted_once_and_revoked_with_a_reason():
    by, user, agency = actor_with(Role.ADMINISTRATOR), UserFactory(), AgencyFactory()
    first = membership_grant(user=user, role=Role.REPORTER, agency=agency, by=by)
    assert membership_grant(user=user, role="reporter", agency=agency, by=by).pk == first.pk
    assert actor_of_user(user).agency_ids() == {agency.pk}
    with pytest.raises(InvalidInput):
        membership_revoke(membership=first, by=by, reason=" ")
    for _ in range(2):
        membership_revoke(membership=first, by=by, reason="Left the agency.")
    assert not Membership.objects.filter(user=user).exists()
    assert (
        AuditEvent.objects.filter(
            table_name="programs_membership", operation="delete", reason="Left the agency.", actor=by.label
        ).count()
        == 1
    )


@pytest.mark.parametrize(
    ("role", "with_agency"), [("reporter", False), ("approver", False), ("coordinator", True), ("king", False)]
)
def test_a_role_that_does_not_fit_is_refused(role, with_agency):
    with pytest.raises(InvalidInput):
        membership_grant(user=UserFactory(), role=role, agency=AgencyFactory() if with_agency else None, by=SYSTEM)


def test_administrators_give_themselves_nothing():
    user = user_with(Role.ADMINISTRATOR)
    by = actor_of_user(user)
    with pytest.raises(InvalidInput) as caught:
        membership_grant(user=user, role=Role.COORDINATOR, by=by)
    assert caught.value.code == "own_account"
    with pytest.raises(InvalidInput):
        membership_revoke(membership=user.memberships.get(), by=by, reason="A reason.")
    with pytest.raises(InvalidInput):
        user_deactivate(user=user, by=by, reason="A reason.")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators(role):
    by, user = actor_with(role), user_with(Role.LEADER)
    calls = [
        lambda: membership_grant(user=user, role=Role.COORDINATOR, program=ProgramFactory(), by=by),
        lambda: membership_revoke(membership=user.memberships.get(), by=by, reason="A reason."),
        lambda: user_deactivate(user=user, by=by, reason="A reason."),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
    user.refresh_from_db()
    assert user.is_active
    assert user.memberships.count() == 1


def test_closing_an_account_ends_its_sessions_and_no_others():
    user, other = user_with(Role.LEADER), user_with(Role.LEADER)
    clients = []
    for person in (user, user, other):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        clients.append(client)
    assert Session.objects.count() == 3
    closed = user_deactivate(user=user, by=SYSTEM, reason="Left the office.")
    assert (closed.is_active, closed.version) == (False, 2)
    assert Session.objects.count() == 1
    assert user_deactivate(user=user, by=SYSTEM, reason="Left the office.").version == 2
    assert [client.get("/account/").status_code for client in clients] == [302, 302, 200]
    with pytest.raises(StaleVersion):
        user_deactivate(user=other, by=SYSTEM, reason="Left.", expected_version=9)


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_make_one_row():
    user = UserFactory()
    barrier = threading.Barrier(4)

    def grant() -> None:
        try:
            barrier.wait()
            membership_grant(user=user, role=Role.LEADER, by=SYSTEM)
        finally:
            connection.close()

    threads = [threading.Thread(target=grant) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Membership.objects.filter(user=user).count() == 1
