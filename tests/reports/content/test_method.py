"""The method annex holds a sentence for every rule that rates, so that a reader can derive each rating again."""

import pytest

from reports.content.report import build_report
from reports.evaluation.rating import BY_TYPE
from tests.factories.result import sample_result
from tests.reports.conftest import META

WORDS = {
    "increase": ("to be reached", "逐步达到的目标"),
    "decrease": ("to be reached", "逐步达到的目标"),
    "cumulative": ("running total", "累计值"),
    "step": ("step", "阶段性目标"),
    "minimum": ("floor or ceiling", "上限、下限"),
    "maximum": ("floor or ceiling", "上限、下限"),
    "maintain": ("range", "区间目标"),
    "yearly": ("each year", "年度目标"),
}
TASKS = [
    ("overdue from the day after its due date", "自时限次日起计为逾期"),
    ("reported done with evidence", "附佐证材料"),
    ("Suspended", "已暂停"),
    ("late milestone", "节点逾期"),
]


def rules_of(language: str) -> list[str]:
    section = next(each for each in build_report(sample_result(), language, META).sections if each.key == "method")
    return [block.text for block in section.blocks if block.kind == "paragraph"]


def test_every_type_of_target_has_its_words():
    assert set(WORDS) == set(BY_TYPE)


@pytest.mark.parametrize(("language", "place"), [("en", 0), ("zh-hans", 1)])
@pytest.mark.parametrize("kind", sorted(WORDS))
def test_each_type_of_target_is_explained(kind, language, place):
    assert any(WORDS[kind][place] in text for text in rules_of(language))


@pytest.mark.parametrize(("english", "chinese"), TASKS)
def test_the_rules_of_tasks_are_explained(english, chinese):
    assert any(english in text for text in rules_of("en"))
    assert any(chinese in text for text in rules_of("zh-hans"))
