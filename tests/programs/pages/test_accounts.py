"""Sign-in, sign-out, the account's page and its password."""

import pytest
from django.test import Client, override_settings

from programs.actors import Role
from programs.models import AuditEvent, User
from tests.factories.pages import LANGUAGES, client_of, page_problems, text_of
from tests.factories.programs import PASSWORD, AgencyFactory, user_with

pytestmark = pytest.mark.django_db
AGENCY_ROLES = (Role.REPORTER, Role.APPROVER)


def account(role: Role, **fields: object) -> User:
    """An account of a role that can sign in with the password of the factories."""
    agency = AgencyFactory() if role in AGENCY_ROLES else None
    user = user_with(role, agency=agency, is_staff=False, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(user: User, password: str = PASSWORD, **more: str):
    """Answer to the sign-in form, from a fresh browser."""
    return Client().post("/sign-in/", {"username": user.username, "password": password, **more})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_well_formed(language: str) -> None:
    """Labels and heading in both languages, also after a wrong password."""
    client = client_of(None, language)
    assert page_problems(client.get("/sign-in/")) == []
    wrong = client.post("/sign-in/", {"username": "nobody", "password": "wrong"})
    assert page_problems(wrong) == []
    assert 'role="alert"' in wrong.content.decode()


@pytest.mark.parametrize(("role", "page"), [
    (Role.LEADER, "/programs/"), (Role.AUDITOR, "/programs/"), (Role.COORDINATOR, "/admin/"), (Role.ADMINISTRATOR, "/admin/"),
    (Role.REPORTER, "/work/"), (Role.APPROVER, "/work/"), (Role.EXPERT, "/reports/"),
])  # fmt: skip
def test_each_role_begins_where_its_work_is(role: Role, page: str) -> None:
    """The first page after signing in."""
    assert sign_in(account(role))["Location"] == page


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [("/reports/", "/reports/"), ("https://elsewhere.example/", "/programs/"), ("//elsewhere.example/", "/programs/")],
)
def test_the_asked_page_comes_next_within_this_site(wanted: str, leads: str) -> None:
    """`next` leads on, never to another site."""
    assert sign_in(account(Role.LEADER), next=wanted)["Location"] == leads


def test_the_language_of_the_account_is_used() -> None:
    """Without a choice in the browser, pages speak the language that the account prefers."""
    user, client = account(Role.LEADER, language="zh-hans"), Client()
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    assert "django_language" not in client.cookies
    assert 'lang="zh-Hans"' in client.get("/account/", headers={"Accept-Language": "en"}).content.decode()


def test_signing_in_leaves_the_language_that_was_chosen_in_the_browser() -> None:
    """Whatever the account prefers."""
    user, client = account(Role.LEADER, language="en"), Client()
    client.post("/i18n/setlang/", {"language": "zh-hans"})
    assert client.cookies["django_language"]["max-age"] == 365 * 24 * 3600
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    assert 'lang="zh-Hans"' in client.get("/account/").content.decode()
    user.refresh_from_db()
    assert user.language == "en"


def test_the_switch_in_the_head_is_kept_on_the_account() -> None:
    """With its author; an unknown language changes nothing."""
    user = account(Role.LEADER, language="en")
    client = client_of(user)
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/account/"})
    user.refresh_from_db()
    assert user.language == "zh-hans"
    client.post("/i18n/setlang/", {"language": "tlh", "next": "/account/"})
    client.get("/i18n/setlang/", {"language": "en"})
    user.refresh_from_db()
    assert user.language == "zh-hans"


@override_settings(AXES_FAILURE_LIMIT=3, AXES_COOLOFF_TIME=0.5)
@pytest.mark.parametrize("language", LANGUAGES)
def test_after_too_many_tries_the_page_says_how_long(language: str) -> None:
    """429 with the minutes to wait; the right password does not help meanwhile."""
    user, client = account(Role.LEADER), client_of(None, language)
    for _try in range(3):
        response = client.post("/sign-in/", {"username": user.username, "password": "wrong"})
    assert response.status_code == 429
    assert page_problems(response) == []
    assert "30" in text_of(response)
    assert client.post("/sign-in/", {"username": user.username, "password": PASSWORD}).status_code == 429


def test_signing_out_needs_a_form() -> None:
    """A link or picture elsewhere cannot sign somebody out."""
    client = client_of(account(Role.LEADER))
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_the_own_account(role: Role) -> None:
    """Roles and agency stand on the page; the form is well-formed."""
    user = account(role)
    for language in LANGUAGES:
        response = client_of(user, language).get("/account/")
        assert response.status_code == 200
        assert page_problems(response) == []


def test_another_language_is_kept_and_recorded() -> None:
    """The preference is stored with its author; an unknown language is refused in words."""
    user = account(Role.LEADER)
    client = client_of(user)
    response = client.post("/account/", {"language": "zh-hans"})
    user.refresh_from_db()
    assert user.language == "zh-hans"
    assert response.cookies["django_language"].value == "zh-hans"
    event = AuditEvent.objects.filter(table_name="programs_user").order_by("-id").first()
    assert event.actor == f"user:{user.username}"
    refused = client_of(user).post("/account/", {"language": "tlh"})
    assert refused.status_code == 422
    assert page_problems(refused) == []


def test_a_new_password_keeps_this_session_and_is_checked() -> None:
    """Short and wrong ones are refused with their rules; a good one works at once."""
    user = account(Role.LEADER)
    client = client_of(user)
    good = "another horse battery 10"
    assert page_problems(client.get("/account/password/")) == []
    weak = client.post(
        "/account/password/", {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    )
    assert weak.status_code == 200
    assert page_problems(weak) == []
    assert (
        client.post(
            "/account/password/", {"old_password": "wrong", "new_password1": good, "new_password2": good}
        ).status_code
        == 200
    )
    assert (
        client.post("/account/password/", {"old_password": PASSWORD, "new_password1": good, "new_password2": good})[
            "Location"
        ]
        == "/account/"
    )
    assert client.get("/account/").status_code == 200
    assert sign_in(user, good).status_code == 302
    assert sign_in(user, PASSWORD).status_code == 200


def test_visitors_have_no_account_page() -> None:
    """Without signing in the account pages lead to the sign-in."""
    for address in ("/account/", "/account/password/"):
        assert Client().get(address)["Location"] == f"/sign-in/?next={address}"
