"""Free ports on this machine's loopback address, and whether a server answers there."""

import os
import socket

from tracker.first_run.console import Failure

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int, host: str = LOOPBACK) -> bool:
    """Whether anything accepts a connection there."""
    try:
        with socket.create_connection((host, port), timeout=2):
            return True
    except OSError:
        return False


def wanted_port() -> int:
    """The port named by `PORT`, 8000 by default. Raises Failure where it is no port number."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Failure(f"PORT is {text!r}.", "write a number from 1024 to 65535, such as: PORT=8080 make run")
    return int(text)


def next_free(port: int) -> int:
    """The port, or the first free one after it. Raises Failure when the hundred after it are taken too."""
    for candidate in range(port, min(port + 100, 65536)):
        if is_free(candidate):
            return candidate
    raise Failure(f"The ports {port} to {port + 99} are all taken.", "name another: PORT=9000 make run")


def any_free() -> int:
    """Some free port, chosen by the system."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
