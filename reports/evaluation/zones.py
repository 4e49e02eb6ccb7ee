"""Aggregation over zones: one declared rule per indicator, refused where none is declared.

Nothing is imputed: what is missing is listed and the figure is marked partial. Source: EVALUATION methods 2b.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.evaluation.decimals import ONE, ZERO, exact, total
from reports.evaluation.ratio import ratio


@dataclass(frozen=True, slots=True)
class Part:
    """One zone's share in an aggregate.

    `value` in the indicator's unit. `weight` serves `weighted_mean`; `numerator` and `denominator` serve
    `ratio_of_sums`; `moment` (month number of the value's period) serves `last`.
    """

    zone: str
    value: Decimal | None = None
    weight: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    moment: int = 0


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The figure of several zones. `reason` says why `value` is None; zone codes stand in the order of the parts.

    `missing` not empty means partial: the value covers the `contributing` zones only.
    """

    value: Decimal | None
    reason: str | None
    contributing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    numerator: Decimal | None = None
    denominator: Decimal | None = None


Method = Callable[[Sequence[Part]], tuple[Decimal | None, str | None]]


@exact
def aggregate(rule: str, parts: Sequence[Part], factor: Decimal = ONE) -> Aggregate:
    """Combine `parts` by `rule`; the order of the parts never changes the value.

    * sum, mean, max, min: of the values that exist;
    * weighted_mean: sum(w y) / sum(w); a zone without value or weight is missing; weights below 0 and a weight sum of
      0 are not computable (`negative_weight`, `zero_weight`);
    * ratio_of_sums: `factor` x sum(N) / sum(D), numerator and denominator first, then one division: the mean of the
      zones' ratios answers another question;
    * last: the value of the newest period; two different values of one newest period are `ambiguous_last`;
    * count_yes: the number of zones whose value is 1, any value but 0 and 1 is `not_yes_no`;
    * none: refuses (`no_zone_rule`).

    No zone with a value gives `no_value`. Raises KeyError for an unknown rule, which `check_inputs` reports first.
    """
    if rule == "none":
        return Aggregate(None, "no_zone_rule")
    usable = [part for part in parts if _is_usable(rule, part)]
    there = {part.zone for part in usable}
    contributing = tuple(part.zone for part in parts if part.zone in there)
    missing = tuple(part.zone for part in parts if part.zone not in there)
    if not usable:
        return Aggregate(None, "no_value", contributing, missing)
    if rule == "ratio_of_sums":
        numerator = total(part.numerator or ZERO for part in usable)
        denominator = total(part.denominator or ZERO for part in usable)
        value, reason = ratio(numerator, denominator, factor)
        return Aggregate(value, reason, contributing, missing, numerator, denominator)
    value, reason = METHODS[rule](usable)
    return Aggregate(value, reason, contributing, missing)


def _is_usable(rule: str, part: Part) -> bool:
    if rule == "ratio_of_sums":
        return part.numerator is not None and part.denominator is not None
    return part.value is not None and (rule != "weighted_mean" or part.weight is not None)


def _values(parts: Sequence[Part]) -> list[Decimal]:
    return [part.value for part in parts if part.value is not None]


def _sum(parts: Sequence[Part]) -> tuple[Decimal | None, str | None]:
    return total(sorted(_values(parts))), None


def _mean(parts: Sequence[Part]) -> tuple[Decimal | None, str | None]:
    return total(sorted(_values(parts))) / len(parts), None


def _weighted_mean(parts: Sequence[Part]) -> tuple[Decimal | None, str | None]:
    weights = [part.weight or ZERO for part in parts]
    if min(weights) < 0:
        return None, "negative_weight"
    whole = total(sorted(weights))
    if whole == 0:
        return None, "zero_weight"
    products = sorted(weight * value for weight, value in zip(weights, _values(parts), strict=True))
    return total(products) / whole, None


def _max(parts: Sequence[Part]) -> tuple[Decimal | None, str | None]:
    return max(_values(parts)), None


def _min(parts: Sequence[Part]) -> tuple[Decimal | None, str | None]:
    return min(_values(parts)), None


def _last(parts: Sequence[Part]) -> tuple[Decimal | None, str | None]:
    newest = max(part.moment for part in parts)
    values = set(_values([part for part in parts if part.moment == newest]))
    return (values.pop(), None) if len(values) == 1 else (None, "ambiguous_last")


def _count_yes(parts: Sequence[Part]) -> tuple[Decimal | None, str | None]:
    values = _values(parts)
    if any(value not in (ZERO, ONE) for value in values):
        return None, "not_yes_no"
    return total(values), None


METHODS: dict[str, Method] = {
    "sum": _sum,
    "mean": _mean,
    "weighted_mean": _weighted_mean,
    "max": _max,
    "min": _min,
    "last": _last,
    "count_yes": _count_yes,
}
