"""What text and numbers may hold: the hostile list, entry by entry."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from programs.exceptions import InvalidInput
from programs.text import LONGEST_TEXT, CleanText, clean_decimal, clean_json, clean_text
from tests.factories.hostile import HOSTILE_STRINGS
from tests.hostile import NUMBERS, TEXTS, Text, nested


def code_of(call) -> str:
    """The code with which the call refuses."""
    with pytest.raises(InvalidInput) as caught:
        call()
    return caught.value.problems[0].code


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_text_is_stored_clean_or_refused_by_its_code(text: Text) -> None:
    if text.code:
        assert code_of(lambda: clean_text(text.given, lines=text.lines, pointer="/name")) == text.code
        with pytest.raises(ValidationError) as caught:
            CleanText(lines=text.lines)(text.given)
        assert caught.value.code == text.code
        return
    stored = clean_text(text.given, lines=text.lines)
    assert stored == text.stored
    assert clean_text(stored, lines=text.lines) == stored
    CleanText(lines=text.lines)(text.given)


@pytest.mark.parametrize("text", HOSTILE_STRINGS, ids=range(len(HOSTILE_STRINGS)))
def test_what_is_stored_can_always_be_written_as_utf8_and_xml(text: str) -> None:
    try:
        stored = clean_text(text, lines=True)
    except InvalidInput:
        return
    stored.encode("utf-8")
    assert not any(ord(char) < 32 and char not in "\n\t" for char in stored)


def test_the_place_and_the_length_are_told() -> None:
    with pytest.raises(InvalidInput) as caught:
        clean_text("ab\x00", pointer="/rows/3/note")
    problem = caught.value.problems[0]
    assert (problem.pointer, problem.code) == ("/rows/3/note", "control_character")
    assert "3" in problem.hint
    assert code_of(lambda: clean_text("x" * 11, max_length=10)) == "text_too_long"
    assert code_of(lambda: clean_text("x" * (LONGEST_TEXT + 1))) == "text_too_long"
    assert code_of(lambda: clean_text(5)) == "not_text"
    assert clean_text("x" * 10, max_length=10) == "x" * 10


@pytest.mark.parametrize(("given", "expected"), NUMBERS, ids=lambda value: repr(value)[:30])
def test_a_number_is_finite_and_bounded_or_refused_by_its_code(given: object, expected: str | Decimal) -> None:
    if isinstance(expected, str):
        assert code_of(lambda: clean_decimal(given)) == expected
        return
    number = clean_decimal(given)
    assert number == expected
    assert not (number.is_signed() and number == 0)
    assert clean_decimal(number) == number


def test_json_is_clean_all_through() -> None:
    assert clean_json({"a": ["e\u0301", 1, None, True, {"b\ufeff": 1.5}]}) == {"a": ["é", 1, None, True, {"b": 1.5}]}
    assert code_of(lambda: clean_json({"a": [{"b": "\x00"}]}, pointer="/x")) == "control_character"
    assert code_of(lambda: clean_json({"a\x00": 1})) == "control_character"
    assert code_of(lambda: clean_json([float("nan")])) == "not_finite"
    assert code_of(lambda: clean_json(nested(5000))) == "too_deep"
    with pytest.raises(InvalidInput) as caught:
        clean_json({"a": [0, "\ud800"]}, pointer="/thresholds")
    assert caught.value.problems[0].pointer == "/thresholds/a/1"


def test_the_validator_can_be_compared_and_kept_in_a_migration() -> None:
    assert CleanText(lines=True) == CleanText(lines=True) != CleanText()
    assert len({CleanText(), CleanText(), CleanText(lines=True)}) == 2
    assert CleanText(lines=True).deconstruct() == ("programs.text.CleanText", (), {"lines": True})
