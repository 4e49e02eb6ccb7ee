"""Invented values: deterministic, adding up, growing as their recipe says."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from programs import periods
from tracker.demonstration.values import Shape, parts_of, value_of

RECIPE = {"levels": {"310000": 1000}, "annual_growth": 0.1, "noise": 0, "seasonality": None}


def test_the_base_quarter_has_the_level_and_a_year_later_the_growth():
    shape = Shape("IND01", "Q", 1, cumulative=False)
    assert value_of(shape, RECIPE, "310000", periods.parse("2023-Q3")) == Decimal("1000.0")
    assert value_of(shape, RECIPE, "310000", periods.parse("2024-Q3")) == Decimal("1100.0")


def test_a_cumulative_value_adds_up_from_january():
    shape = Shape("IND05", "Q", 0, cumulative=True)
    quarters = [value_of(shape, RECIPE, "310000", periods.parse(f"2024-Q{n}")) for n in (1, 2, 3, 4)]
    assert quarters == sorted(quarters)
    assert quarters[3] > 4 * 1000
    assert quarters[0] < 1200


def test_the_same_recipe_gives_the_same_noise():
    shape = Shape("IND01", "M", 2, cumulative=False)
    noisy = {**RECIPE, "noise": 0.05}
    first = value_of(shape, noisy, "310000", periods.parse("2025-07"))
    assert first == value_of(shape, noisy, "310000", periods.parse("2025-07"))
    assert first != value_of(shape, RECIPE, "310000", periods.parse("2025-07"))


@given(st.integers(0, 10**9), st.integers(0, 3))
def test_parts_always_add_up(amount, decimals):
    total = Decimal(amount).scaleb(-decimals)
    parts = parts_of(total, {"micro": 0.093, "small": 0.527, "medium": 0.215, "large": 0.165}, decimals)
    assert sum(parts.values()) == total
    assert all(part >= 0 for part in parts.values())
