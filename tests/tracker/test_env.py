"""Readers of environment variables refuse what they cannot read, with a sentence that says what to write."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tracker import env


def test_text_is_read_or_defaulted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X", raising=False)
    assert env.text("X", "d") == "d"
    monkeypatch.setenv("X", "v")
    assert env.text("X", "d") == "v"


def test_a_missing_text_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"X is not set\. Set X"):
        env.text("X")


def test_a_mounted_secret_is_read_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("秘密\n", encoding="utf-8")
    monkeypatch.setenv("X_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("X", "other")
    assert env.text("X") == "秘密"


def test_a_missing_secret_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("X_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="no readable file"):
        env.text("X")


@pytest.mark.parametrize(("written", "value"), [("True", True), ("False", False), ("", True)])
def test_a_boolean_is_true_or_false(monkeypatch: pytest.MonkeyPatch, written: str, value: bool) -> None:
    monkeypatch.setenv("X", written)
    assert env.boolean("X", True) is value


@pytest.mark.parametrize("written", ["0", "1", "true", "yes", "off", " True"])
def test_anything_else_is_no_boolean(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("X", written)
    with pytest.raises(ImproperlyConfigured, match="Write True or False"):
        env.boolean("X", False)


@pytest.mark.parametrize(("written", "value"), [("0", 0), ("4", 4), ("", 2)])
def test_an_integer_lies_in_its_range(monkeypatch: pytest.MonkeyPatch, written: str, value: int) -> None:
    monkeypatch.setenv("X", written)
    assert env.integer("X", 2, 0, 4) == value


@pytest.mark.parametrize("written", ["5", "-1", "1.0", "two", "４", " 1"])
def test_anything_else_is_no_integer(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("X", written)
    with pytest.raises(ImproperlyConfigured, match="Write a whole number from 0 to 4"):
        env.integer("X", 2, 0, 4)


def test_words_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "a.example, b.example")
    assert env.words("X", []) == ["a.example", "b.example"]


@pytest.mark.parametrize("written", ["", "a,,b", "a,", ","])
def test_an_empty_word_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("X", written)
    with pytest.raises(ImproperlyConfigured, match="Write words"):
        env.words("X", [])


def test_a_choice_is_one_of_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "zh-hans")
    assert env.choice("X", "en", ["en", "zh-hans"]) == "zh-hans"
    monkeypatch.setenv("X", "zh")
    with pytest.raises(ImproperlyConfigured, match="Write one of: en, zh-hans"):
        env.choice("X", "en", ["en", "zh-hans"])
