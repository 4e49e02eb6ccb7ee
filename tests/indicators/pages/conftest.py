"""A small pilot with open periods, and the accounts of its two agencies."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from programs.actors import Role
from tests.factories.indicators import Pilot, pilot
from tests.factories.pages import client_of
from tests.factories.programs import user_with


@dataclass
class Office:
    """The pilot, and browsers of the reporter, of another agency's reporter, and of the coordination group."""

    pilot: Pilot
    reporter: Client
    stranger: Client
    coordinator: Client

    def chinese(self) -> Client:
        """The reporter's browser in Chinese."""
        self.reporter.cookies["django_language"] = "zh-hans"
        return self.reporter


@pytest.fixture
def office(db: Any) -> Office:
    """Everything open, nothing handed in."""
    place = pilot()
    return Office(
        place,
        client_of(user_with(Role.REPORTER, agency=place.agency)),
        client_of(user_with(Role.REPORTER, agency=place.other_agency)),
        client_of(user_with(Role.COORDINATOR)),
    )
