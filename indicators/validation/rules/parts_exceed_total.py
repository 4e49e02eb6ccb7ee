"""Parts are not more than their total."""

from collections.abc import Iterator

from indicators.validation.stored import Comparison
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "parts_exceed_total", ERROR


def check(comparison: Comparison) -> Iterator[Hit]:
    """Some parts of an indicator that cannot be negative sum to more than the total, beyond rounding or 0.1 %."""
    for group in comparison.breakdowns:
        total = group.values.get("")
        if total is None or group.complete or group.fact.minimum is None or group.fact.minimum < 0:
            continue
        together = sum(group.parts)
        if together > total + group.tolerance(total):
            row, severity = group.place()
            yield Hit(
                row,
                "value",
                comparison.grid.texts[row],
                {"total": f"{total:.15g}", "sum": f"{together:.15g}"},
                severity,
            )
