"""What stood behind a figure in the frozen inputs of its evaluation: its target, and the cells of its span."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from programs.periods import parse
from reports.evaluation.types import Cell
from reports.models import Evaluation

Row = Mapping[str, Any]
Versions = frozenset[tuple[int, int]]
PER_YEAR = 12
CELL = tuple(field.name for field in fields(Cell))  # the order in which frozen inputs list them


@dataclass(frozen=True)
class Working:
    """The frozen rows behind one line of the result.

    `read` are the cells that went in, oldest first. `absent` are cells of the same span that were handed in without a
    value, `year_ago` those of the same span a year before.
    """

    indicator: Row
    target: Row | None
    read: list[Row]
    absent: list[Row]
    year_ago: list[Row]

    def values_of(self, code: str) -> list[str]:
        """The values of one indicator that went in, oldest first."""
        return [row["value"] for row in self.read if row["indicator"] == code]


def working_of(evaluation: Evaluation, line: Row) -> Working:
    """The rows behind a line; one query for the frozen inputs."""
    inputs = Evaluation.objects.values_list("inputs__inputs", flat=True).get(pk=evaluation.pk) or {}
    indicators = {row["code"]: row for row in inputs.get("indicators", ())}
    indicator = indicators.get(line["indicator"], {})
    codes = {line["indicator"], *filter(None, (indicator.get("numerator"), indicator.get("denominator")))}
    zones = {line["zone"]} if line["zone"] else {*line["contributing"], *line["missing"]}
    cells = [
        dict(zip(CELL, row, strict=True)) for row in inputs.get("cells", ()) if row[0] in codes and row[1] in zones
    ]
    seen = {(row["id"], row["version"]) for row in line["observations"]}
    first, last = span_of(line)
    return Working(
        indicator,
        next((row for row in inputs.get("targets", ()) if _is_of(row, line)), None),
        _ordered(row for row in cells if (row["observation"], row["version"]) in seen),
        _within(cells, first, last, with_value=False),
        _within(cells, *_year_before(indicator, first, last), with_value=True)
        if (line["change"] or {}).get("value")
        else [],
    )


def span_of(line: Row) -> tuple[int, int]:
    """First and last month (as numbers) of what the value of a line covers."""
    period = parse(line["value_period"])
    if line["covers"] == "year_to_date":
        return period.year * PER_YEAR, period.last_month
    if line["covers"] == "since_baseline" and line["baseline_period"]:
        return parse(line["baseline_period"]).last_month + 1, period.last_month
    return period.first_month, period.last_month


def versions(rows: Iterable[Row]) -> Versions:
    """Row and version of each cell that is stored."""
    return frozenset((row["observation"], row["version"]) for row in rows if row["observation"] is not None)


def _year_before(indicator: Row, first: int, last: int) -> tuple[int, int]:
    """The span a year earlier; of a series that is handed in as a total since January only its last period."""
    only_last = indicator.get("cumulative") or indicator.get("time_rule") == "last"
    return (last if only_last else first) - PER_YEAR, last - PER_YEAR


def _within(cells: Iterable[Row], first: int, last: int, *, with_value: bool) -> list[Row]:
    return _ordered(
        row
        for row in cells
        if (row["value"] is not None) == with_value and first <= parse(row["period"]).last_month <= last
    )


def _ordered(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["indicator"], row["zone"], parse(row["period"]).last_month))


def _is_of(target: Row, line: Row) -> bool:
    return (target["indicator"], target["zone"]) == (line["indicator"], line["zone"])
