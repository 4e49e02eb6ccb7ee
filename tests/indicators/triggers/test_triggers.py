"""The triggers hold whoever writes: history on every overwrite, no deletion, no dangling reference."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F

from indicators.models import Observation, ObservationHistory, Series, Submission
from indicators.triggers import install
from tests.factories.indicators import Pilot, SubmissionFactory, pilot, row, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Pilot:
    """A pilot with one value."""
    made = pilot()
    submit(made, [row("100.0")])
    return made


def refused(action) -> str:
    """The database's words when it refuses the action."""
    with pytest.raises((DatabaseError, IntegrityError)) as error, transaction.atomic():
        action()
    return str(error.value)


def test_an_overwrite_by_any_hand_is_kept(place: Pilot) -> None:
    other = SubmissionFactory(program=place.program, agency=place.agency)
    before = Observation.objects.get()
    later = before.recorded_at + timedelta(seconds=1)
    Observation.objects.update(value=7, version=F("version") + 1, recorded_at=later, submission=other)
    kept = ObservationHistory.objects.get()
    assert (kept.value, kept.version, kept.recorded_at, kept.replaced_at, kept.replaced_by) == (
        100,
        1,
        before.recorded_at,
        later,
        other.pk,
    )
    assert (kept.observation_id, kept.series_id, kept.submission_id) == (
        before.pk,
        before.series_id,
        before.submission_id,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"value": 7},
        {"value": 7, "version": 3},
        {"value": 7, "version": 2},
        {"version": 2, "recorded_at": "2020-01-01T00:00:00Z"},
        {"period": 5, "version": 2, "recorded_at": "2120-01-01T00:00:00Z"},
    ],
    ids=["same version", "version jumps", "same moment", "earlier moment", "other period"],
)
def test_an_overwrite_that_hides_itself_is_refused(place: Pilot, change: dict) -> None:
    assert "pz_observation_history" in refused(lambda: Observation.objects.update(**change))
    assert (Observation.objects.get().value, ObservationHistory.objects.count()) == (100, 0)


def test_no_value_is_deleted(place: Pilot) -> None:
    assert "pz_observation_refused" in refused(lambda: Observation.objects.all()._raw_delete("default"))


def test_history_is_never_changed_or_deleted(place: Pilot) -> None:
    submit(place, [row("101.0")])
    assert "pz_append_only" in refused(lambda: ObservationHistory.objects.update(value=1))
    assert "pz_append_only" in refused(lambda: ObservationHistory.objects.all()._raw_delete("default"))


@pytest.mark.parametrize("column", ["series_id", "submission_id"])
def test_no_value_names_a_row_that_does_not_exist(place: Pilot, column: str) -> None:
    there = Observation.objects.get()
    values = {
        "series_id": there.series_id,
        "submission_id": there.submission_id,
        column: 10**9 if column == "series_id" else uuid4(),
    }
    said = refused(lambda: Observation.objects.create(period=1, value=1, recorded_at=there.recorded_at, **values))
    assert "pz_observation_references" in said
    said = refused(
        lambda: Observation.objects.update(
            version=2, recorded_at=there.recorded_at + timedelta(seconds=1), **{column: values[column]}
        )
    )
    assert "pz_observation_references" in said or "pz_observation_history" in said


@pytest.mark.parametrize("model", [Series, Submission])
def test_what_values_refer_to_is_not_deleted(place: Pilot, model: type) -> None:
    place.program.obligations.update(submission=None, received_at=None, recorded_at=None)
    assert "pz_observation_parent" in refused(lambda: model.objects.all()._raw_delete("default"))


def test_a_submission_without_values_may_go(place: Pilot) -> None:
    other = SubmissionFactory(program=place.program, agency=place.agency)
    Submission.objects.filter(pk=other.pk)._raw_delete("default")


def test_a_missing_trigger_is_named_and_migrate_mends_it() -> None:
    assert install.missing() == set()
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER pz_history" + (" ON indicators_observation" if connection.vendor == "postgresql" else "")
        )
    assert install.missing() == {"pz_history on indicators_observation"}
    assert "indicators.W001" in [message.id for message in run_checks(databases=["default"])]
    install.install()
    assert install.missing() == set()
