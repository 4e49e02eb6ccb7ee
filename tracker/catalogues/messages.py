"""Collect the translatable messages of an app: Python sources by Babel, Django templates by Django's own lexer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_from_file
from django.template.base import Lexer, Token, TokenType
from django.utils.translation.template import trim_whitespace

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_TRANSLATE = re.compile(rf"^(?:trans|translate)\s+({_QUOTED})(?:.*?\bcontext\s+({_QUOTED}))?", re.DOTALL)
_BLOCK = re.compile(r"^(?:blocktrans|blocktranslate)\b(.*)$", re.DOTALL)
_BLOCK_END = re.compile(r"^end(?:blocktrans|blocktranslate)\s*$")
_PLURAL = re.compile(r"^plural\s*$")
_CONTEXT = re.compile(rf"\bcontext\s+({_QUOTED})")
_CONSTANT = re.compile(rf"_\(\s*({_QUOTED})\s*\)")


@dataclass(frozen=True, order=True)
class Message:
    """One translatable message: its id, plural id and context where it has them, and one place of it."""

    id: str
    plural: str
    context: str
    file: str
    line: int


def _unquoted(text: str) -> str:
    """The text of a quoted template constant."""
    return text[1:-1].replace("\\" + text[0], text[0]).replace("\\\\", "\\")


def python_messages(path: Path, name: str) -> Iterator[Message]:
    """Messages of a Python file, in the order of the file."""
    for line, found, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
        parts = (found, "") if isinstance(found, str) else (found[0], found[1] if len(found) > 1 else "")
        yield Message(parts[0], parts[1] or "", context or "", name, line)


def _block_text(tokens: list[Token], trimmed: bool) -> str:
    """The message id that Django looks up for the body of a translated block."""
    parts = []
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            parts.append(token.contents.replace("%", "%%"))
        elif token.token_type == TokenType.VAR:
            parts.append(f"%({token.contents})s")
    text = "".join(parts)
    return trim_whitespace(text) if trimmed else text


def _block_message(tokens: list[Token], start: int, options: str, name: str) -> tuple[Message, int]:
    """The message of the translated block whose tag is `tokens[start]`, and the index of its end tag."""
    singular: list[Token] = []
    plural: list[Token] = []
    target, index = singular, start + 1
    while not (tokens[index].token_type == TokenType.BLOCK and _BLOCK_END.match(tokens[index].contents)):
        if tokens[index].token_type == TokenType.BLOCK and _PLURAL.match(tokens[index].contents):
            target = plural
        else:
            target.append(tokens[index])
        index += 1
    trimmed = bool(re.search(r"\btrimmed\b", options))
    context = _CONTEXT.search(options)
    message = Message(
        _block_text(singular, trimmed),
        _block_text(plural, trimmed),
        _unquoted(context[1]) if context else "",
        name,
        tokens[start].lineno or 0,
    )
    return message, index


def template_messages(source: str, name: str) -> Iterator[Message]:
    """Messages of a Django template: translate and blocktranslate tags, and `_("…")` inside any tag."""
    tokens = Lexer(source).tokenize()
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            line = token.lineno or 0
            if found := _TRANSLATE.match(token.contents):
                yield Message(
                    _unquoted(found[1]).replace("%", "%%"), "", _unquoted(found[2]) if found[2] else "", name, line
                )
            for constant in _CONSTANT.findall(token.contents):
                yield Message(_unquoted(constant), "", "", name, line)
            if block := _BLOCK.match(token.contents):
                message, index = _block_message(tokens, index, block[1], name)
                yield message
        index += 1


def app_messages(folder: Path) -> list[Message]:
    """Every message of an app, sorted by file and line; empty ids (a catalogue's header) left out."""
    found: list[Message] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder.parent).as_posix()
        if path.suffix == ".py" and "migrations" not in path.parts:
            found.extend(python_messages(path, name))
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            found.extend(template_messages(path.read_text(encoding="utf-8"), name))
    return sorted(
        (message for message in found if message.id), key=lambda message: (message.file, message.line, message.id)
    )
