"""Quality of the data that were owed: completeness and timeliness, with their numerators, and how late it was.

Source: EVALUATION methods 2f; completeness, timeliness and the reporting rate on time as in DHIS2.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from reports.evaluation.decimals import SHARE_PLACES, exact, to_text
from reports.evaluation.periods import Period, parse
from reports.evaluation.types import Obligation


def owed_in(obligations: Iterable[Obligation], period: Period, today: date) -> list[Obligation]:
    """The obligations that an evaluation of `period` counts.

    Those whose own period ends inside `period` (a year belongs to the evaluation of its last quarter), that are not
    waived, and that are due by `today` or were received by then.
    """
    return [
        each
        for each in obligations
        if each.status != "waived"
        and period.first_month <= parse(each.period).last_month <= period.last_month
        and (each.due <= today or _is_received(each, today))
    ]


def _is_received(each: Obligation, today: date) -> bool:
    return each.received is not None and each.received <= today


@exact
def quality(owed: Sequence[Obligation], today: date) -> dict[str, Any]:
    """The figures of one group of obligations.

    completeness = received / expected, timeliness = on time / expected, plain ratios, None when nothing was expected.
    On time means received on the due date or before. The median of days late is taken over what came late, None when
    nothing did. Counts are whole numbers; received counts what was handed in, also a report that the value is missing
    (`reported_missing` of them); what arrived after `today` counts as missing.
    """
    expected = len(owed)
    received = [each for each in owed if _is_received(each, today)]
    late = [
        (each.received - each.due).days for each in received if each.received is not None and each.received > each.due
    ]
    on_time = len(received) - len(late)
    return {
        "expected": expected,
        "received": len(received),
        "on_time": on_time,
        "late": len(late),
        "missing": expected - len(received),
        "completeness": to_text(Decimal(len(received)) / expected, SHARE_PLACES) if expected else None,
        "timeliness": to_text(Decimal(on_time) / expected, SHARE_PLACES) if expected else None,
        "median_days_late": to_text(median(map(Decimal, late))) if late else None,
        "revised": sum(1 for each in received if each.revised),
        "provisional": sum(1 for each in received if each.provisional),
        "reported_missing": sum(1 for each in received if each.reported_missing),
        "findings_warning": sum(each.warnings for each in received),
    }


def quality_by(
    name: str, key: Callable[[Obligation], str], order: Iterable[str], owed: Sequence[Obligation], today: date
) -> list[dict[str, Any]]:
    """One row per group under the key `name`: first those of `order`, then any other by code; groups that owe nothing are left out."""
    groups: dict[str, list[Obligation]] = {code: [] for code in order}
    for each in sorted(owed, key=key):
        groups.setdefault(key(each), []).append(each)
    return [{name: code, **quality(members, today)} for code, members in groups.items() if members]


def quality_block(
    owed: Sequence[Obligation], today: date, *, agencies: Sequence[str], zones: Sequence[str], indicators: Sequence[str]
) -> dict[str, Any]:
    """The whole quality part of a result: overall, by agency, by zone, by indicator, in the given orders."""
    return {
        "overall": quality(owed, today),
        "by_agency": quality_by("agency", lambda each: each.agency, agencies, owed, today),
        "by_zone": quality_by("zone", lambda each: each.zone, zones, owed, today),
        "by_indicator": quality_by("indicator", lambda each: each.indicator, indicators, owed, today),
    }
