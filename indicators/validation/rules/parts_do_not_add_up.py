"""All parts together are the total."""

from collections.abc import Iterator

from indicators.validation.stored import Comparison
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "parts_do_not_add_up", ERROR


def check(comparison: Comparison) -> Iterator[Hit]:
    """Every part is there and their sum differs from the total by more than rounding or 0.1 %."""
    for group in comparison.breakdowns:
        total = group.values.get("")
        if total is None or not group.complete:
            continue
        together = sum(group.parts)
        if abs(together - total) > group.tolerance(total):
            row, severity = group.place()
            yield Hit(
                row,
                "value",
                comparison.grid.texts[row],
                {"total": f"{total:.15g}", "sum": f"{together:.15g}"},
                severity,
            )
