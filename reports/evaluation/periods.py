"""Period arithmetic of `programs.periods`, with text that is no period refused as the evaluation refuses everything."""

from functools import lru_cache

from programs.periods import (
    KIND_FREQUENCY,
    MONTHS,
    PER_YEAR,
    Period,
    PeriodError,
    children,
    compare,
    first_after,
    from_month,
    label,
    latest_ended,
    previous,
    shift,
    sort_key,
    until,
    window,
    year_ago,
)
from programs.periods import parse as parse_code
from reports.evaluation.errors import EvaluationError, Fault

__all__ = [
    "KIND_FREQUENCY",
    "MONTHS",
    "PER_YEAR",
    "Period",
    "PeriodError",
    "children",
    "compare",
    "first_after",
    "from_month",
    "label",
    "latest_ended",
    "normal",
    "parse",
    "previous",
    "shift",
    "sort_key",
    "until",
    "window",
    "year_ago",
]


@lru_cache(maxsize=4096)
def parse(code: str) -> Period:
    """Read a period code. Raises `EvaluationError` (`bad_period`) for anything else, with the accepted forms."""
    try:
        return parse_code(code)
    except PeriodError as error:
        hint = "Write 2025, 2025-S1, 2025-Q3, 2025-07 or 2025-M07."
        raise EvaluationError(Fault("bad_period", code, f"'{code}' is not a period.", hint)) from error


def normal(code: str) -> str:
    """The one spelling of a period code: `2025-M07` becomes `2025-07`. Raises as `parse`."""
    return parse(code).code
