"""The entry form of a period as a matrix: one row per owed value, with what was handed in before beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

from indicators.models import Dimension, Obligation, Observation, Submission
from indicators.models.observations import STATUSES
from indicators.pages.deliveries import Waiting, waiting_places
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
    stored_status: str = ""
    stored_note: str = ""
    waits: Waiting | None = None
    previous: Decimal | None = None
    year_ago: Decimal | None = None
    findings: list[Any] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The cell's name in the form."""
        return f"{self.obligation.pk}:{dimension_key(self.dimensions)}"

    @property
    def place(self) -> Place:
        """Which value the cell is about."""
        owed = self.obligation
        return Place(owed.indicator.code, owed.zone.code, owed.period, dimension_key(self.dimensions))

    @property
    def filled(self) -> bool:
        """Whether something was entered: a value, or another status or note than what is stored."""
        return bool(self.value) or (self.status, self.note) != (self.stored_status or "A", self.stored_note)

    @property
    def stored_words(self) -> str:
        """The status of the stored value in words, empty for a normal one."""
        return str(dict(STATUSES)[self.stored_status]) if self.stored_status not in ("", "A") else ""

    @property
    def worst(self) -> str:
        """The severity of the worst finding."""
        found = {finding.severity for finding in self.findings}
        return next((severity for severity in ("error", "review", "warning") if severity in found), "")

    def as_row(self) -> dict[str, Any]:
        """The row of the delivery. A new status or note of a stored value takes the value along."""
        owed = self.obligation
        value = self.value
        if not value and self.status != "M" and self.current is not None:
            value = f"{self.current.normalize():f}"
        return {
            "indicator": owed.indicator.code,
            "zone": owed.zone.code,
            "period": owed.period,
            "value": value,
            "dimensions": self.dimensions,
            "status": self.status,
            "note": self.note,
        }


def dimension_key(dimensions: Mapping[str, str]) -> str:
    """The key of a series: `sector=ai;size=small`, dimensions in the order of their codes; empty for the total."""
    return ";".join(f"{code}={value}" for code, value in sorted(dimensions.items()))


def matrix(actor: Actor, program: Program, agency: Agency, period: str) -> list[Cell]:
    """The cells that an agency owes for a period: totals, each followed by its parts; seven queries whatever the size."""
    owed = visible_to(actor, Obligation.objects.filter(program=program, agency=agency, period=period))
    rows = list(
        owed.select_related("indicator__unit", "zone")
        .prefetch_related("indicator__dimensions__values")
        .order_by("indicator__code", "zone__sort_order")
    )
    cells = [cell for row in rows for cell in _cells(row)]
    _fill_in_earlier(actor, program, period, cells)
    waiting = waiting_places(visible_to(actor, Submission.objects.filter(program=program)), [agency.pk])
    for cell in cells:
        cell.waits = waiting.get((program.pk, cell.place))
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
        (indicator, zone, key, month): rest
        for indicator, zone, key, month, *rest in stored.values_list(
            "series__indicator_id", "series__zone_id", "series__dimension_key", "period", "value", "status", "note"
        )
    }
    for cell in cells:
        place = (cell.obligation.indicator_id, cell.obligation.zone_id, dimension_key(cell.dimensions))
        for name, month in months.items():
            setattr(cell, name, known.get((*place, month), [None])[0])
        if (stands := known.get((*place, months["current"]))) is not None:
            cell.stored_status, cell.stored_note = stands[1:]
            cell.status, cell.note = cell.stored_status, cell.stored_note


def read_rows(cells: Iterable[Cell], table: Table) -> None:
    """Take over what an earlier delivery holds for each cell."""
    rows = {place_of(table, row): row for row in range(len(table))}
    for cell in cells:
        if (row := rows.get(cell.place)) is not None:
            cell.value = "" if table.value[row] is None else str(table.value[row])
            cell.status, cell.note = str(table.status[row] or "A"), str(table.note[row] or "")


def read_typed(cells: Iterable[Cell], typed: Mapping[str, Any]) -> None:
    """Take over what the form holds for each cell."""
    for cell in cells:
        cell.value = str(typed.get(f"value:{cell.key}", "")).strip()
        cell.status = str(typed.get(f"status:{cell.key}", cell.status))
        cell.note = str(typed.get(f"note:{cell.key}", cell.note)).strip()
        if cell.value and cell.status == cell.stored_status == "M":  # it came after all: its absence is over
            cell.status, cell.note = "A", "" if cell.note == cell.stored_note else cell.note
