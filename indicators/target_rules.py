"""What one target must satisfy: readable periods in order, numbers that its type and path need, steps within the span.

Every door asks here, so that no target is stored which an evaluation could not read.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from programs import periods
from programs.exceptions import InvalidInput, Problem
from programs.text import clean_decimal

PERIODS = ("baseline_period", "period")
SHAPED = frozenset({"step", "s_curve"})
PAIR = 2


def target_problems(values: Mapping[str, Any], *, kind: str, frequency: str) -> list[Problem]:
    """Every problem of a target's values, each at its field; `kind` is the target type, empty where there is none yet.

    Takes baseline_period, period, baseline, value, low, high, tolerance, path and steps; numbers as Decimal or None.
    """
    read = {name: _read(values.get(name)) for name in PERIODS}
    found = [_unreadable(f"/{name}", values.get(name)) for name in PERIODS if read[name] is None]
    known = {name: period for name, period in read.items() if period is not None}
    found += [_too_fine(f"/{name}") for name, period in known.items() if _is_finer(period, frequency)]
    begin, finish = known.get("baseline_period"), known.get("period")
    if begin is not None and finish is not None and begin.last_month >= finish.last_month:
        found.append(
            Problem("target_before_baseline", _("The target period ends after the baseline period."), "/period")
        )
        begin = finish = None
    return [*found, *_number_problems(values, kind), *_step_problems(values, begin, finish)]


def _read(code: Any) -> periods.Period | None:
    try:
        return periods.parse(str(code or "").strip())
    except periods.PeriodError:
        return None


def _unreadable(pointer: str, code: Any) -> Problem:
    sentence = _("This is not a period. Write 2025, 2025-S1, 2025-Q3 or 2025-07.")
    return Problem("bad_period", sentence, pointer, value=str(code or ""))


def _is_finer(period: periods.Period, frequency: str) -> bool:
    return periods.MONTHS[period.frequency] < periods.MONTHS[frequency]


def _too_fine(pointer: str) -> Problem:
    return Problem(
        "wrong_frequency",
        _("The indicator is reported less often than this period."),
        pointer,
        _("Write a period of the indicator's frequency, or a longer one."),
    )


def _number_problems(values: Mapping[str, Any], kind: str) -> Iterator[Problem]:
    baseline, value, path = values.get("baseline"), values.get("value"), values.get("path")
    if kind == "maintain" and values.get("low") is None and values.get("high") is None:
        yield Problem("no_target_value", _("A range to keep within needs a lower or an upper bound."), "/low")
    if kind not in ("", "maintain") and value is None:
        yield Problem("no_target_value", _("A target of this type needs a value."), "/value")
    if values.get("tolerance") is not None and values["tolerance"] < 0:
        yield Problem("bad_tolerance", _("The tolerance is 0 or more."), "/tolerance")
    if path == "geometric":
        for name, given in (("baseline", baseline), ("value", value)):
            if given is not None and given <= 0:
                yield Problem("not_positive", _("A geometric path needs numbers above 0."), f"/{name}")


def _step_problems(
    values: Mapping[str, Any], begin: periods.Period | None, finish: periods.Period | None
) -> Iterator[Problem]:
    steps, path = values.get("steps") or [], values.get("path")
    if path in SHAPED and not steps:
        yield Problem("no_points", _("This path needs its steps."), "/steps", _("Write one line per step: 2025: 5"))
    if not isinstance(steps, list):
        yield Problem("bad_steps", _("Steps are pairs of a period and a number."), "/steps")
        return
    last = None if begin is None else begin.last_month
    for place, step in enumerate(steps, 1):
        pair = _pair(step)
        if pair is None:
            sentence = _("Step %(number)s is no pair of a period and a number.") % {"number": place}
            yield Problem("bad_steps", sentence, "/steps", value=str(step))
            continue
        month, number = pair[0].last_month, pair[1]
        if (last is not None and month <= last) or (finish is not None and month > finish.last_month):
            sentence = _("Step %(number)s does not follow the one before, between baseline and target.")
            yield Problem("steps_out_of_order", sentence % {"number": place}, "/steps", value=pair[0].code)
        if path == "s_curve" and not 0 <= number <= 1:
            sentence = _("Step %(number)s of an S-curve is a share from 0 to 1.") % {"number": place}
            yield Problem("bad_share", sentence, "/steps", value=str(number))
        last = month


def _pair(step: Any) -> tuple[periods.Period, Decimal] | None:
    if not isinstance(step, list | tuple) or len(step) != PAIR:
        return None
    period = _read(step[0])
    try:
        number = clean_decimal(str(step[1]))
    except InvalidInput:
        return None
    return None if period is None else (period, number)
