"""The arithmetic against figures that others stated or published (`tests/truth`)."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from reports.evaluation.attainment import attained, is_met
from reports.evaluation.growth import change, mean_annual_growth
from reports.evaluation.periods import parse
from reports.evaluation.ratio import ratio
from reports.evaluation.yearly import Year, count_tested, years_tested
from reports.evaluation.zones import Part, aggregate
from tests.reports.evaluation.builders import D, target

TRUTH = Path(__file__).parents[2] / "truth"
FACTS = json.loads((TRUTH / "seed_facts.json").read_text(encoding="utf-8"))
PROVINCES = json.loads((TRUTH / "research_intensity_2023.json").read_text(encoding="utf-8"))


def fact(name: str) -> dict[str, Decimal]:
    """The numbers of one entry."""
    return {
        key: D(text) for key, text in FACTS[name].items() if isinstance(text, str) and text.replace(".", "").isdigit()
    }


def near(found: Decimal, stated: Decimal) -> bool:
    """Equal within the rounding of the stated figure."""
    return abs(found - stated) <= abs(stated) * D("0.0005")


def growth_percent(first: Decimal, last: Decimal, years: int) -> Decimal:
    """Mean annual growth in per cent."""
    return 100 * mean_annual_growth(first, last, 12 * years)


@pytest.mark.parametrize(("name", "prior"), [("national_expenditure", "prior_year"), ("loans", "prior")])
def test_a_growth_rate_gives_the_year_before(name, prior):
    stated = fact(name)
    assert abs(change(stated["value"], stated[prior], percentage=False).value - stated["growth_percent"]) < D("0.001")


def test_the_increase_of_the_loans():
    stated = fact("loans")
    assert near(stated["value"] - stated["prior"], stated["increase"])


def test_four_and_a_half_times_is_350_percent_more_over_seven_intervals():
    stated = fact("shandong_multiple")
    first = stated["value_2025"] / stated["multiple"]
    assert near(first, stated["value_2018"])
    assert near(change(stated["value_2025"], first, percentage=False).value, stated["total_growth_percent"])
    assert near(growth_percent(first, stated["value_2025"], 7), stated["mean_annual_growth_percent"])


def test_a_mean_growth_rate_hides_the_shape():
    stated = fact("shandong_five_years")
    last, multiple = fact("shandong_multiple")["value_2025"], fact("shandong_multiple")["multiple"]
    rate = mean_annual_growth(last / multiple, last, 84)
    smooth = sum(last / (1 + rate) ** years for years in range(5))
    assert near(smooth, stated["sum_if_smooth"])
    assert smooth < D("0.7") * stated["total"]
    assert near(stated["total"] / stated["multiple"], stated["earlier_total"])
    assert near(change(last, stated["mean"], percentage=False).value, stated["last_on_mean_percent"])


def test_the_claimed_growth_of_chongqing_is_not_reproduced():
    stated = FACTS["chongqing"]
    series = {int(year): D(text) / 10 for year, text in stated["yearbook_100m"].items()}
    assert near(sum(series.values()), D(stated["sum_2018_2023"]))
    series[2024] = D(stated["total"]) - sum(series.values())
    assert near(series[2024], D(stated["implied_2024"]))
    found = [growth_percent(series[2018], series[2023], 5), growth_percent(series[2018], series[2024], 6)]
    names = ["growth_2018_2023_percent", "growth_2018_2024_percent"]
    assert all(near(value, D(stated[name])) for value, name in zip(found, names, strict=True))
    yearly = [change(series[year], series[year - 1], percentage=False).value for year in range(2019, 2025)]
    claimed = D(stated["claimed_growth_percent"])
    assert not any(near(value, claimed) for value in [*found, sum(yearly) / len(yearly)])


def test_a_change_of_an_intensity_is_in_points():
    stated = fact("chongqing_intensity")
    assert change(stated["last"], stated["first"], percentage=True).value == stated["points"]
    assert change(stated["last"], stated["first"], percentage=False).value == stated["relative_percent"]


def test_two_definitions_of_leverage_differ_by_one():
    stated = fact("leverage_124_projects")
    outside, _ = ratio(stated["social"], stated["fiscal"])
    whole, _ = ratio(stated["social"] + stated["fiscal"], stated["fiscal"])
    assert near(outside, stated["social_to_fiscal"])
    assert near(whole, stated["total_to_fiscal"])
    assert abs(whole - outside - 1) < D("1e-30")
    assert near(ratio(stated["fiscal"], stated["fiscal"] + stated["social"], D(100))[0], stated["fiscal_share_percent"])


def test_leverage_of_the_funds_and_its_lower_bound():
    funds, bound = fact("leverage_funds"), fact("leverage_lower_bound")
    assert near(ratio(funds["social"], funds["invested"])[0], funds["multiple"])
    assert near(ratio(funds["social"], funds["social"] + funds["invested"], D(100))[0], funds["social_share_percent"])
    floor = target(type="minimum", target=bound["multiple_min"])
    assert is_met(floor, ratio(bound["social_min"], bound["fiscal"])[0])


def test_shares_of_the_169_zones():
    stated = fact("shares_169_zones")
    assert near(ratio(stated["tax_percent"], stated["gdp_percent"])[0], stated["tax_to_gdp"])


def test_four_target_types_of_one_announcement():
    stated = fact("targets_2025")
    step = target(type="step", target=stated["centres"])
    assert [attained(step, D(value)).value for value in (9, 10)] == [0, 1]
    floor = target(type="minimum", target=stated["zones_more_than"], strict=True)
    assert [is_met(floor, D(value)) for value in (100, 101)] == [False, True]
    yearly = target(
        type="yearly",
        target=stated["enterprises_a_year_more_than"],
        strict=True,
        baseline_period="2021",
        target_period="2025",
    )
    years = list(years_tested(yearly, parse("2025")))
    assert years == [2022, 2023, 2024, 2025]
    assert len(years) * yearly.target == stated["enterprises_2022_2025_min"]
    counts = [D(4000), D(0), D(0), D(1001)]
    assert count_tested([Year(year, is_met(yearly, count)) for year, count in zip(years, counts, strict=True)]) == (
        2,
        4,
    )
    balance = target(type="increase", target=stated["balance_bn"], baseline=D(0))
    assert attained(balance, D(250)).value == D("0.25")


@pytest.mark.parametrize("province", PROVINCES["expenditure"])
def test_growth_of_the_home_provinces(province):
    row = {key: D(text) for key, text in PROVINCES["expenditure"][province].items()}
    assert abs(growth_percent(row["2018"], row["2023"], 5) - row["growth"]) <= D("0.005")


def test_the_mean_of_ratios_is_not_the_ratio_of_the_region():
    rates = PROVINCES["intensity_percent"]
    mean = aggregate("mean", [Part(name, D(text)) for name, text in rates.items()]).value
    assert abs(mean - D(PROVINCES["mean_of_ratios_percent"])) <= D("0.0005")
    assert abs(mean - D(PROVINCES["ratio_of_sums_percent"])) > D("0.04")
