"""Stores values: one statement or one COPY, whatever their number. The triggers keep what is overwritten."""

from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from indicators.models import Obligation, Submission
from indicators.services.checking import Checked
from indicators.services.statements import engine
from indicators.services.statements.rows import ObservationRows
from indicators.validation.columns import Ints, crossed, present
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


def observations_store(*, checked: Checked, submission: Submission, moment: datetime) -> None:
    """Store the new and changed values of a judged delivery and mark its obligations as received.

    Inside the caller's transaction, after `recording_moment`. Series are created on first use. May not run twice for
    the same `checked`. Obligations count as handed in when the submission came, and as known from `moment` on.
    """
    rows = np.concatenate([checked.new, checked.changed, checked.same])
    if not len(rows):
        return
    statements = engine()
    series = _series_ids(submission.program, checked, rows)
    statements.observations_write(
        _rows(checked, checked.new, series, submission.pk, moment),
        _rows(checked, checked.changed, series, submission.pk, moment),
    )
    _obligations_receive(checked, rows, submission, moment)


def _series_ids(program: Program, checked: Checked, rows: Ints) -> dict[int, int]:
    """The database's id of each series code of the grid that the rows use; missing series are created."""
    grid, directory = checked.grid, checked.directory
    used: list[tuple[int, SeriesKey]] = [
        (code, grid.series.values[code]) for code in present(grid.series.codes[rows], len(grid.series.values))
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
    """The numbered rows of the delivery as columns for the database."""
    grid = checked.grid
    keys = np.zeros(len(grid.series.values), dtype=np.int64)
    keys[list(series)] = list(series.values())
    statuses = grid.status.values
    numbers = rows.tolist()
    return ObservationRows(
        series=keys[grid.series.codes[rows]].tolist(),
        month=np.array(grid.month.values, dtype=np.int64)[grid.month.codes[rows]].tolist(),
        value=[grid.texts[row] or None for row in numbers],
        status=[statuses[code] for code in grid.status.codes[rows].tolist()],
        note=[grid.notes[row] for row in numbers],
        submission=submission,
        recorded_at=moment,
    )


def _obligations_receive(checked: Checked, rows: Ints, submission: Submission, moment: datetime) -> None:
    """Mark the open obligations of the rows' cells as received: any value of a cell, the total or a part, answers it.

    One that is answered stays with its first answer, also when an earlier delivery is accepted afterwards: what was
    known in between must not change.
    """
    codes = {period.code for period in checked.grid.reference.periods.values()}
    open_ones = Obligation.objects.filter(
        program_id=submission.program_id, period__in=codes, received_at__isnull=True
    ).order_by()
    owed = list(open_ones.values_list("pk", "indicator_id", "zone_id", "period"))
    if owed:
        cells = _cells(checked, rows)
        answered = [pk for pk, *cell in owed if tuple(cell) in cells]
        if answered:
            engine().obligations_receive(answered, submission.pk, submission.received_at, moment)


def _cells(checked: Checked, rows: Ints) -> set[tuple[int, int, str]]:
    """The rows' distinct (indicator id, zone id, period code)."""
    grid, directory = checked.grid, checked.directory
    places = crossed(grid.indicator, grid.zone, grid.period)
    cells = set()
    for code in present(places.codes[rows], len(places.values)):
        indicator, zone, text = places.values[code]
        cells.add((directory.indicator_ids[indicator], directory.zone_ids[zone], grid.reference.periods[text].code))
    return cells
