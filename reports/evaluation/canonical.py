"""Canonical JSON of the inputs and their fingerprint, and the snapshot from which a report can be computed again.

Two sets of inputs that give the same numbers have the same fingerprint: the order of records, the spelling of periods
(`2025-M07` or `2025-07`) and trailing zeros of decimals do not count, and of the instant `as_of` only the day that
decides what is due. Any other difference changes it.
"""

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from reports.evaluation.decimals import plain
from reports.evaluation.periods import normal
from reports.evaluation.types import METHOD_VERSION, Cell, EvaluationInputs

ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
PERIOD_FIELDS = frozenset({"period", "baseline_period", "target_period"})


def canonical_json(inputs: EvaluationInputs) -> str:
    """The inputs as one text: sorted keys, sorted records, decimals as plain digits, no spaces, UTF-8 characters."""
    tree = _tree(inputs)
    tree["scope"]["status_date"] = inputs.scope.today.isoformat()
    del tree["scope"]["as_of"]
    return _dump({"method_version": METHOD_VERSION, "inputs": tree})


def fingerprint(inputs: EvaluationInputs) -> str:
    """SHA-256 of the canonical JSON in UTF-8, 64 hexadecimal digits. Raises `EvaluationError` for a malformed period."""
    return hashlib.sha256(canonical_json(inputs).encode()).hexdigest()


def dump_snapshot(inputs: EvaluationInputs) -> str:
    """The inputs as a text to keep beside the result; `load_snapshot` gives them back."""
    return _dump({"method_version": METHOD_VERSION, "inputs": _tree(inputs)})


def load_snapshot(text: str) -> EvaluationInputs:
    """Inputs from a snapshot: the same fingerprint and the same result. Raises KeyError, TypeError or ValueError for other texts."""
    loaded: EvaluationInputs = _restore(EvaluationInputs, json.loads(text)["inputs"])
    return loaded


def _dump(tree: Any) -> str:
    return ENCODER.encode(tree)


def _tree(record: Any) -> dict[str, Any]:
    return {name: _plain(name, getattr(record, name)) for name in _names(record.__class__)}


@lru_cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return normal(value) if name in PERIOD_FIELDS else value
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, tuple):
        if name == "cells":
            return sorted(map(_row, value), key=lambda row: tuple(map(str, row)))
        return sorted((_plain("", each) for each in value), key=_dump)
    writer: Callable[[Any], Any] = WRITERS.get(type(value), _tree)
    return writer(value)


def _row(cell: Cell) -> list[Any]:
    """A cell as a short row in the order of its fields: cells are by far the most numerous records."""
    value = None if cell.value is None else plain(cell.value)
    return [cell.indicator, cell.zone, normal(cell.period), value, cell.status, cell.observation, cell.version]


def _restore(kind: Any, value: Any) -> Any:
    if isinstance(kind, types.UnionType):
        return None if value is None else _restore(typing.get_args(kind)[0], value)
    if typing.get_origin(kind) is tuple:
        return tuple(_restore(typing.get_args(kind)[0], each) for each in value)
    if kind is Cell:
        indicator, zone, period, amount, *rest = value
        return Cell(indicator, zone, period, None if amount is None else Decimal(amount), *rest)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{name: _restore(hints[name], each) for name, each in value.items()})  # type: ignore[operator]
    return READERS.get(kind, kind)(value)


WRITERS: dict[type, Callable[[Any], Any]] = {Decimal: plain, date: date.isoformat, datetime: datetime.isoformat}
READERS: dict[Any, Callable[[str], Any]] = {date: date.fromisoformat, datetime: datetime.fromisoformat}
