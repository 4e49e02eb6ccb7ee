"""What became of a delivery: the same plain value for every door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from indicators.intake.delivery import Delivery
from indicators.models import Submission
from indicators.services.checking import Checked
from indicators.validation.runner import printable
from indicators.validation.types import ERROR, Finding

COUNTED = ("received", "created", "revised", "unchanged", "rejected")


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with its places: a JSON pointer and, for files, a cell."""

    index: int | None
    pointer: str
    cell: str
    code: str
    severity: str
    value: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubmissionOutcome:
    """`id` is None after a dry run, which stores nothing. `counts` has the keys of COUNTED and sums up to `received`.

    Waiting rows (in review) count as none of created, revised, unchanged.
    """

    id: UUID | None
    state: str
    dry_run: bool
    counts: Mapping[str, int]
    findings: Sequence[PlacedFinding] = ()
    submission: Submission | None = None

    @property
    def rows_with_errors(self) -> int:
        """How many rows have an error of their own; `counts` tells how many were not stored, for whatever reason."""
        return len(
            {finding.index for finding in self.findings if finding.severity == ERROR and finding.index is not None}
        )


def state_after(checked: Checked, mode: str) -> str:
    """accepted, in_review or rejected: what the findings and the mode make of a delivery."""
    if checked.usable == 0 or (checked.has_errors and mode == "all_or_nothing"):
        return "rejected"
    return "in_review" if checked.needs_review else "accepted"


def counts_after(checked: Checked, state: str) -> dict[str, int]:
    """How many rows were received, created, revised, unchanged and rejected."""
    received = len(checked.grid)
    if state == "accepted":
        numbers = (received, len(checked.new), len(checked.changed), len(checked.same), received - checked.usable)
    else:
        numbers = (received, 0, 0, 0, received if state == "rejected" else received - checked.usable)
    return dict(zip(COUNTED, numbers, strict=True))


def placed(finding: Finding, delivery: Delivery) -> PlacedFinding:
    """The finding with pointer and cell."""
    pointer = "/rows" if finding.row is None else f"/rows/{finding.row}"
    head, _, part = (
        finding.column.partition("/") if finding.column.startswith("dimensions/") else (finding.column, "", "")
    )
    for name in (head, part):
        if name:
            pointer += "/" + printable(name).replace("~", "~0").replace("/", "~1")
    params = dict(finding.params)
    if "first" in params:  # the row as people count it: by its line in a file, from 1 in a list
        params["first_row"] = delivery.lines[params["first"]] if delivery.lines else params["first"] + 1
    cell = delivery.cell(finding.row, finding.column)[:20]
    return PlacedFinding(finding.row, pointer[:200], cell, finding.code, finding.severity, finding.value, params)
