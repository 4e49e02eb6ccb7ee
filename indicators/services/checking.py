"""Holds a delivery against the rules and against what is stored. Reads only; the number of queries is fixed."""

from dataclasses import dataclass
from datetime import datetime

from indicators.intake.delivery import Delivery
from indicators.selectors.reference import Directory, directory_for
from indicators.selectors.stored import stored_for
from indicators.validation.columns import Ints
from indicators.validation.grid import Grid
from indicators.validation.rules import superseded_since
from indicators.validation.runner import check_rows, check_stored, in_order, usable_rows
from indicators.validation.stored import SeriesKey
from indicators.validation.types import ERROR, REVIEW, Finding
from programs.models import Agency, Program


@dataclass(slots=True)
class Checked:
    """A judged delivery. `new`, `changed` and `same` are the numbers of usable rows; `series_ids` those known already.

    `newest` is the latest moment at which one of the stored values around was recorded.
    """

    grid: Grid
    directory: Directory
    findings: list[Finding]
    new: Ints
    changed: Ints
    same: Ints
    series_ids: dict[SeriesKey, int]
    newest: datetime | None

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity == ERROR for finding in self.findings)

    @property
    def superseded(self) -> list[Finding]:
        """The findings about rows that were left out because a later delivery gave their value."""
        return [finding for finding in self.findings if finding.code == superseded_since.CODE]

    @property
    def needs_review(self) -> bool:
        """Whether any finding asks for a look by the coordination group."""
        return any(finding.severity == REVIEW for finding in self.findings)

    @property
    def all_periods_closed(self) -> bool:
        """Whether every row concerns a closed period."""
        return len({finding.row for finding in self.findings if finding.code == "period_closed"}) == len(self.grid)

    @property
    def usable(self) -> int:
        """How many rows could be stored."""
        return len(self.new) + len(self.changed) + len(self.same)


def check_delivery(program: Program, agency: Agency, delivery: Delivery, handed_in: datetime | None = None) -> Checked:
    """Every finding of every rule, and which rows are new, changed and the same.

    `handed_in` is given for a delivery that waited: rows whose cell was handed in again since are left out.
    """
    directory = directory_for(program, agency, delivery.table)
    grid, findings = check_rows(delivery.table, directory.reference)
    usable = usable_rows(grid, findings)
    nearby = stored_for(program, directory, grid, usable, handed_in)
    comparison, more = check_stored(grid, nearby.stored, findings)
    findings = in_order(findings + more)
    spoiled = {finding.row for finding in more if finding.severity == ERROR}
    new, changed, same = (_without(rows, spoiled) for rows in comparison.changes())
    return Checked(grid, directory, findings, new, changed, same, nearby.ids, nearby.newest)


def _without(rows: Ints, spoiled: set[int | None]) -> Ints:
    return rows[[row not in spoiled for row in rows.tolist()]] if spoiled else rows
