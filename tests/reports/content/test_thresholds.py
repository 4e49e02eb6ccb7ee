"""The method note prints the thresholds that were frozen, not the usual ones."""

from reports.content.report import build_report
from tests.factories.result import sample_result
from tests.reports.conftest import META, content_of


def texts(content):
    return [[cell.text for cell in row.cells] for row in content.table("thresholds").rows]


def test_one_row_for_each_rule_with_the_indicators_it_applies_to():
    programme, own, tasks = texts(content_of("sample", "en"))
    assert programme == [
        "Indicators without a rule of their own",
        "progress index",
        "≥ 0.95",
        "≥ 0.6",
        "< 0.6",
        "not rated",
        "1",
    ]
    assert own[0].startswith("IND02 – ")
    assert "IND05" in own[0]
    assert own[1:] == ["observed ÷ required growth", "≥ 0.9", "≥ 0.45", "< 0.45", "rated", "2"]
    assert tasks[1:] == ["schedule performance", "≥ 0.92", "≥ 0.55", "< 0.55", "—", "1"]


def test_the_share_of_a_section_is_the_frozen_one():
    method = next(section for section in content_of("sample", "en").sections if section.key == "method")
    sentences = " ".join(block.text for block in method.blocks if block.kind == "paragraph")
    assert "25%" in sentences
    assert "30 days" in sentences


def test_without_rules_of_their_own_one_row_is_for_all_indicators():
    result = sample_result()
    result["rules"]["own"] = []
    assert texts(build_report(result, "en", META))[0][0] == "All indicators"
