"""Invented values from a written recipe: level, growth, season, noise. Pure and deterministic.

A recipe gives the value of one period in the base quarter; other periods follow by yearly growth, counted in months
between the ends of periods. Noise comes from a generator seeded by indicator, zone and period, so that the same recipe
gives the same values on every machine and a longer history changes no earlier value.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from programs import periods

BASE = periods.parse("2023-Q3")


@dataclass(frozen=True, slots=True)
class Shape:
    """What of an indicator's definition shapes its values."""

    code: str
    frequency: str
    decimals: int
    cumulative: bool


def value_of(shape: Shape, recipe: Mapping[str, Any], zone: str, period: periods.Period) -> Decimal:
    """The invented total of one period, rounded to the indicator's decimals; year-to-date where it is cumulative."""
    if not shape.cumulative:
        return _rounded(_single(shape, recipe, zone, period), shape.decimals)
    year = periods.Period("A", period.year, 1)
    within = [p for p in periods.children(year, shape.frequency) if p.last_month <= period.last_month]
    return sum((_rounded(_single(shape, recipe, zone, p), shape.decimals) for p in within), Decimal(0))


def parts_of(total: Decimal, shares: Mapping[str, Any], decimals: int) -> dict[str, Decimal]:
    """Split a total by shares so that the rounded parts still add up to it (largest remainder)."""
    step = Decimal(1).scaleb(-decimals)
    exact = {code: total * Decimal(str(share)) for code, share in shares.items()}
    parts = {code: amount.quantize(step, rounding=ROUND_DOWN) for code, amount in exact.items()}
    missing = int((total - sum(parts.values(), Decimal(0))) / step)
    by_remainder = sorted(exact, key=lambda code: (parts[code] - exact[code], code))
    for code in by_remainder[:missing]:
        parts[code] += step
    return parts


def baseline_of(shape: Shape, recipe: Mapping[str, Any], zone: str) -> Decimal:
    """The level of the base quarter, where targets begin."""
    return _rounded(Decimal(str(recipe["levels"][zone])), shape.decimals)


def _single(shape: Shape, recipe: Mapping[str, Any], zone: str, period: periods.Period) -> Decimal:
    base = periods.from_month(shape.frequency, BASE.last_month)
    years = (period.last_month - base.last_month) / 12
    growth = (1 + float(recipe["annual_growth"])) ** years
    season = recipe.get("seasonality")
    factor = float(season[(period.last_month % 12) // 3]) if season else 1.0
    noise = random.Random(f"{shape.code}/{zone}/{period.code}").gauss(0, float(recipe["noise"]))  # noqa: S311 - invented data, no secret
    return Decimal(str(recipe["levels"][zone])) * Decimal(repr(growth * factor * (1 + noise)))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
