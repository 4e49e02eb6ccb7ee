"""Every list, add, change and history page opens for those who may see it, in both languages, and for nobody else."""

from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

from programs.actors import Role
from tests.factories.office import Office, office
from tests.factories.pages import client_of, page_problems

pytestmark = pytest.mark.django_db

ACCOUNTS = {"User", "ApiKey", "PeriodicTask", "AccessAttempt", "AccessFailureLog"}
TRAIL = {"AuditEvent", "AuditBlock"}
READERS = {role: lambda name: name not in ACCOUNTS for role in (Role.COORDINATOR,)} | {
    Role.LEADER: lambda name: name not in ACCOUNTS | TRAIL | {"Job"},
    Role.AUDITOR: lambda _name: True,
    Role.ADMINISTRATOR: lambda name: name in ACCOUNTS | {"Job"},
}
# What may be missing though the list opens: leaders see no drafts.
NO_ROW = {
    (Role.LEADER, "Evaluation"),
    (Role.LEADER, "Report"),
}
COORDINATOR_ADDS = {
    "Program",
    "Section",
    "Measure",
    "Agency",
    "Zone",
    "Task",
    "ReportingPeriod",
    "Unit",
    "Dimension",
    "Indicator",
    "IndicatorUse",
    "Target",
    "Duty",
    "Evaluation",
}
ADMINISTRATOR_ADDS = {"User", "ApiKey"}


@pytest.fixture
def here() -> Office:
    return office()


def url(model: type[Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def problems_of(response: Any) -> list[str]:
    """What is wrong with a page. Buttons name themselves, and the list of actions stands inside its label."""
    named = {f"field without a label: {name}" for name in ("None", "_save", "_continue", "_addanother", "action")}
    return [problem for problem in page_problems(response) if problem not in named]


def row_of(model: type[Model]) -> Model:
    row = model._default_manager.order_by("pk").first()
    assert row is not None, f"the test office has no {model.__name__}"
    return row


@pytest.mark.parametrize(
    ("role", "language"),
    [
        (Role.COORDINATOR, "en"),
        (Role.COORDINATOR, "zh-hans"),
        (Role.ADMINISTRATOR, "zh-hans"),
        (Role.LEADER, "en"),
        (Role.AUDITOR, "en"),
    ],
)
def test_pages_open_by_role(here: Office, role: Role, language: str) -> None:
    client = client_of(here.users[role], language)
    wrong = []
    for model in admin.site._registry:
        name, row = model.__name__, row_of(model)
        reads = READERS[role](name)
        adds = name in {Role.COORDINATOR: COORDINATOR_ADDS, Role.ADMINISTRATOR: ADMINISTRATOR_ADDS}.get(role, set())
        on_row = (302, 404) if reads and (role, name) in NO_ROW else (200,) if reads else (403, 404)
        for page, arguments, expected in [
            ("changelist", (), (200,) if reads else (403,)),
            ("add", (), (200,) if adds else (403,)),
            ("change", (row.pk,), on_row if reads else (403,)),
            ("history", (row.pk,), on_row),
        ]:
            response = client.get(url(model, page, *arguments))
            if response.status_code not in expected:
                wrong.append(f"{name} {page}: {response.status_code} instead of {expected}")
            elif response.status_code == 200:
                wrong += [f"{name} {page}: {problem}" for problem in problems_of(response)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.EXPERT])
def test_agencies_and_experts_have_no_admin(here: Office, role: Role) -> None:
    client = client_of(here.users[role])
    for address in ["/admin/", *(url(model, "changelist") for model in admin.site._registry)]:
        assert client.get(address, follow=True).status_code == 403


def test_visitors_are_asked_to_sign_in(here: Office) -> None:
    response = client_of(None).get(url(type(here.task), "changelist"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("sign-in"))
    assert response.status_code == 200


def test_flags_of_the_account_open_nothing(here: Office) -> None:
    user = here.users["expert"]
    user.is_staff = user.is_superuser = True
    user.save()
    assert client_of(user).get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_readers_change_nothing(here: Office, role: Role) -> None:
    client = client_of(here.users[role])
    wrong = []
    for model in admin.site._registry:
        for page, arguments in (("add", ()), ("change", (row_of(model).pk,)), ("delete", (row_of(model).pk,))):
            response = client.post(url(model, page, *arguments), {"name_en": "Other"})
            if response.status_code not in (302, 403) or (
                response.status_code == 302 and page != "delete" and (role, model.__name__) not in NO_ROW
            ):
                wrong.append(f"{model.__name__} {page}: {response.status_code}")
        for step in admin.site._registry[model].get_steps():
            response = (
                client.post(url(model, "step", row_of(model).pk, step.name), {"reason": "because"})
                if step.one
                else None
            )
            if response is not None and response.status_code not in (403, 404):
                wrong.append(f"{model.__name__} step {step.name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_every_step_asks_before_it_acts(here: Office, role: Role) -> None:
    client = client_of(here.users[role])
    wrong = []
    for model, screen in admin.site._registry.items():
        row = row_of(model)
        for step in screen.get_steps():
            if step.one is None or not step.when(row):
                continue
            response = client.get(url(model, "step", row.pk, step.name))
            if response.status_code == 200:
                wrong += [f"{model.__name__} {step.name}: {problem}" for problem in problems_of(response)]
            elif response.status_code not in (403, 404):
                wrong.append(f"{model.__name__} {step.name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
