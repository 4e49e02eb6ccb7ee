"""A programme that was evaluated, with its report in every format and one account per role."""

from dataclasses import dataclass
from typing import Any

import pytest

from programs.actors import SYSTEM, Role
from programs.models import Task, User
from reports.models import Evaluation, Report
from reports.renderers.registry import RENDERERS
from reports.selectors.gathering import settled_moment
from reports.services.evaluations import evaluation_compute, evaluation_store
from reports.services.report_files import store_bytes
from reports.services.reports import report_draft, report_publish
from tests.factories.evaluated import Evaluated, evaluated_program
from tests.factories.programs import user_with

PLACES = (
    "",
    "indicators/IND01/",
    "indicators/IND09/",
    "zones/310000/",
    "sections/S01/",
    "measures/M001/",
    "tasks/",
    "coverage/",
)


@dataclass
class Shown:
    """What page tests reach for."""

    place: Evaluated
    evaluation: Evaluation
    report: Report
    users: dict[str, User]

    @property
    def task(self) -> Task:
        """The first task of the programme."""
        return Task.objects.order_by("code").first()  # type: ignore[return-value]

    @property
    def program_pages(self) -> list[str]:
        """Addresses of all pages under the programme."""
        return [f"/programs/{self.place.program.code}/{rest}" for rest in PLACES]

    @property
    def reader_pages(self) -> list[str]:
        """Addresses of all pages of the portal that leaders open."""
        lineage = [
            f"/lineage/{self.evaluation.pk}/{code}/{zone}"
            for code, zone in (("IND01", "310000"), ("IND01", "all"), ("IND09", "all"))
        ]
        reports = ["/reports/", f"/reports/{self.report.number}/"]
        return [*self.program_pages, *lineage, *reports, f"/tasks/{self.task.code}/"]


def evaluate(place: Evaluated) -> Evaluation:
    """The evaluation of the third quarter of 2026 from what is known now."""
    as_of = settled_moment(place.program)
    computed = evaluation_compute(program=place.program, period="2026-Q3", kind="quarterly", as_of=as_of)
    return evaluation_store(computed=computed, by=SYSTEM)


def draft(evaluation: Evaluation, number: str = "pilot-2026-Q3-test") -> Report:
    """The draft report with small files in place of rendered ones."""
    files = [
        store_bytes(
            f'<html><body><p>{language} {name}</p><a href="http://portal/lineage/x">1</a></body></html>'.encode(),
            number,
            language,
            name,
        )
        for language in ("en", "zh-hans")
        for name in RENDERERS
    ]
    return report_draft(evaluation=evaluation, number=number, files=files, by=SYSTEM)


@pytest.fixture
def place(db: Any) -> Evaluated:
    """The programme before any evaluation."""
    return evaluated_program()


@pytest.fixture
def users(place: Evaluated) -> dict[str, User]:
    """One account per role."""
    agency = {Role.REPORTER: place.agency, Role.APPROVER: place.agency}
    return {role: user_with(role, agency=agency.get(role), username=str(role)) for role in Role}


@pytest.fixture
def shown(place: Evaluated, users: dict[str, User]) -> Shown:
    """Evaluated and published."""
    evaluation = evaluate(place)
    report = report_publish(report=draft(evaluation), by=SYSTEM)
    return Shown(place, evaluation, report, users)
