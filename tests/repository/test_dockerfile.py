"""The image is made by the same steps as `make run`: the same packages, the same hashes, the same commands."""

import inspect
import re

from tests.repository.tracked import ROOT
from tracker.first_run import demo, environment, stack

DOCKERFILE = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


def instructions(name: str) -> list[str]:
    """The arguments of every instruction of that name."""
    return [line.split(maxsplit=1)[1] for line in DOCKERFILE.splitlines() if line.startswith(f"{name} ")]


def flags(text: str) -> set[str]:
    """Its long options."""
    return set(re.findall(r"--[a-z][a-z-]+", text))


def test_packages_are_installed_with_the_flags_of_run_py() -> None:
    image = next(line for line in instructions("RUN") if "pip install" in line)
    ours = flags(inspect.getsource(environment.install).split("command =")[1].split("run_logged")[0])
    assert "--require-hashes" in ours
    # The cache would only make the image larger.
    assert flags(image) - {"--no-cache-dir"} == ours
    assert "requirements/base.txt" in image


def test_the_image_is_the_python_of_run_py() -> None:
    assert instructions("FROM") == ["python:3.11-slim-bookworm"]


def test_the_commands_of_run_py_are_in_the_image_or_in_compose() -> None:
    commands = set(re.findall(r'stack\.manage\("([a-z_]+)"', inspect.getsource(demo.data_steps))) - {"load_demo"}
    everything = DOCKERFILE + (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert commands == {"compile_catalogues", "migrate"}
    assert [command for command in commands if command not in everything] == []


def test_the_same_server_serves() -> None:
    ours = inspect.getsource(stack.start_web)
    command = instructions("CMD")[0]
    for part in ("gunicorn", "tracker.wsgi:application", "gthread", "--no-control-socket"):
        assert part in ours
        assert part in command


def test_whatever_is_copied_reaches_the_builder() -> None:
    copied = [line.split()[0] for line in instructions("COPY")]
    assert copied
    assert [name for name in copied if f"!{name}" not in IGNORED] == []
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_backup_programs_are_of_the_servers_version() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    server = re.search(r"image: postgres:(\d+)", compose)
    assert server
    assert f"postgresql-client-{server[1]}" in DOCKERFILE


def test_the_process_is_not_root() -> None:
    assert instructions("USER") == ["tracker"]
