"""Reason codes and their parameters."""

from datetime import date

import pytest

from reports.evaluation.reasons import REASONS, Reason, reason, share_text
from tests.reports.evaluation.builders import D


def test_parameters_become_texts():
    found = reason("in_range", value=D("2.50"), low=None, high=D(3))
    assert found.as_json() == {"code": "in_range", "params": {"value": "2.5", "low": "", "high": "3"}}
    assert reason("closed", date=date(2026, 9, 30)).params == {"date": "2026-09-30"}
    assert reason("overdue", days=3) == Reason("overdue", {"days": "3"})


@pytest.mark.parametrize("params", [{}, {"days": 1, "more": 2}, {"day": 1}])
def test_a_sentence_is_never_left_with_a_hole(params):
    with pytest.raises(ValueError, match="overdue takes the parameters"):
        reason("overdue", **params)


def test_an_unlisted_reason_is_an_error():
    with pytest.raises(KeyError):
        reason("because")


def test_shares_show_six_digits():
    assert share_text(D(1) / D(3)) == "0.333333"


def test_codes_are_plain_words():
    assert all(code.isascii() and code.replace("_", "").isalpha() and code.islower() for code in REASONS)
