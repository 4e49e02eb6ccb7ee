"""Receiving submissions: what is stored, what is refused, and what is told."""

import hashlib
import zlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Finding, Obligation, Observation, ObservationHistory, Submission
from indicators.services.periods import period_close
from indicators.services.statements import postgresql
from indicators.services.submissions import submission_receive
from programs.actors import Actor
from programs.exceptions import Conflict, InvalidInput, NotAllowed
from programs.models import AuditEvent
from tests.factories.hostile import HOSTILE_STRINGS
from tests.factories.indicators import Pilot, codes, open_months, pilot, row, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Pilot:
    """A small pilot with open periods."""
    return pilot()


def test_a_good_row_is_stored_with_its_submission_and_answers_its_obligation(place: Pilot) -> None:
    outcome = submit(place, [row("47260.5", dimensions={"size": "small"}, status="A", note="")])
    assert (outcome.state, outcome.counts) == (
        "accepted",
        {"received": 1, "created": 1, "revised": 0, "unchanged": 0, "rejected": 0},
    )
    assert outcome.findings == []
    stored = Observation.objects.select_related("series").get()
    assert (str(stored.value), stored.status, stored.version, stored.submission_id) == (
        "47260.500000",
        "A",
        1,
        outcome.id,
    )
    assert stored.series.dimension_key == "size=small"
    owed = Obligation.objects.get(indicator__code="IND01", zone=place.zone, period="2026-Q3")
    assert (owed.submission_id, owed.received_at) == (outcome.id, stored.recorded_at)
    assert Obligation.objects.filter(received_at__isnull=False).count() == 1


def test_the_same_again_changes_nothing(place: Pilot) -> None:
    submit(place, [row("100.0"), row("3", indicator="IND02", period="2025")])
    again = submit(place, [row("100"), row("3.0", indicator="IND02", period="2025")])
    assert again.counts == {"received": 2, "created": 0, "revised": 0, "unchanged": 2, "rejected": 0}
    assert set(Observation.objects.values_list("version", flat=True)) == {1}
    assert not ObservationHistory.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"value": "101.0"},
        {"status": "P"},
        {"note": "restated by two banks"},
        {"value": None, "status": "M", "note": "not collected"},
    ],
)
def test_another_value_status_or_note_is_a_revision_and_the_old_one_is_kept(place: Pilot, change: dict) -> None:
    first = submit(place, [row("100.0")])
    second = submit(place, [{**row("100.0"), **change}])
    assert second.counts["revised"] == 1
    current, past = Observation.objects.get(), ObservationHistory.objects.get()
    assert (current.version, current.submission_id) == (2, second.id)
    assert (past.version, past.submission_id, past.status, past.note, str(past.value)) == (
        1,
        first.id,
        "A",
        "",
        "100.000000",
    )
    assert (past.replaced_at, past.replaced_by) == (current.recorded_at, second.id)
    assert past.recorded_at < current.recorded_at


def test_every_bad_row_is_told_at_once_and_nothing_is_stored(place: Pilot) -> None:
    outcome = submit(
        place,
        [
            row("1.0"),
            row("2.0", indicator="IND99"),
            row("3.0", period="2026-07"),
            row("4.2亿", dimensions={"size": "small"}),
            row("5.0", zone="320100"),
            row("6.0"),
            row(None, dimensions={"size": "large"}),
        ],
    )
    assert outcome.state == "rejected"
    assert [(finding.index, finding.code) for finding in outcome.findings] == [
        (1, "unknown_indicator"),
        (2, "wrong_frequency"),
        (3, "unit_suffix"),
        (4, "foreign_cell"),
        (5, "duplicate_row"),
        (6, "missing_without_reason"),
    ]
    assert outcome.counts == {"received": 7, "created": 0, "revised": 0, "unchanged": 0, "rejected": 7}
    assert not Observation.objects.exists()
    assert not Obligation.objects.filter(received_at__isnull=False).exists()
    kept = Submission.objects.get()
    assert (kept.state, Finding.objects.filter(submission=kept).count()) == ("rejected", 6)


def test_partial_keeps_the_good_rows(place: Pilot) -> None:
    outcome = submit(place, [row("1.0"), row("x", indicator="IND03", period="2026-07")], mode="partial")
    assert (outcome.state, outcome.counts) == (
        "accepted",
        {"received": 2, "created": 1, "revised": 0, "unchanged": 0, "rejected": 1},
    )
    assert Observation.objects.count() == 1


def test_partial_without_a_good_row_is_rejected(place: Pilot) -> None:
    outcome = submit(place, [row("x")], mode="partial")
    assert (outcome.state, outcome.counts["rejected"]) == ("rejected", 1)


@pytest.mark.parametrize(("value", "state"), [("1.0", "accepted"), ("x", "rejected")])
def test_a_dry_run_tells_everything_and_stores_nothing(place: Pilot, value: str, state: str) -> None:
    outcome = submit(place, [row(value)], dry_run=True)
    assert (outcome.id, outcome.state, outcome.dry_run) == (None, state, True)
    assert not Submission.objects.exists()
    assert not Observation.objects.exists()
    assert not Finding.objects.exists()


def test_a_delivery_for_closed_periods_only_is_a_conflict(place: Pilot) -> None:
    period = place.program.periods.get(code="2026-Q3")
    period_close(period=period, by=place.office, reason="all in")
    with pytest.raises(Conflict) as error:
        submit(place, [row("1.0"), row("2.0", dimensions={"size": "small"})])
    assert (error.value.status, error.value.code) == (409, "period_closed")
    assert not Submission.objects.exists()


def test_one_closed_period_among_others_is_a_finding(place: Pilot) -> None:
    period_close(period=place.program.periods.get(code="2026-Q3"), by=place.office, reason="all in")
    outcome = submit(place, [row("1.0"), row("2.0", period="2026-Q2")])
    assert codes(outcome) == ["period_closed"]
    assert outcome.state == "rejected"


def test_nobody_submits_for_another_agency(place: Pilot) -> None:
    with pytest.raises(NotAllowed):
        submit(place, [row()], by=place.other_by)
    with pytest.raises(NotAllowed):
        submit(place, [row()], by=Actor(label="user:nobody"))
    assert not Submission.objects.exists()


def test_an_unknown_mode_is_refused(place: Pilot) -> None:
    with pytest.raises(InvalidInput) as error:
        submit(place, [row()], mode="some")
    assert error.value.code == "unknown_mode"


def test_staff_may_hand_in_for_an_agency(place: Pilot) -> None:
    outcome = submit(place, [row()], by=place.office)
    assert Submission.objects.get(pk=outcome.id).received_by == place.office.label


def test_the_audit_trail_names_who_handed_in(place: Pilot) -> None:
    outcome = submit(place, [row()])
    key = outcome.id.hex if connection.vendor == "sqlite" else str(outcome.id)
    event = AuditEvent.objects.get(table_name="indicators_submission", row_key=key)
    assert event.actor == place.by.label
    assert event.after["body"] == "(hidden)"


def test_hostile_notes_codes_and_values_do_no_harm(place: Pilot) -> None:
    rows = [dict.fromkeys(("indicator", "zone", "period", "value", "status", "note"), text) for text in HOSTILE_STRINGS]
    rows += [
        {
            "indicator": [1],
            "zone": {"a": 1},
            "period": True,
            "value": {},
            "status": 1,
            "note": [],
            "dimensions": {"size": [1]},
        },
        "text",
        None,
        5,
    ]
    rows += [{text: "x", "dimensions": {text: text}} for text in HOSTILE_STRINGS]
    outcome = submit(place, rows)
    assert outcome.state == "rejected"
    assert {finding.index for finding in outcome.findings} == set(range(len(rows)))
    assert Finding.objects.count() == len(outcome.findings)


def test_a_note_travels_unharmed(place: Pilot) -> None:
    note = "tab\tline\nbackslash \\N quote \" ' % %s {} 汉字 😀"
    submit(place, [row("1.0", note=note)])
    assert Observation.objects.get().note == note


@pytest.mark.parametrize("size", [1, 50, 500])
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(place: Pilot, size: int) -> None:
    months = [f"{1960 + number // 12}-{number % 12 + 1:02d}" for number in range(size)]
    open_months(place, months)
    rows = [row("5.0", indicator="IND03", period=code) for code in months]
    counted = []
    for value in ("5.0", "6.0", "x"):
        with CaptureQueriesContext(connection) as queries:
            submit(place, [{**item, "value": value} for item in rows])
        counted.append(len(queries))
    assert Observation.objects.filter(version=2).count() == size
    temporary_table = 4 if connection.vendor == "postgresql" and size > postgresql.COPY_FROM else 0
    assert counted == ([11, 11, 8] if connection.vendor == "sqlite" else [14, 14 + temporary_table, 11])


def test_many_rows_go_by_the_bulk_path_and_give_the_same(place: Pilot) -> None:
    months = [f"{year}-{month:02d}" for year in range(2001, 2026) for month in range(1, 13)]
    assert len(months) > postgresql.COPY_FROM
    open_months(place, months)
    rows = [row(f"{number}.5", indicator="IND03", period=code, note="a\\b\tc\nd") for number, code in enumerate(months)]
    rows[7] = {**rows[7], "value": None, "status": "M", "note": "not collected"}
    assert submit(place, rows).counts["created"] == len(months)
    assert submit(place, rows).counts["unchanged"] == len(months)
    outcome = submit(place, [{**item, "status": "P" if item.get("status") != "M" else "M"} for item in rows])
    assert outcome.counts["revised"] == len(months) - 1
    assert ObservationHistory.objects.count() == len(months) - 1
    assert Observation.objects.get(period=2001 * 12 + 7).value is None
    assert set(Observation.objects.exclude(period=2001 * 12 + 7).values_list("note", flat=True)) == {"a\\b\tc\nd"}


def test_the_body_is_kept_as_it_came(place: Pilot) -> None:
    body = '{"rows": "汉字"}'.encode()
    outcome = submission_receive(
        program=place.program,
        agency=place.agency,
        rows=[row()],
        mode="partial",
        dry_run=False,
        door="api",
        format="json",
        body=body,
        by=place.by,
        file_name="x.json",
    )
    kept = Submission.objects.get(pk=outcome.id)
    assert zlib.decompress(bytes(kept.body)) == body
    assert kept.sha256 == hashlib.sha256(body).hexdigest()
