"""Sentences of findings never fail a page, whatever a stored finding lacks."""

import pytest

from indicators.messages import ENTRIES, words


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_a_finding_without_parameters_still_has_a_sentence(code):
    assert words(code, "x", {}).message


def test_an_unknown_code_is_shown_as_it_is():
    assert words("code_of_tomorrow", "x", {}).message == "code_of_tomorrow"
