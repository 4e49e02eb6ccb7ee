"""Several writers at once: every version is kept, in an order that the moments tell."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from indicators.models import Observation, ObservationHistory, Series, Submission
from indicators.services.submissions import submission_receive
from programs import clock
from tests.factories.indicators import Pilot, open_months, pilot, row, submit

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, TURNS = 4, 6


def at_once(work: Callable[[int], Any]) -> None:
    """Run the work in several threads that start together; raise what any of them raised."""
    barrier = threading.Barrier(WRITERS)
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            barrier.wait()
            work(number)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_writers_of_one_cell_lose_no_version() -> None:
    place = pilot("2026-Q3")
    outcomes: list[Any] = []

    def write(number: int) -> None:
        for turn in range(TURNS):
            outcomes.append(submit(place, [row(f"{100 + number * TURNS + turn}.0")]))  # noqa: PERF401 - the others must see each at once

    at_once(write)
    assert Series.objects.count() == 1
    assert {outcome.state for outcome in outcomes} == {"accepted"}
    current = Observation.objects.get()
    past = list(ObservationHistory.objects.order_by("version"))
    assert [version.version for version in past] + [current.version] == list(range(1, WRITERS * TURNS + 1))
    told = sorted(int(version.value) for version in [*past, current])
    assert told == list(range(100, 100 + WRITERS * TURNS))
    moments = [version.recorded_at for version in past] + [current.recorded_at]
    assert moments == sorted(set(moments))
    assert [version.replaced_at for version in past] == moments[1:]
    assert [version.replaced_by for version in past] == [version.submission_id for version in [*past[1:], current]]


def test_writers_of_many_cells_by_the_bulk_path_lose_nothing() -> None:
    place = pilot("2026-Q3")
    months = [f"{year}-{month:02d}" for year in range(2001, 2022) for month in range(1, 13)]
    open_months(place, months)

    def write(number: int) -> None:
        submit(place, [row(f"{number}.5", indicator="IND03", period=code) for code in months])

    at_once(write)
    assert set(Observation.objects.values_list("version", flat=True)) == {WRITERS}
    assert ObservationHistory.objects.count() == (WRITERS - 1) * len(months)
    kept = {float(value) for value in ObservationHistory.objects.values_list("value", flat=True)} | {
        float(Observation.objects.first().value)
    }
    assert kept == {number + 0.5 for number in range(WRITERS)}


def test_the_same_delivery_at_once_is_one_effect() -> None:
    place = pilot("2026-Q3")
    at_once(lambda _number: submit(place, [row("100.0")]))
    assert Submission.objects.count() == WRITERS
    assert Observation.objects.get().version == 1
    assert sorted(counts["created"] for counts in Submission.objects.values_list("counts", flat=True)) == [0] * (
        WRITERS - 1
    ) + [1]


def test_a_clock_that_goes_back_gives_no_earlier_moment(settings) -> None:
    settings.DEBUG = True
    place: Pilot = pilot("2026-Q3")
    now = timezone.now()
    with clock.at(now):
        submit(place, [row("1.0")])
    with clock.at(now - timedelta(days=3)):
        submit(place, [row("2.0")])
    assert Observation.objects.get().recorded_at == now + timedelta(microseconds=1)
    assert ObservationHistory.objects.get().recorded_at == now


def test_nothing_remains_of_a_submission_that_fails_midway(monkeypatch) -> None:
    place = pilot("2026-Q3")

    def fail(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("the power went off")

    monkeypatch.setattr("indicators.services.submissions.observations_store", fail)
    with pytest.raises(RuntimeError):
        submission_receive(
            program=place.program,
            agency=place.agency,
            rows=[row()],
            mode="all_or_nothing",
            dry_run=False,
            door="api",
            format="json",
            body=b"",
            by=place.by,
        )
    assert not Submission.objects.exists()
    assert not Series.objects.exists()
