"""Aggregation over zones."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.ratio import ratio
from reports.evaluation.zones import Part, aggregate
from tests.reports.evaluation.builders import D, numbers, positives, steady

RULES = ("sum", "mean", "weighted_mean", "ratio_of_sums", "max", "min", "last", "count_yes")


def part(zone: str, value: str | None, **changes) -> Part:
    """A part with weight 1."""
    return Part(zone, None if value is None else D(value), **{"weight": D(1), **changes})


THREE = [part("A", "10"), part("B", "20"), part("C", "60")]


@pytest.mark.parametrize(
    ("rule", "value"), [("sum", 90), ("mean", 30), ("weighted_mean", 30), ("max", 60), ("min", 10)]
)
def test_simple_rules(rule, value):
    found = aggregate(rule, THREE)
    assert (found.value, found.reason, found.contributing, found.missing) == (value, None, ("A", "B", "C"), ())


def test_an_undeclared_rule_refuses():
    found = aggregate("none", THREE)
    assert (found.value, found.reason, found.contributing, found.missing) == (None, "no_zone_rule", (), ())


def test_an_unknown_rule_is_an_error():
    with pytest.raises(KeyError):
        aggregate("median", THREE)


@pytest.mark.parametrize("rule", RULES)
def test_nothing_gives_no_value_and_not_zero(rule):
    found = aggregate(rule, [part("A", None), part("B", None)])
    assert (found.value, found.reason, found.missing) == (None, "no_value", ("A", "B"))
    assert aggregate(rule, []).reason == "no_value"


def test_a_partial_sum_names_who_is_missing():
    found = aggregate("sum", [part("A", "10"), part("B", None), part("C", "0")])
    assert (found.value, found.contributing, found.missing) == (10, ("A", "C"), ("B",))


def test_a_weight_moves_the_mean():
    assert aggregate("weighted_mean", [part("A", "10", weight=D(3)), part("B", "20", weight=D(1))]).value == D("12.5")


def test_a_zone_without_weight_is_missing_from_a_weighted_mean():
    found = aggregate("weighted_mean", [part("A", "10"), part("B", "99", weight=None)])
    assert (found.value, found.missing) == (10, ("B",))


@pytest.mark.parametrize(("weights", "reason"), [(("0", "0"), "zero_weight"), (("-1", "2"), "negative_weight")])
def test_weights_without_meaning(weights, reason):
    parts = [part(zone, "10", weight=D(weight)) for zone, weight in zip("AB", weights, strict=True)]
    assert aggregate("weighted_mean", parts).reason == reason


def ratio_part(zone: str, numerator: str | None, denominator: str | None) -> Part:
    """A zone's ratio with both of its sides."""
    sides = [None if text is None else D(text) for text in (numerator, denominator)]
    value, _ = ratio(*sides)
    return Part(zone, value, None, *sides)


def test_ratio_of_sums_is_not_the_mean_of_ratios():
    parts = [ratio_part("A", "1", "10"), ratio_part("B", "90", "100")]
    found = aggregate("ratio_of_sums", parts, D(100))
    assert round(found.value, 6) == D("82.727273")
    assert (found.numerator, found.denominator) == (91, 110)
    assert aggregate("mean", parts).value == D("0.5")


def test_a_zone_without_denominator_is_missing_from_a_ratio_of_sums():
    found = aggregate(
        "ratio_of_sums", [ratio_part("A", "1", "4"), ratio_part("B", "5", None), ratio_part("C", None, "6")]
    )
    assert (found.value, found.contributing, found.missing) == (D("0.25"), ("A",), ("B", "C"))


def test_zeros_of_a_zone_count_in_a_ratio_of_sums_but_no_denominator_at_all_is_not_computable():
    nothing = ratio_part("B", "0", "0")
    assert aggregate("ratio_of_sums", [ratio_part("A", "1", "4"), nothing]).value == D("0.25")
    found = aggregate("ratio_of_sums", [nothing])
    assert (found.value, found.reason, found.denominator) == (None, "zero_denominator", 0)


def test_last_takes_the_newest_period():
    assert (
        aggregate("last", [part("A", "1", moment=10), part("B", "2", moment=12), part("C", "3", moment=11)]).value == 2
    )
    assert aggregate("last", [part("A", "2", moment=12), part("B", "2", moment=12)]).value == 2
    assert aggregate("last", [part("A", "1", moment=12), part("B", "2", moment=12)]).reason == "ambiguous_last"


def test_count_of_yes():
    assert aggregate("count_yes", [part("A", "1"), part("B", "0"), part("C", "1")]).value == 2
    assert aggregate("count_yes", [part("A", "0")]).value == 0
    assert aggregate("count_yes", [part("A", "2")]).reason == "not_yes_no"


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "reason"),
    [
        (D(1), D(4), D(25), None),
        (D(0), D(4), D(0), None),
        (D(-1), D(4), D(-25), None),
        (None, D(4), None, "no_numerator"),
        (D(1), None, None, "no_denominator"),
        (None, None, None, "no_numerator"),
        (D(1), D(0), None, "zero_denominator"),
        (D(0), D(0), None, "zero_denominator"),
    ],
)
def test_a_ratio_without_denominator_is_not_computable(numerator, denominator, value, reason):
    assert ratio(numerator, denominator, D(100)) == (value, reason)


some_parts = st.lists(
    st.tuples(st.one_of(st.none(), numbers), positives, st.one_of(st.none(), numbers), st.one_of(st.none(), positives)),
    max_size=7,
)


@steady
@given(some_parts, st.randoms(use_true_random=False), st.sampled_from(RULES))
def test_the_order_of_the_zones_changes_no_value(rows, chance, rule):
    parts = [Part(str(place), *row) for place, row in enumerate(rows)]
    shuffled = chance.sample(parts, len(parts))
    one, two = aggregate(rule, parts), aggregate(rule, shuffled)
    assert (one.value, one.reason, set(one.missing)) == (two.value, two.reason, set(two.missing))


@steady
@given(st.lists(numbers, min_size=1, max_size=7), numbers)
def test_mean_lies_between_the_extremes_and_moves_with_the_values(values, offset):
    parts = [Part(str(place), value) for place, value in enumerate(values)]
    mean: Decimal = aggregate("mean", parts).value
    assert min(values) - D("1e-20") <= mean <= max(values) + D("1e-20")
    moved = aggregate("mean", [Part(each.zone, each.value + offset) for each in parts]).value
    assert abs(moved - mean - offset) < D("1e-20")


@steady
@given(st.lists(st.tuples(positives, positives), min_size=2, max_size=5))
def test_ratio_of_sums_is_the_mean_weighted_by_the_denominators(rows):
    parts = [Part(str(place), n / d, d, n, d) for place, (n, d) in enumerate(rows)]
    by_sums, weighted = aggregate("ratio_of_sums", parts).value, aggregate("weighted_mean", parts).value
    assert abs(by_sums - weighted) / by_sums < D("1e-20")


@steady
@given(st.lists(positives, min_size=2, max_size=5), positives)
def test_only_equal_denominators_make_it_the_mean_of_ratios(numerators, denominator):
    parts = [Part(str(place), n / denominator, None, n, denominator) for place, n in enumerate(numerators)]
    by_sums, mean = aggregate("ratio_of_sums", parts).value, aggregate("mean", parts).value
    assert abs(by_sums - mean) / mean < D("1e-20")
