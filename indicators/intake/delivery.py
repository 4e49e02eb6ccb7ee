"""What a reader makes of a delivery, and the errors of a body that cannot be read at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from indicators.validation.types import COLUMNS, Table
from programs.exceptions import DomainError


class Unreadable(DomainError):
    """The body is not what its kind says (400)."""

    status = 400
    code = "unreadable"


class TooLarge(DomainError):
    """The body or what unpacks from it is larger than allowed (413)."""

    status = 413
    code = "too_large"


@dataclass(slots=True)
class Delivery:
    """`table` holds the rows. `columns` gives each column's position in a file and `lines` each row's line, for cell addresses."""

    table: Table
    program: str = ""
    agency: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    lines: Sequence[int] = ()

    def cell(self, row: int | None, column: str) -> str:
        """The address in the file (`D3`), "" for deliveries without cells."""
        name = column if column in self.columns else column.partition("/")[2] or column
        position = self.columns.get(name, self.columns.get(column.partition("/")[0]))
        if not self.columns or (position is None and column):
            return ""
        line = 1 if row is None else self.lines[row]
        return f"{column_letters(position or 0)}{line}" if column else f"A{line}"


def check_size(rows: int, max_rows: int) -> None:
    """Raise Unreadable for a delivery without rows, TooLarge for one with too many."""
    if not rows:
        raise Unreadable(_("The delivery has no rows."), code="no_rows")
    if rows > max_rows:
        raise TooLarge(
            _("A delivery has at most %(limit)d rows; this one has %(count)d.") % {"limit": max_rows, "count": rows},
            code="too_many_rows",
            hint=_("Send it in several parts."),
        )


def column_letters(position: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def table_of_mappings(rows: Sequence[Any]) -> Table:
    """Rows as mappings of column to value become columns. A row that is no mapping counts as empty and is told as unknown."""
    unknown: list[tuple[int | None, str]] = []
    known = frozenset(COLUMNS)
    if not set(map(type, rows)) <= {dict}:
        unknown += [(number, "") for number, row in enumerate(rows) if not isinstance(row, dict)]
        rows = [row if isinstance(row, dict) else {} for row in rows]
    shapes = set(map(tuple, rows))
    if not all(known.issuperset(shape) for shape in shapes):
        unknown += [(number, str(name)) for number, row in enumerate(rows) for name in row if name not in known]
    columns: dict[str, list[Any]] = {}
    for name in COLUMNS:
        everywhere = all(name in shape for shape in shapes)
        columns[name] = list(map(itemgetter(name), rows)) if everywhere else [row.get(name) for row in rows]
    for name in ("status", "note"):
        if None in columns[name]:
            columns[name] = ["" if item is None else item for item in columns[name]]
    return Table(**columns, unknown=unknown)


def dimension_mapping(text: str) -> Any:
    """`size=small;sector=ai` as a mapping; None for an empty text; the text itself when it has another form."""
    if not text.strip():
        return None
    pairs = [part.split("=") for part in text.split(";") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        return text
    found = {name.strip(): value.strip() for name, value in pairs}
    return found if len(found) == len(pairs) else text


def joined_dimensions(named: Mapping[str, Iterable[str]], size: int) -> list[Any]:
    """One mapping per row from a column per dimension; empty cells are left out, a row without any has None."""
    found: list[Any] = [None] * size
    for code, column in named.items():
        for row, value in enumerate(column):
            if value:
                if found[row] is None:
                    found[row] = {}
                found[row][code] = value
    return found
