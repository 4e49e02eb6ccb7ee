"""Pinyin initials of Chinese names, so that people find 上海市科学技术委员会 by typing `shskxjswyh`."""

from pypinyin import Style, lazy_pinyin

MOST = 100


def initials(*names: str) -> str:
    """The lower-case initials of each name, parted by a space, at most 100 characters; other letters stay as they are."""
    words = ("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in names if name)
    return " ".join("".join(char for char in word.lower() if char.isalnum()) for word in words)[:MOST]
