"""A delivered value is equal to the stored one only when they are equal to the last digit."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import F

from indicators.models import Observation
from tests.factories.indicators import Pilot, pilot, row, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Pilot:
    """A pilot with an indicator that keeps six decimals and takes negative values."""
    made = pilot()
    made.indicators["IND03"].decimals = 6
    made.indicators["IND03"].save()
    return made


def monthly(value: str) -> dict:
    """One row of IND03."""
    return row(value, indicator="IND03", period="2026-07")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("123456789.123456", "123456789.123457"),
        ("-123456789.123456", "-123456789.123457"),
        ("1234567890.12345", "1234567890.12346"),
        ("999999999999999", "999999999999998"),
        ("99999999999999.1", "99999999999999.2"),
        ("0.000001", "0.000002"),
        ("0", "-0.000001"),
    ],
)
def test_the_last_of_fifteen_digits_tells_values_apart(place: Pilot, first: str, second: str) -> None:
    submit(place, [monthly(first)])
    assert submit(place, [monthly(first)]).counts["unchanged"] == 1
    assert submit(place, [{**monthly(second), "note": ""}]).counts["revised"] == 1
    assert Observation.objects.get().value == Decimal(second)


def test_a_stored_value_longer_than_any_delivery_is_compared_to_the_last_digit(place: Pilot) -> None:
    whole = Decimal(10) ** 11
    submit(place, [monthly(str(whole))])
    later = F("recorded_at") + timedelta(microseconds=1)
    Observation.objects.update(value=whole + Decimal("0.000001"), version=2, recorded_at=later)
    kept = Observation.objects.get().value  # SQLite keeps fifteen digits
    assert submit(place, [monthly(str(whole))]).counts["revised"] == int(kept != whole)
    assert Observation.objects.get().value == whole
