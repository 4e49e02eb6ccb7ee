"""Tests are shut off from the network, from each other and from whatever else runs on the machine."""

import socket
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

from tests.conftest import run_name, worker_name

# pytest-socket warns before it raises, and here warnings are errors.
REFUSED = (SocketBlockedError, SocketConnectBlockedError, UserWarning)


def reach(host: str) -> None:
    """Try to connect to a port where nothing listens."""
    with socket.socket() as link:
        link.settimeout(1)
        link.connect_ex((host, 1)) if host.startswith("127.") else link.connect((host, 80))


def test_no_test_reaches_the_network() -> None:
    with pytest.raises(REFUSED):
        reach("192.0.2.1")


@pytest.mark.loopback
def test_a_marked_test_reaches_this_machine_and_no_other() -> None:
    reach("127.0.0.1")
    with pytest.raises(REFUSED):
        reach("192.0.2.1")


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_an_empty_cache(turn: int) -> None:
    assert cache.get("seen") is None
    cache.set("seen", turn, timeout=60)
    assert cache.get("seen") == turn


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_in_the_language_of_the_settings(turn: int) -> None:
    assert translation.get_language() == "en"
    translation.activate("zh-hans")


def test_files_are_written_into_the_tests_own_folder(settings, tmp_path: Path) -> None:
    assert tmp_path in settings.MEDIA_ROOT.parents


@pytest.mark.django_db
def test_the_database_carries_the_name_of_this_run() -> None:
    assert run_name() in connection.settings_dict["NAME"]
    assert worker_name() in connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
