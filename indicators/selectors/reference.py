"""Everything that a delivery is held against, read in at most five queries whatever its size."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from indicators.models import DimensionValue, Duty, IndicatorUse, ReportingPeriod
from indicators.validation.types import IndicatorFact, PeriodFact, Reference, Table
from programs import clock, periods
from programs.models import Agency, Program, Zone

PERCENT = "PERCENT"
MONEY = frozenset({"CNY", "USD", "EUR", "HKD"})
MANY = 500  # above so many codes everything is read instead of naming each
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z")


@dataclass(slots=True)
class Directory:
    """The reference of the rules, and the keys of the codes in it."""

    reference: Reference
    indicator_ids: dict[str, int] = field(default_factory=dict)
    zone_ids: dict[str, int] = field(default_factory=dict)


def directory_for(program: Program, agency: Agency, table: Table) -> Directory:
    """What the agency may report in the programme, as far as the table speaks of it, and what is known of its periods,
    zones and dimensions."""
    indicators, indicator_ids = _indicators(program, _codes(_distinct_texts(table.indicator)))
    zone_texts = _distinct_texts(table.zone)
    zone_ids, cells = _duties(program, agency, list(indicator_ids.values()), _codes(zone_texts))
    zones = set(zone_ids)
    if zone_texts - zones:
        zones |= set(Zone.objects.values_list("code", flat=True))
    known: tuple[str, ...] = ()
    if len(indicators) < len(_distinct_texts(table.indicator)):
        known = tuple(
            IndicatorUse.objects.filter(program=program)
            .order_by("indicator__code")
            .values_list("indicator__code", flat=True)
        )
    found, examples = _periods(program, _distinct_texts(table.period))
    reference = Reference(indicators, frozenset(zones), frozenset(cells), found, _dimension_values(), examples, known)
    return Directory(reference, indicator_ids, zone_ids)


def _codes(texts: set[str]) -> list[str]:
    """The texts that could be codes at all; others never reach the database."""
    return sorted(text for text in texts if CODE.match(text))


def _distinct_texts(column: list[Any]) -> set[str]:
    """The texts in a column without outer spaces; objects of other kinds are passed over."""
    try:
        distinct = set(column)
    except TypeError:  # a list or an object stands where a text belongs
        distinct = {item for item in column if isinstance(item, str)}
    return {item.strip() for item in distinct if isinstance(item, str)}


def _indicators(program: Program, codes: list[str]) -> tuple[dict[str, IndicatorFact], dict[str, int]]:
    """Indicators of the programme by code, and their keys: one query, a row for each dimension."""
    rows = (
        IndicatorUse.objects.filter(program=program, **({"indicator__code__in": codes} if len(codes) <= MANY else {}))
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
        )
    )
    by_code: dict[str, dict[str, Any]] = {}
    dimensions: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_code[row["indicator__code"]] = row
        if row["indicator__dimensions__code"] is not None:
            dimensions[row["indicator__code"]].append(row["indicator__dimensions__code"])
    facts = {code: _fact(row, tuple(dimensions[code])) for code, row in by_code.items()}
    return facts, {code: row["indicator_id"] for code, row in by_code.items()}


def _duties(
    program: Program, agency: Agency, indicators: list[int], zones: list[str]
) -> tuple[dict[str, int], set[tuple[str, str]]]:
    """Keys of the zones and the (indicator, zone) that the agency reports: one query."""
    duties = Duty.objects.filter(use__program=program, agency=agency)
    if len(indicators) <= MANY and len(zones) <= MANY:
        duties = duties.filter(use__indicator__in=indicators, zone__code__in=zones)
    rows = list(duties.order_by().values_list("use__indicator__code", "zone__code", "zone_id"))
    return {zone: pk for _code, zone, pk in rows}, {(code, zone) for code, zone, _pk in rows}


def _fact(row: dict[str, Any], dimensions: tuple[str, ...]) -> IndicatorFact:
    yes_no = row["indicator__nature"] == "yes_no"
    low, high = row["indicator__minimum"], row["indicator__maximum"]
    return IndicatorFact(
        code=row["indicator__code"],
        frequency=row["indicator__frequency"],
        computed=row["indicator__numerator_id"] is not None,
        decimals=max(row["indicator__decimals"], row["indicator__unit__decimals"]),
        minimum=0.0 if yes_no else None if low is None else float(low),
        maximum=1.0 if yes_no else None if high is None else float(high),
        whole=yes_no or bool(row["indicator__whole"]),
        additive=bool(row["indicator__additive"]),
        cumulative=bool(row["indicator__cumulative"]),
        dimensions=dimensions,
        multiplier=row["indicator__unit__multiplier"],
        percent=row["indicator__unit__base"] == PERCENT,
        scaled=row["indicator__unit__base"] in MONEY or row["indicator__unit__multiplier"] != 0,
        unit_en=row["indicator__unit__name_en"],
        unit_zh=row["indicator__unit__name_zh"],
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
