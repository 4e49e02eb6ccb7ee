"""Closing a period while deliveries are being stored, and names of files that no column takes."""

import threading

import pytest
from django.db import connection, transaction

from indicators.models import ReportingPeriod, Submission
from indicators.services.observations import recording_moment
from indicators.services.periods import period_close
from indicators.services.submissions import submission_receive
from programs import clock
from programs.actors import SYSTEM
from tests.factories.indicators import pilot, row


@pytest.mark.django_db(transaction=True)
def test_a_period_closes_after_what_was_being_stored() -> None:
    place = pilot("2026-Q3")
    period = ReportingPeriod.objects.get(code="2026-Q3")

    def close() -> None:
        try:
            period_close(period=period, by=SYSTEM, reason="The month is over.")
        finally:
            connection.close()

    closing = threading.Thread(target=close)
    with transaction.atomic():
        recording_moment(place.program)
        closing.start()
        closing.join(0.5)
        assert closing.is_alive()
        stored = clock.now()
    closing.join()
    period.refresh_from_db()
    assert period.closed_at > stored


@pytest.mark.django_db
def test_a_file_name_keeps_only_what_can_be_printed() -> None:
    place = pilot("2026-Q3")
    submission_receive(
        program=place.program, agency=place.agency, rows=[row("100.0")], mode="all_or_nothing", dry_run=False,
        door="form", format="csv", body=b"x", by=SYSTEM, file_name="a\x00b\u202e.csv",
    )  # fmt: skip
    assert Submission.objects.get().file_name == "ab.csv"
