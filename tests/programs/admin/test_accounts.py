"""Accounts and keys: administrators keep them through services, and nobody else comes near."""

from typing import Any

import pytest

from programs.models import ApiKey, AuditEvent, Membership, User
from programs.services.keys import key_issue
from tests.factories.pages import client_of, text_of
from tests.factories.programs import AgencyFactory, UserFactory, actor_with, user_with

pytestmark = pytest.mark.django_db
EMPTY = {
    "memberships-TOTAL_FORMS": "0",
    "memberships-INITIAL_FORMS": "0",
    "memberships-MIN_NUM_FORMS": "0",
    "memberships-MAX_NUM_FORMS": "1000",
}


@pytest.fixture
def client() -> Any:
    return client_of(user_with("administrator", username="keeper"))


def test_a_new_key_is_shown_once_and_stored_as_a_digest(client: Any) -> None:
    agency = AgencyFactory()
    data = {"agency": agency.pk, "label": "data warehouse", "scope_list": ["read", "submit"], "days": "30"}
    shown = client.post("/admin/programs/apikey/add/", data)
    key = ApiKey.objects.get()
    plain = next(word for word in text_of(shown).split() if word.startswith("pz_") and len(word) > 30)
    assert plain.startswith(key.prefix)
    assert "no-store" in shown["Cache-Control"]
    for address in (
        "/admin/programs/apikey/",
        f"/admin/programs/apikey/{key.pk}/change/",
        f"/admin/programs/apikey/{key.pk}/history/",
    ):
        page = client.get(address).content.decode()
        assert plain not in page
        assert key.digest not in page


def test_an_issued_key_opens_the_api(client: Any) -> None:
    _key, plain = key_issue(agency=AgencyFactory(), by=actor_with("administrator"))
    answer = client_of(None).get("/api/v1/programs/", headers={"authorization": f"Bearer {plain}"})
    assert answer.status_code == 200


def test_a_key_is_revoked_with_a_reason(client: Any) -> None:
    key, plain = key_issue(agency=AgencyFactory(), by=actor_with("administrator"))
    address = f"/admin/programs/apikey/{key.pk}/step/revoke/"
    assert "reason" in client.post(address, {}).context["form"].errors
    client.post(address, {"reason": "left in a mail", "row_version": 1})
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert AuditEvent.objects.filter(table_name="programs_apikey", operation="update", reason="left in a mail").exists()
    assert client_of(None).get("/api/v1/programs/", headers={"authorization": f"Bearer {plain}"}).status_code == 401
    assert client.get(address).status_code == 302


def test_a_key_lives_three_years_at_most(client: Any) -> None:
    data = {"agency": AgencyFactory().pk, "scope_list": ["read"], "days": "4000"}
    assert "days" in client.post("/admin/programs/apikey/add/", data).context["adminform"].form.errors


def test_an_account_with_a_role_is_made_and_cannot_sign_in_yet(client: Any) -> None:
    agency = AgencyFactory()
    role = {"memberships-TOTAL_FORMS": "1", "memberships-0-role": "reporter", "memberships-0-agency": agency.pk}
    data = {**EMPTY, **role, "username": "new"}
    assert client.post("/admin/programs/user/add/", data).status_code == 302
    user = User.objects.get(username="new")
    assert not user.has_usable_password()
    assert [(m.role, m.agency_id) for m in user.memberships.all()] == [("reporter", agency.pk)]
    event = AuditEvent.objects.filter(table_name="programs_membership", operation="insert").order_by("-id").first()
    assert event is not None
    assert (event.actor, event.door) == ("user:keeper", "admin")


def test_a_role_that_does_not_fit_its_agency_is_refused(client: Any) -> None:
    data = {
        **EMPTY,
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-role": "reporter",
        "username": "new",
    }
    response = client.post("/admin/programs/user/add/", data)
    assert "belongs to an agency" in text_of(response)
    assert not User.objects.filter(username="new").exists()


def test_a_role_is_taken_away_with_the_reason_of_the_page(client: Any) -> None:
    user = user_with("leader", username="gone")
    membership = user.memberships.get()
    data = {
        **EMPTY, "memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "1", "memberships-0-id": membership.pk, "memberships-0-user": user.pk,
        "memberships-0-DELETE": "on",
        "username": "gone", "row_version": "1", "reason_for_change": "moved to another office",
    }  # fmt: skip
    assert client.post(f"/admin/programs/user/{user.pk}/change/", data).status_code == 302
    assert not Membership.objects.filter(pk=membership.pk).exists()
    event = AuditEvent.objects.filter(table_name="programs_membership", operation="delete").get()
    assert event.reason == "moved to another office"


def test_a_password_is_set_by_a_step_and_never_shown(client: Any) -> None:
    user = UserFactory(username="someone")
    address = f"/admin/programs/user/{user.pk}/step/password/"
    weak = client.post(address, {"password": "12345678901234", "repeated": "12345678901234", "reason": "first sign-in"})
    assert "numeric" in text_of(weak)
    differs = client.post(address, {"password": "a long enough one", "repeated": "another long one", "reason": "r"})
    assert "differ" in text_of(differs)
    client.post(address, {"password": "a long enough one", "repeated": "a long enough one", "reason": "first sign-in"})
    user.refresh_from_db()
    assert user.check_password("a long enough one")
    assert user.password not in client.get(f"/admin/programs/user/{user.pk}/history/").content.decode()


def test_administrators_cannot_close_their_own_account(client: Any) -> None:
    user = User.objects.get(username="keeper")
    response = client.post(f"/admin/programs/user/{user.pk}/step/close/", {"reason": "r"})
    assert "your own account" in text_of(response)
    assert User.objects.get(pk=user.pk).is_active


def test_the_password_page_is_that_of_the_portal(client: Any) -> None:
    assert client.get("/admin/password_change/").url == "/account/"


def test_administrators_cannot_grant_themselves_a_role(client: Any) -> None:
    user = User.objects.get(username="keeper")
    data = {
        **EMPTY, "memberships-TOTAL_FORMS": "2", "memberships-INITIAL_FORMS": "1", "memberships-0-id": user.memberships.get().pk,
        "memberships-1-role": "coordinator", "username": "keeper", "row_version": "1", "reason_for_change": "r",
    }  # fmt: skip
    response = client.post(f"/admin/programs/user/{user.pk}/change/", data)
    assert "your own roles" in text_of(response)
    assert [membership.role for membership in user.memberships.all()] == ["administrator"]


def test_a_closed_account_is_signed_out_and_opened_again(client: Any) -> None:
    leader = user_with("leader", username="away")
    browser = client_of(leader)
    assert browser.get("/admin/").status_code == 200
    client.post(f"/admin/programs/user/{leader.pk}/step/close/", {"reason": "left the office"})
    assert browser.get("/admin/").status_code == 302
    client.post(f"/admin/programs/user/{leader.pk}/step/open/", {"reason": "came back"})
    leader.refresh_from_db()
    assert leader.is_active
    assert browser.get("/admin/").status_code == 302  # the old session stays ended
