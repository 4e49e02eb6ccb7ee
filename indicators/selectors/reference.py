"""Everything that a delivery is held against, read in at most five queries whatever its size."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, FilteredRelation, Q

from indicators.models import DimensionValue, IndicatorUse, ReportingPeriod
from indicators.validation.types import IndicatorFact, PeriodFact, Reference, Table
from programs import clock, periods
from programs.models import Agency, Program, Zone

PERCENT = "PERCENT"


@dataclass(slots=True)
class Directory:
    """The reference of the rules, and the keys of the codes in it."""

    reference: Reference
    indicator_ids: dict[str, int] = field(default_factory=dict)
    zone_ids: dict[str, int] = field(default_factory=dict)


def directory_for(program: Program, agency: Agency, table: Table) -> Directory:
    """What the agency may report in the programme, and what is known of the periods, zones and dimensions in the table."""
    indicators, indicator_ids, zone_ids, cells = _duties(program, agency)
    zones = set(zone_ids)
    others = _distinct_texts(table.zone) - zones
    if others:
        zones |= set(Zone.objects.values_list("code", flat=True))
    known, examples = _periods(program, _distinct_texts(table.period))
    reference = Reference(indicators, frozenset(zones), frozenset(cells), known, _dimension_values(), examples)
    return Directory(reference, indicator_ids, zone_ids)


def _distinct_texts(column: list[Any]) -> set[str]:
    """The texts in a column without outer spaces; objects of other kinds are passed over."""
    try:
        distinct = set(column)
    except TypeError:  # a list or an object stands where a text belongs
        distinct = {item for item in column if isinstance(item, str)}
    return {item.strip() for item in distinct if isinstance(item, str)}


def _duties(
    program: Program, agency: Agency
) -> tuple[dict[str, IndicatorFact], dict[str, int], dict[str, int], set[tuple[str, str]]]:
    """Indicators of the programme, their keys, and the cells of the agency: one query."""
    rows = (
        IndicatorUse.objects.filter(program=program)
        .annotate(own=FilteredRelation("duties", condition=Q(duties__agency=agency)))
        .order_by("indicator__code", "indicator__dimensions__code")
        .values(
            *(
                "indicator_id",
                "indicator__code",
                "indicator__frequency",
                "indicator__numerator_id",
                "indicator__decimals",
                "indicator__minimum",
            ),
            *(
                "indicator__maximum",
                "indicator__whole",
                "indicator__additive",
                "indicator__cumulative",
                "indicator__nature",
            ),
            *(
                "indicator__dimensions__code",
                "indicator__unit__base",
                "indicator__unit__multiplier",
                "indicator__unit__decimals",
            ),
            *("indicator__unit__name_en", "indicator__unit__name_zh"),
            zone_id=F("own__zone_id"),
            zone_code=F("own__zone__code"),
        )
    )
    by_code: dict[str, dict[str, object]] = {}
    dimensions: dict[str, list[str]] = defaultdict(list)
    zone_ids: dict[str, int] = {}
    cells: set[tuple[str, str]] = set()
    for row in rows:
        code = row["indicator__code"]
        by_code[code] = row
        dimension = row["indicator__dimensions__code"]
        if dimension is not None and dimension not in dimensions[code]:
            dimensions[code].append(dimension)
        if row["zone_code"] is not None:
            zone_ids[row["zone_code"]] = row["zone_id"]
            cells.add((code, row["zone_code"]))
    facts = {code: _fact(row, tuple(dimensions[code])) for code, row in by_code.items()}
    return facts, {code: row["indicator_id"] for code, row in by_code.items()}, zone_ids, cells  # type: ignore[misc]


def _fact(row: dict[str, object], dimensions: tuple[str, ...]) -> IndicatorFact:
    yes_no = row["indicator__nature"] == "yes_no"
    low, high = row["indicator__minimum"], row["indicator__maximum"]
    return IndicatorFact(
        code=str(row["indicator__code"]),
        frequency=str(row["indicator__frequency"]),
        computed=row["indicator__numerator_id"] is not None,
        decimals=max(int(str(row["indicator__decimals"])), int(str(row["indicator__unit__decimals"]))),
        minimum=0.0 if yes_no else None if low is None else float(str(low)),
        maximum=1.0 if yes_no else None if high is None else float(str(high)),
        whole=yes_no or bool(row["indicator__whole"]),
        additive=bool(row["indicator__additive"]),
        cumulative=bool(row["indicator__cumulative"]),
        dimensions=dimensions,
        multiplier=int(str(row["indicator__unit__multiplier"])),
        percent=row["indicator__unit__base"] == PERCENT,
        unit_en=str(row["indicator__unit__name_en"]),
        unit_zh=str(row["indicator__unit__name_zh"]),
    )


def _dimension_values() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for dimension, value in DimensionValue.objects.order_by("dimension__code", "sort_order", "code").values_list(
        "dimension__code", "code"
    ):
        found[dimension].append(value)
    return {dimension: tuple(values) for dimension, values in found.items()}


def _periods(program: Program, texts: Iterable[str]) -> tuple[dict[str, PeriodFact], dict[str, str]]:
    """Each readable period text with its state, and an open period of each frequency as an example."""
    states: dict[str, str] = {}
    examples: dict[str, str] = {}
    today = clock.today()
    rows = (
        ReportingPeriod.objects.filter(program=program)
        .order_by("start")
        .values_list("code", "opened_at", "closed_at", "start")
    )
    for code, opened_at, closed_at, start in rows:
        states[code] = (
            "closed"
            if closed_at is not None
            else "open"
            if opened_at is not None
            else "future"
            if start > today
            else "not_open"
        )
        if states[code] == "open":
            examples[periods.parse(code).frequency] = code
    known = {}
    for text in texts:
        try:
            period = periods.parse(text)
        except periods.PeriodError:
            continue
        state = states.get(period.code, "future" if period.start > today else "not_open")
        known[text] = PeriodFact(period.code, period.frequency, period.first_month, state, period.end)
    return known, examples
