"""Finds the sections and measures of a plan in plain text.

A line without a final stop and not too long is a heading; a paragraph is a measure. Where parts are numbered, the
highest numbering in use makes sections and the next one makes measures; deeper items belong to their measure.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from programs.plan_text.numbering import Marked, without_number

STOPS = ".。!！?？;；:：…"
CLOSERS = "\"'”’」』)）]】"
LONGEST_HEADING = {"en": 140, "zh": 45}
LONGEST_NAME = {"en": 80, "zh": 40}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENCLOSED = re.compile(r"[(（\[【].*[)）\]】]\Z")
_VERBS = {
    "explore": re.compile(r"^(?:.{0,40}\b(?:explore|study)\b|.{0,12}(?:探索|研究))", re.IGNORECASE),
    "support": re.compile(r"^(?:.{0,25}\b(?:support|encourage|guide)\b|.{0,10}(?:支持|鼓励|引导))", re.IGNORECASE),
}


@dataclass(slots=True)
class TextMeasure:
    """One clause: its text with all that belongs to it, a short name, and how binding its first verb is."""

    text: str
    name: str = ""
    commitment: str = "shall"


@dataclass(slots=True)
class TextSection:
    """A heading and the clauses under it."""

    name: str
    measures: list[TextMeasure] = field(default_factory=list)


@dataclass(slots=True)
class PlanText:
    """What was found. `skipped` are lines that belong to no section: titles, introductions, source notes."""

    language: str
    sections: list[TextSection]
    skipped: list[str]


def read_plan_text(text: str) -> PlanText:
    """Sections with their measures, in reading order; sections without a measure are skipped with their heading."""
    language = "zh" if len(_HAN.findall(text)) * 4 > len(text.replace(" ", "")) else "en"
    lines = [without_number(line) for line in _paragraphs(text)]
    part, article = _levels(lines, language)
    outline = _Outline(language, part, article)
    for line in lines:
        outline.add(line)
    for section in outline.sections:
        if not section.measures:
            outline.skipped.append(section.name)
    sections = [section for section in outline.sections if section.measures]
    for measure in (measure for section in sections for measure in section.measures):
        measure.name = _short(measure.text, language)
        measure.commitment = next((kind for kind, verb in _VERBS.items() if verb.match(measure.text)), "shall")
    return PlanText(language, sections, outline.skipped)


class _Outline:
    """Collects sections while lines come in; `part` and `article` are the levels that make sections and measures."""

    def __init__(self, language: str, part: int, article: int):
        self.language, self.part, self.article = language, part, article
        self.sections: list[TextSection] = []
        self.skipped: list[str] = []
        self.in_article = False

    def add(self, line: Marked) -> None:
        """Place one line."""
        if self._is_section(line):
            self.sections.append(TextSection(line.words.rstrip(STOPS)))
            self.in_article = False
        elif not self.sections or (not line.level and _ENCLOSED.fullmatch(line.words)):
            self.skipped.append(line.words)
        elif self._continues(line):
            measure = self.sections[-1].measures[-1]
            measure.text = f"{measure.text}\n{line.words}"
        else:
            self.sections[-1].measures.append(TextMeasure(line.words))
            self.in_article = bool(line.level)

    def _is_section(self, line: Marked) -> bool:
        if self.part:
            return line.level == self.part and _is_short(line.words, self.language)
        return not line.level and is_heading(line.words, self.language)

    def _continues(self, line: Marked) -> bool:
        measures = self.sections[-1].measures
        if not measures:
            return False
        if self.article:
            return self.in_article and line.level != self.article
        opened = measures[-1].text.rstrip()[-1:]
        return line.level > 0 and opened in ":：;；"


def is_heading(words: str, language: str) -> bool:
    """Whether a line without a number is a heading: short, and without a stop at its end."""
    return (
        bool(words)
        and not _ENCLOSED.fullmatch(words)
        and words.rstrip(CLOSERS)[-1:] not in STOPS
        and _is_short(words, language)
    )


def _is_short(words: str, language: str) -> bool:
    return len(words) <= LONGEST_HEADING[language]


def _levels(lines: list[Marked], language: str) -> tuple[int, int]:
    """The numbering that makes sections (0 = headings without numbers) and the one that makes measures (0 = paragraphs)."""
    counts = Counter(line.level for line in lines if line.level)
    used = [level for level, count in counts.items() if count > 1]  # in the order in which they first appear
    if not used:
        return 0, 0
    first = [line.words for line in lines if line.level == used[0]]
    if sum(is_heading(words, language) for words in first) * 2 <= len(first):
        return 0, used[0]  # numbered paragraphs under headings without numbers
    return used[0], used[1] if len(used) > 1 else 0


def _paragraphs(text: str) -> Iterator[str]:
    """Lines without surrounding blanks; a line that was only wrapped is joined with the one before it."""
    waiting = ""
    for raw in text.replace("\u3000", " ").splitlines():
        line = " ".join(raw.split())
        wrapped = waiting and line and line[0].islower() and waiting[-1] not in STOPS and not without_number(line).level
        if wrapped:
            waiting = f"{waiting} {line}"
            continue
        if waiting:
            yield waiting
        waiting = line
    if waiting:
        yield waiting


def _short(text: str, language: str) -> str:
    """The first sentence, cut at a word where it is too long for a name."""
    sentence = re.split(r"(?<=[.。;；:：!！?？])(?:\s|$)|(?<=[。；：！？])", text, maxsplit=1)[0].strip().rstrip(STOPS)
    most = LONGEST_NAME[language]
    if len(sentence) <= most:
        return sentence
    cut = sentence[: most - 1]
    for mark in ("，", "、", ", ", " "):
        place = cut.rfind(mark)
        if place > most // 2:
            return cut[:place].rstrip(" ,，、") + "…"
    return cut + "…"
