"""The entry form of a period as a matrix: one row per owed value, with what was handed in before beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

from indicators.models import Dimension, Obligation, Observation
from indicators.services.kept_rows import Place, place_of
from indicators.validation.types import Table
from programs import periods
from programs.actors import Actor
from programs.models import Agency, Program
from programs.scoping import visible_to

MOST_PARTS = 40


@dataclass
class Cell:
    """One value to enter: its key in the form, what was typed, what stood before, and what is the matter with it."""

    obligation: Obligation
    dimensions: dict[str, str]
    part: str
    value: str = ""
    status: str = "A"
    note: str = ""
    current: Decimal | None = None
    previous: Decimal | None = None
    year_ago: Decimal | None = None
    findings: list[Any] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The cell's name in the form."""
        return f"{self.obligation.pk}:{dimension_key(self.dimensions)}"

    @property
    def filled(self) -> bool:
        """Whether something was entered: a value, or that it is missing."""
        return bool(self.value) or self.status == "M"

    @property
    def worst(self) -> str:
        """The severity of the worst finding."""
        found = {finding.severity for finding in self.findings}
        return next((severity for severity in ("error", "review", "warning") if severity in found), "")

    def as_row(self) -> dict[str, Any]:
        """The row of the delivery."""
        owed = self.obligation
        return {
            "indicator": owed.indicator.code,
            "zone": owed.zone.code,
            "period": owed.period,
            "value": self.value,
            "dimensions": self.dimensions,
            "status": self.status,
            "note": self.note,
        }


def dimension_key(dimensions: Mapping[str, str]) -> str:
    """The key of a series: `sector=ai;size=small`, dimensions in the order of their codes; empty for the total."""
    return ";".join(f"{code}={value}" for code, value in sorted(dimensions.items()))


def matrix(actor: Actor, program: Program, agency: Agency, period: str) -> list[Cell]:
    """The cells that an agency owes for a period: totals, each followed by its parts; six queries whatever the size."""
    owed = visible_to(actor, Obligation.objects.filter(program=program, agency=agency, period=period))
    rows = list(
        owed.select_related("indicator__unit", "zone")
        .prefetch_related("indicator__dimensions__values")
        .order_by("indicator__code", "zone__sort_order")
    )
    cells = [cell for row in rows for cell in _cells(row)]
    _fill_in_earlier(actor, program, period, cells)
    return cells


def _cells(row: Obligation) -> Iterable[Cell]:
    yield Cell(row, {}, "")
    dimensions = list(row.indicator.dimensions.all())
    if not dimensions:
        return
    combinations = list(product(*(list(dimension.values.all()) for dimension in dimensions)))
    for values in combinations[:MOST_PARTS]:
        yield Cell(row, _codes(dimensions, values), " · ".join(value.name for value in values))


def _codes(dimensions: Sequence[Dimension], values: Sequence[Any]) -> dict[str, str]:
    return {dimension.code: value.code for dimension, value in zip(dimensions, values, strict=True)}


def _fill_in_earlier(actor: Actor, program: Program, period: str, cells: list[Cell]) -> None:
    this = periods.parse(period)
    months = {
        "current": this.first_month,
        "previous": periods.previous(this).first_month,
        "year_ago": periods.year_ago(this).first_month,
    }
    stored = visible_to(actor, Observation.objects.filter(
        series__program=program, series__indicator__in={cell.obligation.indicator_id for cell in cells},
        series__zone__in={cell.obligation.zone_id for cell in cells}, period__in=months.values(),
    ))  # fmt: skip
    known = {
        (indicator, zone, key, month): value
        for indicator, zone, key, month, value in stored.values_list(
            "series__indicator_id", "series__zone_id", "series__dimension_key", "period", "value"
        )
    }
    for cell in cells:
        place = (cell.obligation.indicator_id, cell.obligation.zone_id, dimension_key(cell.dimensions))
        for name, month in months.items():
            setattr(cell, name, known.get((*place, month)))


def read_rows(cells: Iterable[Cell], table: Table) -> None:
    """Take over what an earlier delivery holds for each cell."""
    rows = {place_of(table, row): row for row in range(len(table))}
    for cell in cells:
        owed = cell.obligation
        place = Place(owed.indicator.code, owed.zone.code, owed.period, dimension_key(cell.dimensions))
        if (row := rows.get(place)) is not None:
            cell.value = "" if table.value[row] is None else str(table.value[row])
            cell.status, cell.note = str(table.status[row] or "A"), str(table.note[row] or "")


def read_typed(cells: Iterable[Cell], typed: Mapping[str, Any]) -> None:
    """Take over what the form holds for each cell."""
    for cell in cells:
        cell.value = str(typed.get(f"value:{cell.key}", "")).strip()
        cell.status = str(typed.get(f"status:{cell.key}", "A"))
        cell.note = str(typed.get(f"note:{cell.key}", "")).strip()
