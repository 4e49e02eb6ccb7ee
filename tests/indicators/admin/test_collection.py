"""Periods are opened and closed, submissions reviewed and downloaded, and versions of a value told, in the admin."""

import zlib
from datetime import timedelta
from typing import Any

import pytest

from indicators.intake.delivery import Delivery
from indicators.models import Finding, Obligation, Observation, ReportingPeriod, Series, Submission
from indicators.services.delivery_store import rows_packed
from indicators.validation.types import Table
from programs import clock
from programs.models import AuditEvent
from programs.periods import from_month
from programs.templatetags.display import number, period
from tests.factories.indicators import DutyFactory, SubmissionFactory
from tests.factories.office import AS_OF, Office, office
from tests.factories.pages import client_of, page_problems, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def client(here: Office) -> Any:
    return client_of(here.users["coordinator"])


ADD_PERIOD = "/admin/indicators/reportingperiod/add/"


def test_a_period_opens_after_a_page_that_says_what_it_makes(here: Office, client: Any) -> None:
    data = {"program": here.world.program.pk, "code": "2026-Q4"}
    asked = client.post(ADD_PERIOD, data)
    assert "Obligations that this makes: 1. First due date:" in text_of(asked)
    assert not ReportingPeriod.objects.filter(code="2026-Q4").exists()
    opened = client.post(ADD_PERIOD, {**data, "confirmed": "1"}, follow=True)
    assert "is open. Obligations: 1." in text_of(opened)
    period = ReportingPeriod.objects.get(code="2026-Q4")
    assert period.is_open
    assert period.opened_by == "user:the-coordinator"
    assert Obligation.objects.filter(period="2026-Q4").count() == 1


def test_a_period_that_is_there_is_not_opened_again(here: Office, client: Any) -> None:
    data = {"program": here.world.program.pk, "code": "2026-Q3"}
    assert "was open already" in text_of(client.post(ADD_PERIOD, data, follow=True))


@pytest.mark.parametrize("code", ["2031-Q1", "2027-Q1"])
def test_a_period_outside_the_programme_or_not_begun_is_a_form_error(
    here: Office, client: Any, code: str, settings: Any
) -> None:
    settings.DEBUG = True
    with clock.at(AS_OF):
        response = client.post(ADD_PERIOD, {"program": here.world.program.pk, "code": code})
    assert "code" in response.context["adminform"].form.errors
    assert ReportingPeriod.objects.count() == 1


def test_a_period_opened_by_mistake_is_taken_back(here: Office, client: Any) -> None:
    client.post(ADD_PERIOD, {"program": here.world.program.pk, "code": "2026-Q4", "confirmed": "1"})
    period = ReportingPeriod.objects.get(code="2026-Q4")
    address = f"/admin/indicators/reportingperiod/{period.pk}/step/take-back/"
    assert "reason" in client.post(address, {}).context["form"].errors
    response = client.post(address, {"reason": "mistyped"}, follow=True)
    assert "are taken back" in text_of(response)
    assert not Obligation.objects.filter(period="2026-Q4").exists()
    assert AuditEvent.objects.filter(
        table_name="indicators_reportingperiod", operation="delete", reason="mistyped"
    ).exists()


def test_a_code_that_is_no_period_is_a_form_error(here: Office, client: Any) -> None:
    response = client.post(
        "/admin/indicators/reportingperiod/add/", {"program": here.world.program.pk, "code": "last year"}
    )
    assert "code" in response.context["adminform"].form.errors
    assert ReportingPeriod.objects.count() == 1


def test_a_period_is_closed_reopened_and_renewed_by_steps(here: Office, client: Any) -> None:
    period = ReportingPeriod.objects.get()
    address = f"/admin/indicators/reportingperiod/{period.pk}/step"
    assert "reason" in client.post(f"{address}/close/", {}).context["form"].errors
    client.post(f"{address}/close/", {"reason": "all is in"})
    period.refresh_from_db()
    assert not period.is_open
    assert client.get(f"{address}/close/").status_code == 302
    client.post(f"{address}/reopen/", {"reason": "a correction"})
    DutyFactory(use__program=here.world.program, use__indicator__frequency="Q")
    before = Obligation.objects.filter(period=period.code).count()
    client.post(f"{address}/renew/", {})
    assert Obligation.objects.filter(period=period.code).count() == before + 1


def test_the_list_of_periods_counts_what_is_owed(here: Office, client: Any) -> None:
    assert "2/2" in text_of(client.get("/admin/indicators/reportingperiod/"))


def test_a_body_is_downloaded_as_it_came(here: Office, client: Any) -> None:
    submission = here.world.submission
    Submission.objects.filter(pk=submission.pk).update(
        body=zlib.compress("指标,值".encode()), format="csv", file_name="报送.csv"
    )
    response = client.get(f"/admin/indicators/submission/{submission.pk}/body/")
    assert response.content.decode() == "指标,值"
    assert "attachment" in response["Content-Disposition"]
    assert (
        client_of(here.users["administrator"]).get(f"/admin/indicators/submission/{submission.pk}/body/").status_code
        == 404
    )


def test_findings_show_on_the_page_and_only_the_first_of_many(here: Office, client: Any) -> None:
    submission = here.world.submission
    Finding.objects.bulk_create(
        Finding(submission=submission, index=row, pointer=f"/rows/{row}/value", code="not_a_number", severity="error")
        for row in range(1, 400)
    )
    text = text_of(client.get(f"/admin/indicators/submission/{submission.pk}/change/"))
    assert "Row 151" in text
    assert "Row 351" not in text


def test_a_submission_in_review_is_returned_with_a_reason(here: Office, client: Any) -> None:
    submission = here.world.submission
    address = f"/admin/indicators/submission/{submission.pk}/step/return/"
    assert client.get(address).status_code == 302
    Submission.objects.filter(pk=submission.pk).update(state="in_review")
    client.post(address, {"reason": "the unit is wrong"})
    submission.refresh_from_db()
    assert (submission.state, submission.review_reason, submission.reviewed_by) == (
        "returned",
        "the unit is wrong",
        "user:the-coordinator",
    )


def test_the_history_of_an_observation_tells_every_version(here: Office, client: Any) -> None:
    observation = Observation.objects.get(version=2)
    text = text_of(client.get(f"/admin/indicators/observation/{observation.pk}/history/"))
    assert "777" in text
    assert "100" in text


def test_values_are_told_by_names_with_their_unit(here: Office, client: Any) -> None:
    """Heading, list and history: no keys, and the name of who handed it in."""
    loans, observation = here.world.loans, Observation.objects.get(version=2)
    series = Series.objects.create(
        program=here.world.program, indicator=loans, zone=here.world.zones[0], dimension_key="size=small"
    )
    part = Observation.objects.create(
        series=series, period=observation.period, value=5, submission=here.world.submission, recorded_at=clock.now()
    )
    Submission.objects.filter(pk=here.world.submission.pk).update(received_by="user:the-reporter")
    address, code = "/admin/indicators/observation/", from_month(loans.frequency, observation.period).code
    page = text_of(client.get(f"{address}{part.pk}/change/"))
    assert f"{loans.code} {loans.name} · {here.world.zones[0].name} · Small · {period(code)}" in page
    assert f"5 {loans.unit.name}" in page
    history = text_of(client.get(f"{address}{observation.pk}/history/"))
    assert f"777 {loans.unit.name}" in history
    assert f"{here.world.agency.short} · the-reporter" in history
    assert "user:" not in history
    found = client.get(f"{address}?of={code}")
    assert {row.period for row in found.context["cl"].result_list} == {observation.period}
    assert "Small" in text_of(found)
    assert client.get(f"{address}?of=nonsense").context["cl"].result_count == Observation.objects.count()


def test_observations_are_never_edited(here: Office, client: Any) -> None:
    observation = Observation.objects.get(version=2)
    assert client.post(f"/admin/indicators/observation/{observation.pk}/change/", {"value": "1"}).status_code == 403
    assert client.get("/admin/indicators/observation/add/").status_code == 403


def test_a_definition_changes_with_a_reason(here: Office, client: Any) -> None:
    loans = here.world.loans
    data = {
        "code": loans.code, "name_en": "Loans, renamed", "unit": loans.unit_id, "decimals": 1, "nature": "stock", "direction": "increase", "frequency": "Q",
        "zone_rule": "sum", "time_rule": "last", "scale": "1", "due_days": 20, "row_version": loans.version,
    }  # fmt: skip
    assert client.post(f"/admin/indicators/indicator/{loans.pk}/change/", data).status_code == 200
    assert (
        client.post(
            f"/admin/indicators/indicator/{loans.pk}/change/", data | {"reason_for_change": "clearer"}
        ).status_code
        == 302
    )
    loans.refresh_from_db()
    assert (loans.name_en, loans.version) == ("Loans, renamed", 2)


def test_a_plan_is_broken_down_into_tasks_and_duties_once(here: Office, client: Any) -> None:
    address = f"/admin/programs/program/{here.world.program.pk}/step"
    tasks = text_of(client.post(f"{address}/tasks/", {}, follow=True))
    assert "0 draft tasks were made" in tasks
    duties = text_of(client.post(f"{address}/duties/", {}, follow=True))
    assert "Unchanged: 1" in duties


def test_a_decision_is_taken_before_the_values_and_they_stay_on_view(here: Office, client: Any) -> None:
    """Agency and day instead of an id, the value before, a note that says whose it is, findings in words; also after."""
    loans, submission = here.world.loans, here.world.submission
    table = Table(
        indicator=[loans.code], zone=["310000"], period=["2026-Q3"], value=["250000"],
        dimensions=[None], status=["P"], note=["counted twice"],
    )  # fmt: skip
    Submission.objects.filter(pk=submission.pk).update(state="in_review", waiting=rows_packed(Delivery(table)))
    Finding.objects.create(
        submission=submission, index=0, pointer="/rows/0/value", code="unit_jump", severity="review", value="250000",
        params={"factor": "2500", "before": "100"},
    )  # fmt: skip
    page, step = (
        f"/admin/indicators/submission/{submission.pk}/change/",
        f"/admin/indicators/submission/{submission.pk}/step",
    )
    for address in (page, f"{step}/accept/", f"{step}/return/"):
        response = client.get(address)
        text = text_of(response)
        assert set(page_problems(response)) <= {"field without a label: None"}, address  # buttons name themselves
        assert str(submission.pk) not in text.partition("SHA-256")[0], address
        assert f"{submission.agency.short} · " in text, address
        assert "In force" in text, address
        for word in (loans.name, "250,000", loans.unit.name, "Note of the agency", "counted twice", "decimal point"):
            assert word in text, (address, word)
    client.post(f"{step}/return/", {"reason": "the unit is wrong"})
    text = text_of(client.get(page))
    for word in ("Values that were returned", loans.name, "250,000", "counted twice"):
        assert word in text


def test_an_accepted_submission_shows_the_values_that_it_brought(here: Office, client: Any) -> None:
    text = text_of(client.get(f"/admin/indicators/submission/{here.world.submission.pk}/change/"))
    assert "Values of this delivery" in text
    assert here.world.loans.unit.name in text


def test_whoever_reviews_sees_the_values_that_wait(here: Office, client: Any) -> None:
    """Indicator, zone, period, value, status and note stand on both pages; odd texts do no harm."""
    loans, submission = here.world.loans, here.world.submission
    table = Table(
        indicator=[loans.code, "NOWHERE"], zone=["310000", "a\x00b"], period=["2026-Q3", "soon"],
        value=["250000", "sNaN"], dimensions=[None, {"size": "odd"}], status=["P", "?"], note=["counted twice", None],
    )  # fmt: skip
    Submission.objects.filter(pk=submission.pk).update(state="in_review", waiting=rows_packed(Delivery(table)))
    for address in (f"/admin/indicators/submission/{submission.pk}/change/", f"/submissions/{submission.pk}/"):
        text = text_of(client.get(address))
        for word in (loans.name_en, "Q3 2026", "250,000", "provisional", "counted twice", "sNaN", "size=odd"):
            assert word in text, (address, word)


def test_whoever_reviews_sees_what_would_be_replaced(here: Office, client: Any) -> None:
    """The value in force stands before the one that waits, marked where it was handed in later."""
    loans, submission = here.world.loans, here.world.submission
    observation = Observation.objects.get(version=2)
    code = from_month(loans.frequency, observation.period).code
    zone = observation.series.zone.code
    table = Table(
        indicator=[loans.code, loans.code], zone=[zone, zone], period=[code, "2019-Q1"], value=["250000", "1"],
        dimensions=[None, None], status=["A", "A"], note=["", ""],
    )  # fmt: skip
    rows = Submission.objects.filter(pk=submission.pk)
    rows.update(state="in_review", waiting=rows_packed(Delivery(table)))
    address = f"/admin/indicators/submission/{submission.pk}/change/"
    assert f"{number(observation.value)}250,000" in text_of(client.get(address))
    assert "handed in later" not in text_of(client.get(address))
    Submission.objects.filter(pk=observation.submission_id).update(state="accepted")
    waits = SubmissionFactory(
        program=submission.program, agency=submission.agency, state="in_review",
        received_at=submission.received_at - timedelta(days=900), waiting=rows_packed(Delivery(table)),
    )  # fmt: skip
    text = text_of(client.get(f"/admin/indicators/submission/{waits.pk}/change/"))
    assert text.count("handed in later") == 1
