"""Runs the rules over a delivery: first the rows alone, then the good ones beside what is stored."""

from typing import Any

import numpy as np

from indicators.validation.columns import Flags
from indicators.validation.grid import Grid
from indicators.validation.registry import COMPARING_RULES, LEAVING_OUT, ROW_RULES
from indicators.validation.stored import Comparison, Stored
from indicators.validation.types import ERROR, Finding, Hit, Reference, Table

LONGEST_VALUE = 200


def check_rows(table: Table, reference: Reference) -> tuple[Grid, list[Finding]]:
    """Every finding that needs the delivery alone, and the delivery made ready for the second part."""
    grid = Grid(table, reference)
    if not len(grid):
        return grid, []
    return grid, [_finding(rule, hit) for rule in ROW_RULES for hit in rule.check(grid)]


def check_stored(grid: Grid, stored: Stored, findings: list[Finding]) -> tuple[Comparison, list[Finding]]:
    """Every finding that needs stored values too. Rows with an error in `findings` and superseded ones are left out."""
    usable = usable_rows(grid, findings)
    comparison = Comparison(grid, usable, stored)
    left = [_finding(rule, hit) for rule in LEAVING_OUT for hit in rule.check(comparison)]
    if left:
        usable[[finding.row for finding in left if finding.row is not None]] = False
        comparison = Comparison(grid, usable, stored)
    if not len(comparison.rows):
        return comparison, left
    return comparison, left + [_finding(rule, hit) for rule in COMPARING_RULES for hit in rule.check(comparison)]


def usable_rows(grid: Grid, findings: list[Finding]) -> Flags:
    """Rows without an error. An error of the head line spoils all rows."""
    usable = np.ones(len(grid), dtype=bool)
    bad = [finding.row for finding in findings if finding.severity == ERROR]
    if None in bad:
        usable[:] = False
    else:
        usable[[row for row in bad if row is not None]] = False
    return usable


def in_order(findings: list[Finding]) -> list[Finding]:
    """By row, the head line first; within a row in the order of the rules."""
    return sorted(findings, key=lambda finding: -1 if finding.row is None else finding.row)


def _finding(rule: Any, hit: Hit) -> Finding:
    return Finding(
        None if hit.row < 0 else hit.row,
        hit.column,
        rule.CODE,
        hit.severity or rule.SEVERITY,
        printable(hit.value),
        hit.params,
    )


def printable(value: Any) -> str:
    """What stood there, as a text that every database, file and page can hold: at most 200 characters, no controls."""
    text = value if isinstance(value, str) else "" if value is None else str(value)
    return "".join(
        char if char.isprintable() and not "\ud800" <= char <= "\udfff" else "�" for char in text[:LONGEST_VALUE]
    )
