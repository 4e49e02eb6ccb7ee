"""Projection by a random walk with drift on logarithms: where a series goes at its own pace, with an honest interval.

mu and s are mean and standard deviation (n - 1) of the n changes of ln y;
ln y(t+h) ~ ln y + h mu with standard error s sqrt(h (1 + h / n)) and Student's t with n - 1 degrees of freedom.
Source: EVALUATION methods 2a. This is statistics, so numbers are floats; nothing here feeds a rating.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import mean, stdev

MIN_CHANGES = 4


@dataclass(frozen=True, slots=True)
class Projection:
    """A projected value with its interval, in the indicator's unit; `reason` says why there is none.

    `probability` is the chance to reach the target by then, None without a target. `changes` counts the changes used.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    probability: float | None = None
    changes: int = 0
    reason: str | None = None


def project(
    values: Sequence[Decimal], steps: int, *, level: float = 0.8, target: Decimal | None = None, falling: bool = False
) -> Projection:
    """Project a series `steps` periods ahead of its last value.

    `values` are equally spaced, oldest first, without gaps. `level` is the coverage of the interval (0..1). With a
    `target` the chance to be at or above it (at or below when `falling`) is given. Fewer than 4 changes are
    `too_short`, values not above 0 `not_positive`. Raises ValueError for steps below 1 or a level outside 0..1.
    """
    if steps < 1 or not 0 < level < 1:
        raise ValueError("steps must be 1 or more and level between 0 and 1")
    changes = len(values) - 1
    if changes < MIN_CHANGES:
        return Projection(changes=max(changes, 0), reason="too_short")
    if min(values) <= 0 or (target is not None and target <= 0):
        return Projection(changes=changes, reason="not_positive")
    logs = [math.log(value) for value in values]
    moves = [after - before for before, after in pairwise(logs)]
    drift, spread = mean(moves), stdev(moves)
    error = spread * math.sqrt(steps * (1 + steps / changes))
    centre = logs[-1] + steps * drift
    margin = t_quantile(0.5 + level / 2, changes - 1) * error
    chance = None if target is None else _chance(math.log(target), centre, error, changes - 1, falling=falling)
    return Projection(math.exp(centre), math.exp(centre - margin), math.exp(centre + margin), chance, changes)


def _chance(goal: float, centre: float, error: float, freedom: int, *, falling: bool) -> float:
    if error == 0:
        return float(centre <= goal) if falling else float(centre >= goal)
    below = t_cdf((goal - centre) / error, freedom)
    return below if falling else 1 - below


def t_cdf(value: float, freedom: int) -> float:
    """Distribution function of Student's t with `freedom` (>= 1, whole) degrees of freedom.

    Closed form by recurrence in the angle atan(t / sqrt(freedom)); Abramowitz and Stegun, 26.7.3 and 26.7.4.
    """
    angle = math.atan(value / math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    series = 0.0
    for step in range(2 + odd, freedom + 1, 2):
        series += term
        term *= square * (step - 1) / step
    share = 2 / math.pi * (angle + sine * series) if odd else sine * series
    return 0.5 + share / 2


def t_quantile(probability: float, freedom: int) -> float:
    """The value below which Student's t lies with `probability` (strictly between 0 and 1), by bisection."""
    low, high = -1.0, 1.0
    while t_cdf(low, freedom) > probability:
        low *= 2
    while t_cdf(high, freedom) < probability:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if t_cdf(middle, freedom) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2
