"""Targets of a programme's indicators: baseline, target and the path between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import IndicatorUse, Target
from indicators.models.definitions import PATHS, TARGET_TYPES
from indicators.target_rules import PERIODS, target_problems
from programs import periods
from programs.actors import Actor
from programs.exceptions import InvalidInput, Problem
from programs.models import Program
from programs.services.acting import acting
from programs.services.loading import rows_sync
from programs.services.permissions import require_reason, require_staff
from programs.services.records import record_save

NUMBERS = ("baseline", "value", "low", "high", "tolerance")
TEXTS = ("path", "steps", "strict", "source_en", "source_zh")
UNREAD = Decimal(1)
KNOWN = frozenset({*NUMBERS, *TEXTS, *PERIODS, "indicator", "zone", "type"})


def targets_set(
    *, program: Program, targets: Sequence[Mapping[str, Any]], by: Actor, reason: str = ""
) -> dict[str, int]:
    """Write baselines and targets, one mapping per indicator and zone; targets not named stay.

    Keys: indicator (code), zone (code, None for the whole programme), type, baseline, baseline_period, value, period,
    low, high, tolerance, strict, path, steps, source_en, source_zh; numbers as text or Decimal. Returns created,
    updated, unchanged. Changing a target that is set needs a reason. May run twice. Raises InvalidInput with every
    problem at once (`/0/period`), and then changes nothing.
    """
    with acting(by=by, reason=reason):
        require_staff(by, program.pk)
        uses = {
            use.indicator.code: use for use in IndicatorUse.objects.filter(program=program).select_related("indicator")
        }
        zones = dict(program.zones.values_list("code", "pk"))
        problems = [
            problem
            for position, item in enumerate(targets)
            for problem in _item_problems(item, f"/{position}", uses, set(zones))
        ]
        if problems:
            raise InvalidInput(problems=problems)
        wanted: dict[Any, dict[str, Any]] = {}
        places: dict[Any, str] = {}
        for position, item in enumerate(targets):
            key = (uses[item["indicator"]].pk, zones[item["zone"]] if item.get("zone") else None)
            wanted[key], places[key] = _columns(item, key), f"/{position}"
        stored = Target.objects.filter(use__program=program)
        _targets, counts = rows_sync(
            stored, list(wanted.values()), key=("use_id", "zone_id"), place=lambda key: places[key]
        )
        if counts.updated:
            require_reason(reason)
        _types_set(uses, targets)
    return {"created": counts.created, "updated": counts.updated, "unchanged": counts.unchanged}


def target_save(*, target: Target, by: Actor, reason: str = "", expected_version: int | None = None) -> Target:
    """Write one baseline and target. A change needs a reason; periods are stored in their one spelling.

    Raises InvalidInput with every problem at its field, StaleVersion, NotAllowed. May run twice: a second target of
    the same indicator and zone is refused.
    """
    use = target.use
    with acting(by=by, reason=reason):
        require_staff(by, use.program_id)
        if not target._state.adding:
            require_reason(reason)
        values = {name: getattr(target, name) for name in (*NUMBERS, *PERIODS, "path", "steps")}
        problems = target_problems(values, kind=use.target_type, frequency=use.indicator.frequency)
        if target.zone_id and not use.program.zones.filter(pk=target.zone_id).exists():
            problems.append(Problem("unknown_code", _("The programme does not have this zone."), "/zone"))
        if problems:
            raise InvalidInput(problems=problems)
        for name in PERIODS:
            setattr(target, name, periods.normal(getattr(target, name).strip()))
        saved: Target = record_save(row=target, by=by, reason=reason, expected_version=expected_version)
    return saved


def _types_set(uses: Mapping[str, IndicatorUse], targets: Sequence[Mapping[str, Any]]) -> None:
    """Write the target type on the uses, where it differs."""
    changed = {}
    for item in targets:
        use = uses[item["indicator"]]
        if item.get("type", use.target_type) != use.target_type:
            use.target_type = item["type"]
            changed[use.pk] = use
    for use in changed.values():
        use.version += 1
    IndicatorUse.objects.bulk_update(changed.values(), ["target_type", "version"])


def _columns(item: Mapping[str, Any], key: tuple[int, int | None]) -> dict[str, Any]:
    values: dict[str, Any] = {"use_id": key[0], "zone_id": key[1]}
    values |= {name: _number(item.get(name)) for name in NUMBERS}
    values |= {name: periods.normal(str(item[name])) for name in PERIODS}
    values |= {name: item[name] for name in TEXTS if item.get(name) is not None}
    return values


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _item_problems(
    item: Mapping[str, Any], place: str, uses: Mapping[str, IndicatorUse], zones: set[str]
) -> Iterator[Problem]:
    for name in sorted(item.keys() - KNOWN):
        yield Problem("unknown_field", _("%(name)s is not known here.") % {"name": name}, f"{place}/{name}")
    if item.get("indicator") not in uses:
        yield Problem(
            "unknown_code",
            _("The programme does not use this indicator."),
            f"{place}/indicator",
            value=str(item.get("indicator")),
        )
    if item.get("zone") and item["zone"] not in zones:
        yield Problem(
            "unknown_code", _("The programme does not have this zone."), f"{place}/zone", value=str(item["zone"])
        )
    for name, choices in (("type", TARGET_TYPES), ("path", PATHS)):
        if item.get(name) and item[name] not in dict(choices):
            yield Problem(
                "unknown_code",
                _("Write one of: %(codes)s.") % {"codes": ", ".join(dict(choices))},
                f"{place}/{name}",
                value=str(item[name]),
            )
    numbers: dict[str, Decimal | None] = {}
    for name in NUMBERS:
        try:
            numbers[name] = _number(item.get(name))
        except InvalidOperation:
            yield Problem("not_a_number", _("This is not a number."), f"{place}/{name}", value=str(item[name]))
    use = uses.get(item.get("indicator", ""))
    # A number that cannot be read has been named; it stands as given, so that it is not called missing as well.
    given = {**item, **dict.fromkeys(NUMBERS, UNREAD), **numbers, "steps": item.get("steps") or []}
    kind, frequency = (item.get("type") or (use.target_type if use else "")), use.indicator.frequency if use else "M"
    for problem in target_problems(given, kind=kind, frequency=frequency):
        yield replace(problem, pointer=place + problem.pointer)
