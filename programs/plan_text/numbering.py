"""How plan documents number their parts, in Chinese and in English.

Three levels: parts (一、 第一章 I. Section 1), articles (（一） 第三条 1.2), and items (1. （1） a) ①).
"""

import re
from typing import NamedTuple

HAN = "〇零一二三四五六七八九十百"
PART, ARTICLE, ITEM = 1, 2, 3
LEVELS: list[tuple[int, re.Pattern[str]]] = [
    (PART, re.compile(rf"第[{HAN}\d]+[章编篇部][分]?[\s、.．:：]*")),
    (PART, re.compile(rf"[{HAN}]+[、.．]\s*")),
    (PART, re.compile(r"(?:part|section|chapter)\s+(?:\d+|[ivxlc]+)\b[\s.:：、-]*", re.IGNORECASE)),
    (PART, re.compile(r"[IVXLC]+[.、]\s+")),
    (ARTICLE, re.compile(rf"[（(][{HAN}]+[)）]\s*")),
    (ARTICLE, re.compile(rf"第[{HAN}\d]+[条款节][\s、.．:：]*")),
    (ARTICLE, re.compile(r"article\s+\d+\b[\s.:：、-]*", re.IGNORECASE)),
    (ARTICLE, re.compile(r"\d+\.\d+(?:\.|\b)\s*")),
    (ITEM, re.compile(r"\d{1,3}[.．、)）](?!\d)\s*")),
    (ITEM, re.compile(r"[（(]\d{1,3}[)）]\s*")),
    (ITEM, re.compile(r"[（(]?[a-z][)）]\s+")),
    (ITEM, re.compile(r"[①-⑳]\s*")),
]


class Marked(NamedTuple):
    """A line without its number: the level of the number (0 = none) and the words."""

    level: int
    words: str


def without_number(line: str) -> Marked:
    """The line's level and its words after the number; a line that is nothing but a number has no level."""
    for level, pattern in LEVELS:
        match = pattern.match(line)
        if match and line[match.end() :].strip():
            return Marked(level, line[match.end() :].strip())
    return Marked(0, line)
