"""Turns the grid of a CSV file or a worksheet into a delivery: head line, columns, cell addresses."""

from collections.abc import Callable, Collection, Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from indicators.intake.delivery import Delivery, Unreadable, check_size, dimension_mapping, joined_dimensions
from indicators.intake.sheet_words import column_code, period_code, status_code
from indicators.validation.types import COLUMNS, Table
from programs.exceptions import Problem

NEEDED = ("indicator", "zone", "period", "value")


def delivery_of_sheet(
    lines: Sequence[Sequence[Any]],
    *,
    dimensions: Collection[str],
    max_rows: int,
    cell_text: Callable[[Any], Any] | None = None,
) -> Delivery:
    """The delivery in a grid whose first line names the columns. Empty lines are passed over.

    `dimensions` are codes that may head a column of their own; `cell_text` turns a cell into what the rules read,
    where it is not text already. Raises Unreadable (400) for a wrong head line, TooLarge (413).
    """
    head = [column_code(str(cell)) for cell in lines[0]] if lines else []
    _check_head(head)
    kept = [number for number, line in enumerate(lines) if number and _is_filled(line)]
    check_size(len(kept), max_rows)
    rows = [lines[number] for number in kept]
    unknown: list[tuple[int | None, str]] = [
        (None, name) for name in head if name and name not in COLUMNS and name not in dimensions
    ]
    columns = _columns(rows, len(head), unknown)
    cells = {name: column for name, column in zip(head, columns, strict=True) if name}
    size = len(rows)
    if cell_text is not None:
        cells = {name: list(map(cell_text, column)) for name, column in cells.items()}
    read = {name: cells[name] if name in cells else [""] * size for name in COLUMNS}
    read["status"] = list(map(status_code, read["status"]))
    read["period"] = _codes(read["period"])
    named = {name: cells[name] for name in head if name in dimensions}
    read["dimensions"] = _dimensions(read["dimensions"], named, size)
    return Delivery(
        Table(**read, unknown=unknown),
        columns={name: place for place, name in enumerate(head) if name},
        lines=[number + 1 for number in kept],
    )


def _codes(column: list[Any]) -> list[Any]:
    """The column of periods as codes; each text is read once."""
    if not set(map(type, column)) <= {str}:
        return list(map(period_code, column))
    codes = {text: period_code(text) for text in set(column)}
    return [codes[text] for text in column]


def _is_filled(line: Sequence[Any]) -> bool:
    return any(line) or any(cell not in ("", None) for cell in line)


def _check_head(head: list[str]) -> None:
    hint = _("The first line names the columns: %(names)s.") % {"names": ", ".join(COLUMNS)}
    if not set(NEEDED) & set(head):
        raise Unreadable(_("The first line does not name the columns."), code="missing_column", hint=hint)
    problems = [
        Problem(
            "missing_column",
            _("The column %(name)s is missing.") % {"name": name},
            f"/{name}",
            hint=hint,
        )
        for name in NEEDED
        if name not in head
    ]
    problems += [
        Problem(
            "duplicate_column", _("The column %(name)s stands there twice.") % {"name": name[:100]}, f"/{name[:100]}"
        )
        for name in sorted({name for name in head if name and head.count(name) > 1})
    ]
    if problems:
        raise Unreadable(problems=problems)


def _columns(rows: list[Sequence[Any]], width: int, unknown: list[tuple[int | None, str]]) -> list[Sequence[Any]]:
    """The rows turned; short ones are filled up, cells beyond the head line are told as unknown."""
    if not set(map(len, rows)) <= {width}:
        for number, row in enumerate(rows):
            if any(cell not in ("", None) for cell in row[width:]):
                unknown.append((number, f"#{width + 1}"))
        rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    return [list(map(itemgetter(place), rows)) for place in range(width)]


def _dimensions(joined: list[Any], named: dict[str, list[Any]], size: int) -> list[Any]:
    """The column `dimensions` and the columns of single dimensions as one mapping per row."""
    found = joined_dimensions(named, size)
    for row, text in enumerate(joined):
        if text:
            mapping = dimension_mapping(text) if isinstance(text, str) else text
            found[row] = {**found[row], **mapping} if isinstance(mapping, dict) and found[row] else mapping
    return found
