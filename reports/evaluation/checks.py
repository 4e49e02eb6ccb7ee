"""Checks of the inputs before anything is computed: all faults at once, each with its place.

An unknown status, rule or type is refused, a second record for the same key is refused (never added up), and amounts
must be decimals.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reports.evaluation import types as t
from reports.evaluation.errors import EvaluationError, Fault
from reports.evaluation.periods import KIND_FREQUENCY, parse
from reports.evaluation.target_checks import target_faults


def check_inputs(inputs: t.EvaluationInputs) -> None:
    """Raise `EvaluationError` with every fault of the inputs; return quietly when there is none."""
    faults = [
        *_scope(inputs.scope),
        *_rules(inputs),
        *_duplicates(inputs),
        *_indicators(inputs),
        *_targets(inputs),
        *_cells(inputs),
        *_tasks(inputs.tasks),
        *_obligations(inputs),
    ]
    if faults:
        raise EvaluationError(*faults)


def unknown(place: str, what: str, value: object, known: Iterable[str]) -> Iterator[Fault]:
    """A fault when `value` is not one of the known words."""
    if value not in set(known):
        yield Fault(
            f"unknown_{what}", place, f"'{value}' is not a known {what}.", f"Use one of: {', '.join(sorted(known))}."
        )


def period_faults(place: str, code: str | None) -> list[Fault]:
    """The fault of a period code that cannot be read; none for None."""
    try:
        if code is not None:
            parse(code)
    except EvaluationError as error:
        return [Fault(fault.code, place, fault.message, fault.hint) for fault in error.faults]
    return []


def _scope(scope: t.Scope) -> Iterator[Fault]:
    yield from unknown("scope.kind", "kind", scope.kind, t.KINDS)
    faults = period_faults("scope.period", scope.period)
    yield from faults
    if not faults and parse(scope.period).frequency != KIND_FREQUENCY.get(scope.kind):
        yield Fault(
            "kind_period_mismatch", "scope.period", f"{scope.period} is not a period of a {scope.kind} evaluation."
        )
    if scope.as_of.tzinfo is None:
        yield Fault(
            "naive_instant", "scope.as_of", "The moment of the data has no time zone.", "Give an aware datetime."
        )


def _rules(inputs: t.EvaluationInputs) -> Iterator[Fault]:
    rules = [("rule", inputs.rule), *((f"indicators[{each.code}].rule", each.rule) for each in inputs.indicators)]
    for place, rule in rules:
        if rule is not None:
            yield from unknown(place, "method", rule.method, t.RATING_METHODS)
            yield from _thresholds(place, rule)
    yield from _thresholds("task_rule", inputs.task_rule)


def _thresholds(place: str, rule: t.RatingRule | t.TaskRule) -> Iterator[Fault]:
    if not 0 <= rule.at_risk <= rule.on_track:
        yield Fault("bad_thresholds", place, "The thresholds must satisfy 0 <= at risk <= on track.")


def _duplicates(inputs: t.EvaluationInputs) -> Iterator[Fault]:
    keys: dict[str, Iterable[object]] = {
        "zones": (each.code for each in inputs.zones),
        "sections": (each.code for each in inputs.sections),
        "measures": (each.code for each in inputs.measures),
        "agencies": (each.code for each in inputs.agencies),
        "indicators": (each.code for each in inputs.indicators),
        "tasks": (each.code for each in inputs.tasks),
        "targets": (f"{each.indicator}/{each.zone}" for each in inputs.targets),
    }
    for name, codes in keys.items():
        for code, count in Counter(codes).items():
            if count > 1:
                yield Fault("duplicate", f"{name}[{code}]", f"There are {count} records of the same key.", "Keep one.")
    if any(zone.code == t.PROGRAMME for zone in inputs.zones):
        yield Fault("bad_zone", "zones[]", "The empty code stands for the programme and cannot name a zone.")


def _indicators(inputs: t.EvaluationInputs) -> Iterator[Fault]:
    known = {each.code: each for each in inputs.indicators}
    for each in inputs.indicators:
        place = f"indicators[{each.code}]"
        yield from unknown(place, "direction", each.direction, t.DIRECTIONS)
        yield from unknown(place, "nature", each.nature, t.NATURES)
        yield from unknown(place, "frequency", each.frequency, t.FREQUENCIES)
        yield from unknown(place, "zone_rule", each.zone_rule, t.ZONE_RULES)
        yield from unknown(place, "time_rule", each.time_rule, t.TIME_RULES)
        for name in _inputs_of(each):
            if name not in known:
                yield Fault(
                    "unknown_indicator", place, f"It is computed from '{name}', which is not among the indicators."
                )
        if (each.numerator is None) != (each.denominator is None):
            yield Fault("half_ratio", place, "A ratio needs both a numerator and a denominator.")
        if each.zone_rule == "ratio_of_sums" and each.numerator is None:
            yield Fault("half_ratio", place, "A ratio of sums needs a numerator and a denominator.")
        if each.zone_rule == "weighted_mean" and each.weight_indicator is None:
            yield Fault("no_weight", place, "A weighted mean needs a weight indicator.")
        if _is_circular(each.code, known):
            yield Fault("circular", place, "It is computed from itself.")


def _inputs_of(indicator: t.Indicator) -> list[str]:
    return [
        name for name in (indicator.numerator, indicator.denominator, indicator.weight_indicator) if name is not None
    ]


def _is_circular(code: str, known: dict[str, t.Indicator]) -> bool:
    seen: set[str] = set()
    waiting = _inputs_of(known[code])
    while waiting:
        name = waiting.pop()
        if name == code:
            return True
        if name in known and name not in seen:
            seen.add(name)
            waiting.extend(_inputs_of(known[name]))
    return False


def _targets(inputs: t.EvaluationInputs) -> Iterator[Fault]:
    known = {each.code for each in inputs.indicators}
    for each in inputs.targets:
        place = f"targets[{each.indicator}/{each.zone}]"
        if each.indicator not in known:
            yield Fault("unknown_indicator", place, f"The indicator '{each.indicator}' is not among the indicators.")
        yield from unknown(place, "target_type", each.type, t.TARGET_TYPES)
        yield from unknown(place, "path", each.path, t.PATHS - {"sum_of_zones"})
        codes = [each.baseline_period, each.target_period, *(point.period for point in each.points)]
        unreadable = [fault for code in codes for fault in period_faults(place, code)]
        yield from unreadable or target_faults(place, each)


def _cells(inputs: t.EvaluationInputs) -> Iterator[Fault]:
    frequencies = {each.code: each.frequency for each in inputs.indicators}
    statuses = t.VALUE_STATUSES | t.EMPTY_STATUSES
    seen: set[tuple[str, str, object]] = set()
    for cell in inputs.cells:
        try:
            period = parse(cell.period)
        except EvaluationError as error:
            yield from (_cell_fault(fault.code, cell, fault.message, fault.hint) for fault in error.faults)
            continue
        key = (cell.indicator, cell.zone, period)
        if key in seen:
            yield _cell_fault(
                "duplicate_cell",
                cell,
                "There are two observations of one cell.",
                "A second one is a revision, never a summand.",
            )
        seen.add(key)
        if cell.indicator not in frequencies:
            yield _cell_fault(
                "unknown_indicator", cell, f"The indicator '{cell.indicator}' is not among the indicators."
            )
        elif frequencies[cell.indicator] != period.frequency:
            yield _cell_fault(
                "wrong_frequency", cell, f"The indicator has the frequency {frequencies[cell.indicator]}."
            )
        if cell.status not in statuses:
            yield _cell_fault(
                "unknown_status",
                cell,
                f"'{cell.status}' is not a known status.",
                f"Use one of: {', '.join(sorted(statuses))}.",
            )
        elif (cell.value is None) != (cell.status in t.EMPTY_STATUSES):
            yield _cell_fault(
                "status_value_mismatch",
                cell,
                f"The status {cell.status} and the value {cell.value} do not go together.",
            )
        if cell.value is not None and not (isinstance(cell.value, Decimal) and cell.value.is_finite()):
            yield _cell_fault("not_decimal", cell, f"{cell.value!r} is not a finite Decimal.")


def _cell_fault(code: str, cell: t.Cell, message: str, hint: str = "") -> Fault:
    return Fault(code, f"cells[{cell.indicator}/{cell.zone}/{cell.period}]", message, hint)


def _tasks(tasks: Iterable[t.Task]) -> Iterator[Fault]:
    for each in tasks:
        place = f"tasks[{each.code}]"
        yield from unknown(place, "state", each.state, t.TASK_STATES)
        yield from unknown(place, "credit_rule", each.credit_rule, t.CREDIT_RULES)
        if min([each.weight, *(step.weight for step in each.milestones)]) <= 0:
            yield Fault("bad_weight", place, "Weights of tasks and milestones are greater than zero.")


def _obligations(inputs: t.EvaluationInputs) -> Iterator[Fault]:
    known = {each.code for each in inputs.indicators}
    seen: set[tuple[str, str, str, object]] = set()
    for each in inputs.obligations:
        place = f"obligations[{each.agency}/{each.indicator}/{each.zone}/{each.period}]"
        faults = period_faults(place, each.period)
        yield from faults
        if each.indicator not in known:
            yield Fault("unknown_indicator", place, f"The indicator '{each.indicator}' is not among the indicators.")
        key = (each.agency, each.indicator, each.zone, each.period if faults else parse(each.period))
        if key in seen:
            yield Fault("duplicate", place, "There are two obligations of the same key.", "Keep one.")
        seen.add(key)
