"""The page that proves a figure: its equations come out, and what was read, missing and a year old stands on it."""

from typing import Any

import pytest
from lxml import html

from indicators.models import Indicator, IndicatorUse, Observation, Series, Target
from programs import periods
from programs.actors import SYSTEM, Role
from programs.models import Task, User
from reports.models import Evaluation
from reports.services.reports import report_publish
from tests.factories.evaluated import LOADED, Evaluated, observe
from tests.factories.pages import client_of, page_problems
from tests.factories.programs import TaskFactory
from tests.reports.pages.conftest import Shown, draft, evaluate
from tests.reports.pages.equations import count_equations, wrong_equations

FLOWS = {"IND21": ("yearly", "linear"), "IND22": ("cumulative", "linear"), "IND23": ("", "")}


@pytest.fixture
def flows(place: Evaluated, users: dict[str, User]) -> Shown:
    """Monthly flows beside the stocks: under a target of each year, as a running total, and without a target."""
    shared = {
        "unit": place.loans.unit,
        "frequency": "M",
        "zone_rule": "sum",
        "time_rule": "sum",
        "nature": "flow",
        "decimals": 1,
    }
    for code, (kind, path) in FLOWS.items():
        indicator = Indicator.objects.create(code=code, name_en=f"Flow {code}", direction="increase", **shared)
        use = IndicatorUse.objects.create(program=place.program, indicator=indicator, target_type=kind)
        if kind:
            Target.objects.create(
                use=use,
                zone=place.zones[0],
                value=900,
                period="2027-12",
                baseline=0,
                baseline_period="2024-12",
                path=path,
            )
        for month in range(1, 13):
            observe(place.submission, indicator, place.zones[0], f"2025-{month:02d}", str(month), LOADED)
        for month in range(1, 9):
            observe(place.submission, indicator, place.zones[0], f"2026-{month:02d}", str(10 * month), LOADED)
        series = Series.objects.get(indicator=indicator)
        Observation.objects.create(
            series=series, period=periods.parse("2026-09").first_month, value=None, status="M",
            note="The bank is late.", submission=place.submission, recorded_at=LOADED,
        )  # fmt: skip
    evaluation = evaluate(place)
    return Shown(place, evaluation, report_publish(report=draft(evaluation), by=SYSTEM), users)


def test_every_printed_equation_comes_out(flows: Shown) -> None:
    """Left and right of each equals sign are the same number, for every line of the evaluation."""
    client = client_of(flows.users[Role.LEADER])
    counted = 0
    for line in flows.evaluation.result["lines"]:
        for sentence in sentences(client, flows.evaluation, line["indicator"], line["zone"]):
            assert list(wrong_equations(sentence)) == []
            counted += count_equations(sentence)
    assert counted > 20


def test_a_yearly_total_is_added_up_and_measured_against_its_year(flows: Shown) -> None:
    """Months, the missing one, the year's share of months; no equation with the way from the baseline."""
    said = " ".join(sentences(client_of(flows.users[Role.LEADER]), flows.evaluation, "IND21", "310000"))
    assert "Total of 2026 so far = 10 + 20 + 30 + 40 + 50 + 60 + 70 + 80 = 360." in said
    assert "Not in it, because no value is known: September 2026." in said
    assert "900.0 × 9 ÷ 12 = 675.0" in said
    assert "value − baseline) ÷ (target" not in said


def test_a_running_total_and_a_quarter_are_sums(flows: Shown) -> None:
    """Each says since when, and what was added."""
    client = client_of(flows.users[Role.LEADER])
    running = " ".join(sentences(client, flows.evaluation, "IND22", "310000"))
    assert "Running total since the end of December 2024, on the baseline = 0 + 1 + 2" in running
    assert "Value = sum over the periods = 70 + 80 = 150." in " ".join(
        sentences(client, flows.evaluation, "IND23", "310000")
    )


def test_what_was_handed_in_without_a_value_and_what_is_a_year_old_stand_on_the_page(flows: Shown) -> None:
    """The missing month with its reason among the observations, those of a year ago in a table of their own."""
    client = client_of(flows.users[Role.LEADER])
    page = opened(client, flows.evaluation, "IND23", "310000")
    read = page.xpath("//section[@aria-labelledby='observations']")[0].text_content()
    assert "September 2026" in read
    assert "The bank is late." in read
    assert page.xpath("//section[@aria-labelledby='year-ago']") == []
    earlier = opened(client, flows.evaluation, "IND01", "310000").xpath(
        "//section[@aria-labelledby='year-ago']//tbody/tr"
    )
    assert ["Q3 2025" in row.text_content() for row in earlier] == [True]


def test_tasks_stand_as_the_evaluation_found_them(shown: Shown) -> None:
    """A task that was cancelled since keeps the state that the evaluation read, under its date."""
    Task.objects.update(state="cancelled")
    page = opened(client_of(shown.users[Role.LEADER]), shown.evaluation, "IND01", "all")
    clauses = " ".join(page.xpath("//section[@aria-labelledby='clauses']")[0].text_content().split())
    assert "as of the evaluation" in clauses
    assert "in progress" in clauses
    assert "cancelled" not in clauses


def test_the_trail_of_an_older_evaluation_stays_in_it(shown: Shown) -> None:
    """The way back leads to the indicator in the same evaluation, not in the newest one."""
    TaskFactory(program=shown.place.program, measure=shown.task.measure, zone=shown.task.zone)
    draft(evaluate(shown.place), "pilot-2026-Q3-second")
    page = opened(client_of(shown.users[Role.COORDINATOR]), shown.evaluation, "IND01", "all")
    suffix = f"?evaluation={shown.evaluation.pk}"
    assert page.xpath("//nav[@class='trail']//a/@href") == [
        f"/programs/pilot/{suffix}",
        f"/programs/pilot/indicators/IND01/{suffix}",
    ]


def opened(client: Any, evaluation: Evaluation, indicator: str, zone: str) -> Any:
    """The page of a figure."""
    response = client.get(f"/lineage/{evaluation.pk}/{indicator}/{zone or 'all'}")
    assert page_problems(response) == []
    return html.document_fromstring(response.content.decode())


def sentences(client: Any, evaluation: Evaluation, indicator: str, zone: str) -> list[str]:
    """The steps of the computation as they are printed."""
    return [
        " ".join(step.text_content().split())
        for step in opened(client, evaluation, indicator, zone).xpath("//ol/li[not(ancestor::nav)]")
    ]
