"""Every page of the leadership portal: who opens it, in both languages, and what it never shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.actors import SYSTEM, Role
from programs.models import Task
from programs.templatetags.display import moment
from reports.services.reports import report_withdraw
from tests.factories.evaluated import Evaluated
from tests.factories.pages import HOSTILE, LANGUAGES, client_of, page_problems, text_of
from tests.factories.programs import MilestoneFactory, ProgramFactory, TaskFactory, user_with
from tests.reports.pages.conftest import Shown, draft, evaluate

READERS = (Role.COORDINATOR, Role.LEADER, Role.AUDITOR)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", READERS)
def test_every_page_opens(shown: Shown, role: Role, language: str) -> None:
    """Readers open every page, well-formed, in both languages."""
    client = client_of(shown.users[role], language)
    for address in shown.reader_pages:
        response = client.get(address)
        assert (address, response.status_code) == (address, 200)
        assert (address, page_problems(response)) == (address, [])
        assert response["Cache-Control"] == "private, no-store"


def test_experts_open_figures_but_no_tasks(shown: Shown) -> None:
    """An expert reads the evaluation; tasks of agencies stay hidden."""
    client = client_of(shown.users[Role.EXPERT])
    for address in [*shown.program_pages, "/reports/", f"/reports/{shown.report.number}/"]:
        assert (address, client.get(address).status_code) == (address, 200)
    assert client.get(f"/tasks/{shown.task.code}/").status_code == 403


@pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.ADMINISTRATOR])
def test_other_roles_are_refused(shown: Shown, role: Role) -> None:
    """Agencies and administrators have no leadership dashboard: 403, in words."""
    client = client_of(shown.users[role])
    for address in shown.program_pages:
        if role == Role.ADMINISTRATOR or "measures" not in address:
            assert (address, client.get(address).status_code) == (address, 403)


def test_visitors_are_led_to_the_sign_in(shown: Shown) -> None:
    """Nobody reads without an account, and comes back to the page after signing in."""
    for address in shown.reader_pages:
        response = client_of(None).get(address)
        assert response.status_code == 302
        assert response["Location"] == f"/sign-in/?next={address}"


def test_another_programme_is_not_found(shown: Shown) -> None:
    """A leader of another programme gets 404 for everything of this one, like for what does not exist."""
    stranger = user_with(Role.LEADER, program=ProgramFactory(code="elsewhere"))
    client = client_of(stranger)
    for address in shown.reader_pages:
        if address != "/reports/":
            assert (address, client.get(address).status_code) == (address, 404)
    assert shown.report.number not in text_of(client.get("/reports/"))


@pytest.mark.parametrize(
    "rest",
    [
        "indicators/NONE/",
        "zones/000000/",
        "sections/S99/",
        "measures/M999/",
        "?evaluation=5",
    ],
)
def test_what_does_not_exist_is_not_found(shown: Shown, rest: str) -> None:
    """Unknown codes and evaluations are 404."""
    assert client_of(shown.users[Role.LEADER]).get(f"/programs/pilot/{rest}").status_code == 404


def test_leaders_see_published_evaluations_only(place: Evaluated, users: dict) -> None:
    """Before publishing, leaders and experts see an empty dashboard; coordinators and auditors see the draft."""
    report = draft(evaluate(place))
    for role, sees in ((Role.LEADER, False), (Role.EXPERT, False), (Role.COORDINATOR, True), (Role.AUDITOR, True)):
        client = client_of(users[role])
        assert ("Tasks by city" in text_of(client.get("/programs/pilot/"))) is sees
        assert (client.get(f"/reports/{report.number}/").status_code == 200) is sees
        assert (client.get(f"/lineage/{report.evaluation_id}/IND01/all").status_code == 200) is sees


def test_before_any_evaluation_pages_say_so(place: Evaluated, users: dict) -> None:
    """Pages without an evaluation open with a sentence, not with an error."""
    client = client_of(users[Role.LEADER])
    assert "No evaluation has been published yet." in text_of(client.get("/programs/pilot/"))
    for rest in ("indicators/IND01/", "measures/M001/", "tasks/", "coverage/"):
        assert client.get(f"/programs/pilot/{rest}").status_code == 200
    assert client.get("/programs/pilot/zones/310000/").status_code == 404


def test_one_programme_is_opened_directly(shown: Shown) -> None:
    """The dashboard door leads to the only programme; with two there is a list."""
    client = client_of(shown.users[Role.LEADER])
    assert client.get("/programs/")["Location"] == "/programs/pilot/"
    ProgramFactory(code="second")
    assert client.get("/programs/").status_code == 200


def test_hostile_names_stay_text(shown: Shown) -> None:
    """Names, reasons and file titles with markup are shown as text on every page."""
    Task.objects.update(name_en=HOSTILE, name_zh=HOSTILE)
    shown.task.evidence.update(title=HOSTILE)
    client = client_of(shown.users[Role.COORDINATOR])
    for address in shown.reader_pages:
        response = client.get(address)
        assert b"<script>alert" not in response.content
        assert b"<img src=x" not in response.content
        assert page_problems(response) == []


def test_queries_do_not_grow_with_rows(place: Evaluated, users: dict) -> None:
    """Ten more tasks cost no further query on any page."""
    client = client_of(users[Role.COORDINATOR])

    def counted() -> dict[str, int]:
        evaluation = evaluate(place)
        found = {}
        for rest in (
            "",
            "zones/310000/",
            "sections/S01/",
            "measures/M001/",
            "tasks/",
            "coverage/",
            "indicators/IND01/",
        ):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(f"/programs/pilot/{rest}").status_code == 200
            found[rest] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/lineage/{evaluation.pk}/IND01/all").status_code == 200
        return {**found, "lineage": len(queries)}

    before = counted()
    old = Task.objects.first()
    for _number in range(10):
        TaskFactory(program=place.program, measure=old.measure, zone=old.zone, state="in_progress")
    assert counted() == before
    assert max(before.values()) <= 25


def test_an_older_evaluation_can_be_chosen(shown: Shown) -> None:
    """The address names the evaluation; links on the page keep it."""
    computed = evaluate(shown.place)
    assert computed.pk == shown.evaluation.pk
    client = client_of(shown.users[Role.COORDINATOR])
    response = client.get(f"/programs/pilot/?evaluation={shown.evaluation.pk}")
    assert response.status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_report_stays_marked_and_its_figures_go(shown: Shown, language: str) -> None:
    """Leaders find it with day and reason, and neither files nor figures; the office and auditors read them still."""
    report_withdraw(report=shown.report, by=SYSTEM, reason="A wrong figure in section 3.")
    address, word = f"/reports/{shown.report.number}/", {"en": "withdrawn", "zh-hans": "撤回"}[language]
    for role in READERS:
        client = client_of(shown.users[role], language)
        for page in ("/reports/", address):
            response = client.get(page)
            assert page_problems(response) == []
            assert "■" in text_of(response)
            assert word in text_of(response)
            assert "A wrong figure in section 3." in text_of(response)
        given = role != Role.LEADER
        assert (f"{address}files/en.json" in client.get(address).content.decode()) is given
        for file in (
            f"{address}files/en.json",
            f"/api/v1/reports/{shown.report.pk}/files/en.json",
            f"{address}page/en/",
        ):
            answer = client.get(file)
            assert (file, answer.status_code) == (file, 200 if given else 410)
            assert given or "A wrong figure in section 3." in answer.content.decode()
        listed = client.get("/api/v1/reports/").json()["results"][0]
        assert (listed["state"], listed["withdrawn_reason"]) == ("withdrawn", "A wrong figure in section 3.")
        assert (client.get("/api/v1/evaluations/").json()["count"] == 1) is given


def test_leaders_read_no_figures_of_a_withdrawn_evaluation(shown: Shown) -> None:
    """The dashboard is empty for them; in the chooser of the office it is called withdrawn, not draft."""
    report_withdraw(report=shown.report, by=SYSTEM, reason="A wrong figure in section 3.")
    leader, auditor = client_of(shown.users[Role.LEADER]), client_of(shown.users[Role.AUDITOR])
    assert "No evaluation has been published yet." in text_of(leader.get("/programs/pilot/"))
    MilestoneFactory(task=shown.task)  # something new, so that there is another evaluation to choose
    evaluate(shown.place)
    assert " · withdrawn</option>" in auditor.get("/programs/pilot/").content.decode()


def test_the_chooser_tells_evaluations_of_a_day_apart_and_begins_with_the_newest_published(shown: Shown) -> None:
    """A newer draft does not take the place of what is published."""
    MilestoneFactory(task=shown.task)
    newer = draft(evaluate(shown.place), "pilot-2026-Q3-second")
    response = client_of(shown.users[Role.COORDINATOR]).get("/programs/pilot/")
    assert response.context["evaluation"].pk == shown.evaluation.pk
    assert f"{moment(newer.evaluation.as_of)} · draft" in text_of(response)
