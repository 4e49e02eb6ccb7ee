"""Text fit to print."""

import json

import pytest

from reports.content.text import clean_text, clean_tree
from tests.factories.hostile import HOSTILE_STRINGS


@pytest.mark.parametrize("text", HOSTILE_STRINGS)
def test_hostile_text_becomes_printable(text):
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert len(cleaned) <= 1200
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in cleaned)
    assert not set(cleaned) & set("\u202e\u2066\u2069\ufffe\uffff")
    assert clean_text(cleaned) == cleaned


def test_cut_is_marked_and_null_is_empty():
    assert clean_text("abcdef", 4) == "abc…"
    assert clean_text(None) == ""


def test_line_breaks_become_spaces():
    assert clean_text("line\r\nbreak\tand\vmore") == "line break and more"


def test_tree_can_be_written_as_utf8():
    tree = {"a\ud800": ["\udfff", {"b": 1}], "c": None}
    assert json.loads(json.dumps(clean_tree(tree), ensure_ascii=False).encode("utf-8")) == {
        "a\ufffd": ["\ufffd", {"b": 1}],
        "c": None,
    }
