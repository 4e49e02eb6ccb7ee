"""A taken port is passed over, a wrong one refused."""

import socket

import pytest

from tracker.first_run import ports
from tracker.first_run.console import Failure

pytestmark = pytest.mark.loopback


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.bind((ports.LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert ports.answers(port)
        assert not ports.is_free(port)
        assert ports.next_free(port) > port


def test_a_free_port_is_free() -> None:
    port = ports.any_free()
    assert ports.is_free(port)
    assert not ports.answers(port)
    assert ports.next_free(port) == port


@pytest.mark.parametrize("text", ["http", "0", "70000", "80a", "-1", "８０"])
def test_a_wrong_port_is_refused_with_an_example(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Failure) as caught:
        ports.wanted_port()
    assert "PORT=8080" in caught.value.mend


def test_the_port_is_8000_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert ports.wanted_port() == 8000
