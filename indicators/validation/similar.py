"""Finds codes that look like a misspelt one."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(given: str, known: Iterable[str]) -> list[str]:
    """Up to three known codes that resemble the given one, best first; case does not matter."""
    by_upper = {code.upper(): code for code in known}
    return [by_upper[match] for match in get_close_matches(given[:40].upper(), by_upper, n=3, cutoff=0.6)]
