"""Every reason of the evaluation has a sentence, in both languages, without a hole."""

import pytest
from django.utils import translation

from reports.content.reasons import reason_sentence
from reports.content.source import Source
from reports.evaluation.reasons import REASONS
from tests.factories.result import sample_result
from tests.reports.conftest import META


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("code", sorted(REASONS))
def test_sentence(code, language):
    params = {
        name: "310000" if name in {"missing", "zones"} else "2026-09-30" if name == "date" else "2"
        for name in REASONS[code]
    }
    with translation.override(language):
        sentence = reason_sentence({"code": code, "params": params}, Source(sample_result(), language, META), 1)
    assert sentence.endswith("。" if language == "zh-hans" else ".")
    assert "—" not in sentence
    assert "%(" not in sentence


def test_zones_periods_and_amounts_are_written_out():
    source = Source(sample_result(), "en", META)
    partial = {"code": "partial_zones", "params": {"have": "4", "of": "5", "missing": "330400, 340100"}}
    assert reason_sentence(partial, source) == "Only 4 of 5 zones; missing: Jiaxing, Hefei."
    late = {"code": "no_value", "params": {"period": "2026-Q3"}}
    assert reason_sentence(late, source) == "No value for Q3 2026."
    met = {"code": "achieved", "params": {"value": "1234.56", "target": "1200"}}
    assert reason_sentence(met, source, 1) == "Target met: 1,234.6 against 1,200.0."


def test_missing_parameter_is_a_dash_and_unknown_code_is_shown():
    source = Source(sample_result(), "en", META)
    assert reason_sentence({"code": "achieved", "params": {}}, source) == "Target met: — against —."
    assert reason_sentence({"code": "new_rule", "params": {"x": "%(s)s"}}, source) == "new_rule (x: %(s)s)"


@pytest.mark.parametrize(
    ("code", "params", "sentence"),
    [
        ("schedule_behind", {"spi": "0", "threshold": "0.6"}, "Schedule performance 0.00, below 0.60."),
        ("far_behind_path", {"index": "0.5954", "threshold": "0.6"}, "Index 0.595, below 0.600."),
        ("behind_path", {"index": "0.94996", "threshold": "0.95"}, "Index 0.94996, below 0.95000."),
        ("growth_behind_pace", {"ratio": "0.9", "threshold": "0.95"}, "Growth is 0.90 of the required pace; on track from 0.95."),
    ],
)  # fmt: skip
def test_an_index_is_printed_apart_from_the_threshold_that_it_misses(code, params, sentence):
    source = Source(sample_result(), "en", META)
    assert reason_sentence({"code": code, "params": params}, source) == sentence
