"""Sections and measures are found in the ways in which plans are written, in English and Chinese."""

import pytest

from programs.plan_text import read_plan_text
from programs.plan_text.numbering import ARTICLE, ITEM, PART, without_number

UNNUMBERED = """News agency, 1 May. The office published a plan.

The main points are:

Better services for young firms
  Encourage banks to open special branches in the zone.

Study a common register
of claims for the whole region.

A wider market
Banks shall report every quarter.
(News agency)
"""
CHINESE = """关于建设试验区的总体方案

一、总体要求
坚持市场导向，稳妥推进试点工作。
二、重点任务
（一）健全服务体系。鼓励银行设立专营机构。
1.支持设立科技支行。
2.探索差异化管理。
（二）完善市场
推动企业上市融资；
三、保障措施
加强组织领导。
开展监测评估。
"""
NUMBERED = """A plan

1. Services
1.1 Support new branches.
Further words on branches.
1.2 Explore joint lending.
2. Markets
2.1 Firms shall be listed sooner.
"""


def outline(text: str) -> list[tuple[str, list[str]]]:
    """Names of sections with the texts of their measures."""
    return [(section.name, [measure.text for measure in section.measures]) for section in read_plan_text(text).sections]


def test_headings_without_numbers_are_lines_without_a_final_stop():
    plan = read_plan_text(UNNUMBERED)
    assert plan.language == "en"
    assert outline(UNNUMBERED) == [
        (
            "Better services for young firms",
            [
                "Encourage banks to open special branches in the zone.",
                "Study a common register of claims for the whole region.",
            ],
        ),
        ("A wider market", ["Banks shall report every quarter."]),
    ]
    assert plan.skipped == ["News agency, 1 May. The office published a plan.", "The main points are:", "(News agency)"]
    assert [measure.commitment for section in plan.sections for measure in section.measures] == [
        "support",
        "explore",
        "shall",
    ]


def test_chinese_numbering_makes_parts_articles_and_items():
    plan = read_plan_text(CHINESE)
    assert plan.language == "zh"
    assert outline(CHINESE) == [
        ("总体要求", ["坚持市场导向，稳妥推进试点工作。"]),
        (
            "重点任务",
            [
                "健全服务体系。鼓励银行设立专营机构。\n支持设立科技支行。\n探索差异化管理。",
                "完善市场\n推动企业上市融资；",
            ],
        ),
        ("保障措施", ["加强组织领导。", "开展监测评估。"]),
    ]
    assert plan.skipped == ["关于建设试验区的总体方案"]
    assert plan.sections[1].measures[0].name == "健全服务体系"


def test_whatever_numbering_comes_first_makes_the_sections():
    assert outline(NUMBERED) == [
        ("Services", ["Support new branches.\nFurther words on branches.", "Explore joint lending."]),
        ("Markets", ["Firms shall be listed sooner."]),
    ]


def test_numbered_paragraphs_under_plain_headings_are_measures():
    text = "健全机制\n1.支持设立支行，配套专门制度。\n2.鼓励创新产品，扩大覆盖范围。\n完善市场\n1.推动企业上市，提高融资效率。\n"
    assert outline(text) == [
        ("健全机制", ["支持设立支行，配套专门制度。", "鼓励创新产品，扩大覆盖范围。"]),
        ("完善市场", ["推动企业上市，提高融资效率。"]),
    ]


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        ("一、总体要求", PART, "总体要求"),
        ("十二、附则", PART, "附则"),
        ("第三章 保障", PART, "保障"),
        ("第一部分：背景", PART, "背景"),
        ("IV. Markets", PART, "Markets"),
        ("Section 2: Markets", PART, "Markets"),
        ("（三）完善市场", ARTICLE, "完善市场"),
        ("(十一)完善市场", ARTICLE, "完善市场"),
        ("第十二条 银行应当报告。", ARTICLE, "银行应当报告。"),
        ("Article 7. Banks report.", ARTICLE, "Banks report."),
        ("3.2 Banks report.", ARTICLE, "Banks report."),
        ("1.支持", ITEM, "支持"),
        ("12、支持", ITEM, "支持"),
        ("（2）支持", ITEM, "支持"),
        ("③支持", ITEM, "支持"),
        ("a) support", ITEM, "support"),
        ("1.5 million firms were served.", ARTICLE, "million firms were served."),
        ("2025年底前完成", 0, "2025年底前完成"),
        ("Important matters", 0, "Important matters"),
        ("Mixed", 0, "Mixed"),
        ("一、", 0, "一、"),
    ],
)
def test_numbers_of_each_level(line, level, words):
    assert without_number(line) == (level, words)


def test_long_clauses_get_short_names_cut_at_a_word():
    english = "Heading\n" + "Encourage " + "many institutions " * 20 + "to work together."
    name = read_plan_text(english).sections[0].measures[0].name
    assert len(name) <= 80
    assert name.endswith(" many…")
    chinese = "标题\n支持" + "各类金融机构，" * 20 + "开展合作。"
    assert len(read_plan_text(chinese).sections[0].measures[0].name) <= 40


@pytest.mark.parametrize("text", ["", "\n\n", "Only one sentence.", "Heading only", "(note)"])
def test_a_text_without_measures_gives_no_section(text):
    assert read_plan_text(text).sections == []
