"""One target is held to the rules of its periods, numbers and steps, whatever door it comes through."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Target
from indicators.services.targets import target_save
from programs.actors import SYSTEM
from programs.exceptions import InvalidInput, NotAllowed
from tests.factories.indicators import Pilot, pilot
from tests.factories.pages import client_of
from tests.factories.programs import ZoneFactory, user_with

pytestmark = pytest.mark.django_db
ADD = "/admin/indicators/target/add/"


@pytest.fixture
def place() -> Pilot:
    return pilot("2026-Q3")


def make(place: Pilot, code: str = "IND01", **others: Any) -> Target:
    use = place.program.indicator_uses.get(indicator__code=code)
    values: dict[str, Any] = {
        "baseline": Decimal(100),
        "baseline_period": "2023-Q3",
        "value": Decimal(200),
        "period": "2027-Q3",
        **others,
    }
    return Target(use=use, **values)


def refused(target: Target, **options: Any) -> set[tuple[str, str]]:
    with pytest.raises(InvalidInput) as error:
        target_save(target=target, by=SYSTEM, **options)
    return {(problem.pointer, problem.code) for problem in error.value.problems}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (
            {"baseline_period": "abc", "period": "2026Q9"},
            {("/baseline_period", "bad_period"), ("/period", "bad_period")},
        ),
        ({"baseline_period": "2027-Q3", "period": "2022-Q4"}, {("/period", "target_before_baseline")}),
        ({"period": "2027-08"}, {("/period", "wrong_frequency")}),
        ({"path": "step"}, {("/steps", "no_points")}),
        ({"path": "step", "steps": [["x", "y"]]}, {("/steps", "bad_steps")}),
        ({"path": "step", "steps": {"2025": 1}}, {("/steps", "bad_steps")}),
        (
            {"path": "step", "steps": [["2026-Q1", "1"], ["2025-Q1", "2"], ["2029", "3"]]},
            {("/steps", "steps_out_of_order")},
        ),
        ({"path": "s_curve", "steps": [["2026-Q1", "1.5"]]}, {("/steps", "bad_share")}),
        ({"path": "geometric", "baseline": Decimal(0)}, {("/baseline", "not_positive")}),
        ({"tolerance": Decimal(-1)}, {("/tolerance", "bad_tolerance")}),
    ],
)
def test_every_problem_has_its_field(place: Pilot, values: dict[str, Any], found: set[tuple[str, str]]) -> None:
    assert refused(make(place, **values)) == found
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("kind", "values", "found"),
    [
        ("increase", {"value": None}, ("/value", "no_target_value")),
        ("maintain", {"value": None}, ("/low", "no_target_value")),
    ],
)
def test_a_type_needs_its_numbers(place: Pilot, kind: str, values: dict[str, Any], found: tuple[str, str]) -> None:
    place.program.indicator_uses.update(target_type=kind)
    assert refused(make(place, **values)) == {found}


def test_a_zone_outside_the_programme_is_refused(place: Pilot) -> None:
    assert refused(make(place, zone=ZoneFactory())) == {("/zone", "unknown_code")}


def test_a_good_one_is_stored_in_one_spelling_and_changed_with_a_reason(place: Pilot) -> None:
    target = target_save(
        target=make(place, code="IND03", baseline_period="2023-M09", period="2027", path="step", steps=[["2025", "5"]]),
        by=SYSTEM,
    )
    assert (target.baseline_period, target.period) == ("2023-09", "2027")
    assert refused(target) == {("/reason", "reason_missing")}
    target.value = Decimal(300)
    assert target_save(target=target, by=SYSTEM, reason="agreed in March").version == 2
    with pytest.raises(NotAllowed):
        target_save(target=target, by=place.by, reason="mine")


def test_a_second_target_is_refused_in_words(place: Pilot) -> None:
    for zone, sentence in ((place.zone, "for this zone."), (None, "for the whole programme.")):
        target_save(target=make(place, zone=zone), by=SYSTEM)
        with pytest.raises(InvalidInput) as error:
            target_save(target=make(place, zone=zone), by=SYSTEM)
        assert error.value.message == f"The indicator already has a target {sentence}"


def test_the_page_shows_each_problem_at_its_field(place: Pilot) -> None:
    use = place.program.indicator_uses.get(indicator__code="IND01")
    data = {
        "use": use.pk,
        "baseline_period": "abc",
        "period": "2026Q9",
        "value": "5",
        "path": "step",
        "steps": "2025: 5\nsoon",
    }
    response = client_of(user_with("coordinator")).post(ADD, data)
    assert set(response.context["adminform"].form.errors) == {"baseline_period", "period", "steps"}
    assert not Target.objects.exists()


def test_steps_are_typed_and_shown_as_lines(place: Pilot) -> None:
    use = place.program.indicator_uses.get(indicator__code="IND01")
    client = client_of(user_with("coordinator"))
    data = {"use": use.pk, "baseline_period": "2023", "period": "2027", "value": "5", "path": "step"}
    client.post(ADD, {**data, "steps": "2025： 2\n\n2026-Q1: 3.5"})
    target = Target.objects.get()
    assert target.steps == [["2025", "2"], ["2026-Q1", "3.5"]]
    page = client.get(f"/admin/indicators/target/{target.pk}/change/")
    assert page.context["adminform"].form["steps"].value() == "2025: 2\n2026-Q1: 3.5"


def test_a_row_on_the_page_of_an_indicator_is_named(place: Pilot) -> None:
    use = place.program.indicator_uses.get(indicator__code="IND01")
    data = {
        "program": place.program.pk, "indicator": use.indicator_id, "weight": "1", "target_type": "increase",
        "thresholds": "{}", "row_version": use.version, "reason_for_change": "agreed", "targets-TOTAL_FORMS": "1",
        "targets-INITIAL_FORMS": "0", "targets-0-zone": place.zone.pk, "targets-0-baseline_period": "2027",
        "targets-0-period": "2026", "targets-0-value": "5", "targets-0-path": "linear", "targets-0-use": use.pk,
    }  # fmt: skip
    response = client_of(user_with("coordinator")).post(f"/admin/indicators/indicatoruse/{use.pk}/change/", data)
    errors = response.context["adminform"].form.non_field_errors()
    assert errors == [f"{place.zone.name}: The target period ends after the baseline period."]
