"""Strict readers of environment variables.

A wrong value is refused with a sentence that says what to write, because a setting that is guessed wrong is
found out in production. Every reader raises `django.core.exceptions.ImproperlyConfigured`.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's text, or the content of the file that `NAME_FILE` points to (for mounted secrets)."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        path = Path(file_name)
        if not path.is_file():
            raise ImproperlyConfigured(
                f"{name}_FILE points to {file_name!r}, which is no readable file. Mount it there, or set {name} instead."
            )
        return path.read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set {name} in the environment (README, section Settings, says what it is for)."
        )
    return value


def boolean(name: str, default: bool) -> bool:
    """True or False, written exactly so: anything else is refused, because `DEBUG=0` once meant True somewhere."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} is {value!r}. Write True or False.")
    return value == "True"


def integer(name: str, default: int, minimum: int, maximum: int) -> int:
    """A whole number between `minimum` and `maximum`."""
    value = os.environ.get(name, "")
    if value == "":
        return default
    if not value.isascii() or not value.isdigit() or not minimum <= int(value) <= maximum:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write a whole number from {minimum} to {maximum}.")
    return int(value)


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list; blanks around each word are dropped, empty words refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    parts = [part.strip() for part in value.split(",")]
    if not all(parts):
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write words separated by single commas, such as a.example,b.example."
        )
    return parts


def choice(name: str, default: str, allowed: list[str]) -> str:
    """One of the allowed words."""
    value = os.environ.get(name) or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write one of: {', '.join(allowed)}.")
    return value
