"""Stores values: one statement or one COPY, whatever their number. The triggers keep what is overwritten."""

from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from indicators.services.checking import Checked
from indicators.services.statements import engine
from indicators.services.statements.rows import ObservationRows
from indicators.validation.columns import Ints
from indicators.validation.stored import SeriesKey
from programs import clock
from programs.models import Program

TICK = timedelta(microseconds=1)


def recording_moment(program: Program) -> datetime:
    """The moment under which this transaction may record: from here on no other records values of the programme.

    Call it inside a transaction. It waits for writers that are at work, so everything recorded before the moment is
    complete and visible: an evaluation as of this moment will read the same values for ever.
    """
    engine().lock_program(program.pk)
    return clock.now()


def later(moment: datetime, newest: datetime | None) -> datetime:
    """`moment`, or just after `newest` where the machine's clock went back: a later record never bears an earlier time."""
    return moment if newest is None or moment > newest else newest + TICK


def observations_store(*, program: Program, checked: Checked, submission: UUID, moment: datetime) -> None:
    """Store the new and changed values of a judged delivery and mark its obligations as received.

    Inside the caller's transaction, after `recording_moment`. Series are created on first use. May not run twice for
    the same `checked`.
    """
    rows = np.concatenate([checked.new, checked.changed, checked.same])
    if not len(rows):
        return
    statements = engine()
    series = _series_ids(program, checked, rows)
    statements.observations_write(
        _rows(checked, checked.new, series, submission, moment),
        _rows(checked, checked.changed, series, submission, moment),
    )
    statements.obligations_receive(program.pk, _obligation_cells(checked, rows), submission, moment)


def _series_ids(program: Program, checked: Checked, rows: Ints) -> dict[int, int]:
    """The database's id of each series code of the grid that the rows use; missing series are created."""
    grid, directory = checked.grid, checked.directory
    used: list[tuple[int, SeriesKey]] = [
        (code, grid.series.values[code]) for code in np.unique(grid.series.codes[rows]).tolist()
    ]
    ids = {code: checked.series_ids[key] for code, key in used if key in checked.series_ids}
    wanted = {
        (directory.indicator_ids[key[0]], directory.zone_ids[key[1]], key[2]): code
        for code, key in used
        if code not in ids
    }
    if wanted:
        made = engine().series_add(program.pk, list(wanted))
        ids |= {wanted[key]: pk for key, pk in made.items()}
    return ids


def _rows(checked: Checked, rows: Ints, series: dict[int, int], submission: UUID, moment: datetime) -> ObservationRows:
    grid = checked.grid
    numbers = rows.tolist()
    months = grid.month.values
    statuses = grid.status.values
    return ObservationRows(
        series=[series[code] for code in grid.series.codes[rows].tolist()],
        month=[months[code] for code in grid.month.codes[rows].tolist()],
        value=[grid.texts[row] or None for row in numbers],
        status=[statuses[code] for code in grid.status.codes[rows].tolist()],
        note=[grid.notes[row] for row in numbers],
        submission=submission,
        recorded_at=moment,
    )


def _obligation_cells(checked: Checked, rows: Ints) -> list[tuple[int, int, str]]:
    """Distinct (indicator id, zone id, period code) of the rows: any value of a cell, the total or a part, answers it."""
    grid, directory = checked.grid, checked.directory
    places = np.stack([grid.indicator.codes[rows], grid.zone.codes[rows], grid.period.codes[rows]], axis=1)
    cells = set()
    for indicator, zone, period in np.unique(places, axis=0).tolist():
        code = grid.reference.periods[grid.period.values[period]].code
        cells.add(
            (
                directory.indicator_ids[grid.indicator.values[indicator]],
                directory.zone_ids[grid.zone.values[zone]],
                code,
            )
        )
    return sorted(cells)
