"""Short constructors of evaluation inputs, so that a test names only what it is about."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import (
    Cell,
    EvaluationInputs,
    Indicator,
    Milestone,
    Obligation,
    RatingRule,
    Scope,
    Target,
    Task,
    Zone,
)

D = Decimal
FLOW = {"nature": "flow", "time_rule": "sum"}
steady = settings(derandomize=True, deadline=None, database=None, max_examples=120)
numbers = st.decimals(min_value=-10_000, max_value=10_000, places=2)
positives = st.decimals(min_value="0.01", max_value=10_000, places=2)


def scope(**changes: Any) -> Scope:
    """A quarterly evaluation of 2026-Q3, read on 25 October 2026."""
    values: dict[str, Any] = {
        "program": "pilot",
        "name_en": "Pilot",
        "name_zh": "试点",
        "start": date(2022, 11, 21),
        "end": date(2027, 11, 20),
        "kind": "quarterly",
        "period": "2026-Q3",
        "as_of": datetime(2026, 10, 25, 12, tzinfo=UTC),
    }
    return Scope(**{**values, **changes})


def indicator(code: str = "IND01", **changes: Any) -> Indicator:
    """A quarterly stock that is summed over zones."""
    values: dict[str, Any] = {
        "name_en": code,
        "name_zh": code,
        "definition_en": "",
        "definition_zh": "",
        "unit_en": "CNY 100 million",
        "unit_zh": "亿元",
        "decimals": 1,
        "direction": "increase",
        "nature": "stock",
        "frequency": "Q",
        "zone_rule": "sum",
        "time_rule": "last",
    }
    return Indicator(code, **{**values, **changes})


def target(**changes: Any) -> Target:
    """From 100 at the end of 2024 to 200 at the end of 2028, so that 2026 should stand at 150."""
    values: dict[str, Any] = {
        "indicator": "IND01",
        "zone": "A",
        "type": "increase",
        "target": D(200),
        "target_period": "2028",
        "baseline": D(100),
        "baseline_period": "2024",
    }
    return Target(**{**values, **changes})


def cell(period: str, value: str | None, zone: str = "A", code: str = "IND01", **changes: Any) -> Cell:
    """An observation; None means reported as missing."""
    values: dict[str, Any] = {"status": "A" if value is not None else "M"}
    return Cell(code, zone, period, None if value is None else D(value), **{**values, **changes})


def zones(*codes: str) -> tuple[Zone, ...]:
    """Zones in the order given."""
    return tuple(Zone(code, code, code, order) for order, code in enumerate(codes))


def inputs(**changes: Any) -> EvaluationInputs:
    """One indicator in the zones A and B."""
    values: dict[str, Any] = {"scope": scope(), "zones": zones("A", "B"), "indicators": (indicator(),)}
    return EvaluationInputs(**{**values, **changes})


def task(code: str = "T1", **changes: Any) -> Task:
    """An accepted task of zone A from January to December 2026."""
    values: dict[str, Any] = {
        "name_en": code,
        "name_zh": code,
        "measure": "M001",
        "section": "S01",
        "zone": "A",
        "lead": "A-STC",
        "state": "in_progress",
        "due": date(2026, 12, 31),
        "original_due": date(2026, 12, 31),
        "start": date(2026, 1, 1),
    }
    return Task(code, **{**values, **changes})


def step(weight: str, due: date, done: date | None = None, **changes: Any) -> Milestone:
    """A milestone."""
    return Milestone(D(weight), due, due, done, **changes)


def owed(zone: str = "A", received: date | None = None, **changes: Any) -> Obligation:
    """What the science agency of a zone owes for 2026-Q3 by 20 October."""
    values: dict[str, Any] = {
        "agency": f"{zone}-STC",
        "indicator": "IND01",
        "period": "2026-Q3",
        "due": date(2026, 10, 20),
    }
    return Obligation(zone=zone, received=received, **{**values, **changes})


def line(
    cells: Iterable[Cell],
    goal: Target | None = None,
    zone: str = "A",
    rule: RatingRule | None = None,
    scope_changes: dict[str, Any] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """The line of one zone of an evaluation of one indicator."""
    given = inputs(
        scope=scope(**(scope_changes or {})),
        cells=tuple(cells),
        targets=() if goal is None else (goal,),
        indicators=(indicator(**changes),),
        rule=rule or RatingRule(),
    )
    return next(each for each in evaluate_programme(given)["lines"] if each["zone"] == zone)
