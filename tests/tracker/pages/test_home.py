"""The first page and the error pages: open to everybody, in both languages, telling nothing that is not public."""

import pytest
from django.test import Client, RequestFactory
from django.views import defaults

from programs.actors import Role
from programs.models import Program
from tests.factories.pages import HOSTILE, LANGUAGES, client_of, page_problems, text_of
from tests.factories.programs import MeasureFactory, ProgramFactory, SectionFactory, TaskFactory, user_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_installation_says_how_to_begin(language: str) -> None:
    """Without a programme the page says which command loads one."""
    response = client_of(None, language).get("/")
    assert response.status_code == 200
    assert page_problems(response) == []
    assert "load_plan" in text_of(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_visitors_see_the_size_of_the_plan_and_four_doors(language: str) -> None:
    """Counts of the plan, no task, no agency, no rating, no state of the system."""
    program = ProgramFactory(name_en="Pilot of five cities", name_zh="五市试点")
    section = SectionFactory(program=program)
    task = TaskFactory(program=program, measure=MeasureFactory(section=section))
    MeasureFactory(section=section)
    response = client_of(None, language).get("/")
    text = text_of(response)
    assert page_problems(response) == []
    assert program.name_zh in text or program.name_en in text
    assert task.code not in text
    assert task.lead.name not in text
    assert "SQLite" not in text
    assert "PostgreSQL" not in text
    for door in ("/programs/", "/admin/", "/work/", "/api/v1/docs/"):
        assert f'href="{door}"' in response.content.decode()


def test_staff_see_whether_the_parts_serve() -> None:
    """Database, broker and worker, for staff only."""
    staff, leader = user_with(Role.COORDINATOR, is_staff=True), user_with(Role.LEADER)
    assert "Database:" in text_of(client_of(staff).get("/"))
    assert "Database:" not in text_of(client_of(leader).get("/"))


def test_demonstration_data_are_labelled_on_every_page() -> None:
    """The label stands on the first page, the sign-in and error pages while a demonstration programme exists."""
    client = client_of(None)
    assert "Demonstration data" not in text_of(client.get("/sign-in/"))
    ProgramFactory()
    Program.objects.update(demonstration=True)
    for address in ("/", "/sign-in/", "/nowhere/"):
        assert "Demonstration data" in text_of(client.get(address))


def test_hostile_programme_names_stay_text() -> None:
    """Markup in a name is shown as text."""
    ProgramFactory(name_en=HOSTILE)
    response = Client().get("/")
    assert b"<script>alert" not in response.content
    assert page_problems(response) == []


def test_an_auditor_is_told_why_a_page_stays_closed() -> None:
    """Not to ask for another role: an auditor's account changes nothing."""
    assert "reads everything and changes nothing" in text_of(client_of(user_with(Role.AUDITOR)).get("/work/"))
    assert "reads everything and changes nothing" not in text_of(client_of(user_with(Role.EXPERT)).get("/work/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_error_pages_are_whole_pages(language: str) -> None:
    """404, 403 and the expired form have the frame, a sentence and a way on."""
    client = client_of(user_with(Role.EXPERT), language)
    missing, refused = client.get("/nowhere/"), client.get("/work/")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["django_language"] = language
    expired = strict.post("/sign-in/", {})
    for response, status in ((missing, 404), (refused, 403), (expired, 403)):
        assert response.status_code == status
        assert page_problems(response) == []
        assert b'href="/"' in response.content


@pytest.mark.parametrize(
    ("view", "status"),
    [(defaults.server_error, 500), (lambda request: defaults.bad_request(request, ValueError()), 400)],
)
def test_the_last_resort_speaks_both_languages(view, status: int) -> None:
    """Pages for faults that leave nothing to rely on need no database, no session and no language."""
    response = view(RequestFactory().get("/"))
    assert response.status_code == status
    assert page_problems(response) == []
    assert "返回首页" in text_of(response)
    assert "To the first page" in text_of(response)


def test_the_language_switch_comes_back_to_the_page() -> None:
    """The switch keeps the address with its filters."""
    client = Client()
    page = client.get("/?from=here")
    assert 'name="next" value="/?from=here"' in page.content.decode()
    response = client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/?from=here"})
    assert response["Location"] == "/?from=here"
    assert 'lang="zh-Hans"' in client.get("/").content.decode()
