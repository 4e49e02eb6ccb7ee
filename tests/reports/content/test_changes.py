"""Figures that changed since the last issue: reported for the first time is not revised."""

from reports.content.report import build_report
from tests.factories.result import sample_result
from tests.reports.conftest import META

ROWS = [
    {"indicator": "IND06", "zone": "320100", "period": "2026-Q1", "from": "118.4", "to": "112.9"},
    {"indicator": "IND06", "zone": "", "period": "2026-Q1", "from": "500", "to": "494.5"},
    {"indicator": "IND06", "zone": "330100", "period": "2026-Q2", "from": None, "to": "80"},
    {"indicator": "IND06", "zone": "", "period": "2026-Q2", "from": "400", "to": "480"},
    {"indicator": "IND07", "zone": "330100", "period": "2026-Q2", "from": None, "to": "7"},
    {"indicator": "IND07", "zone": "", "period": "2026-Q2", "from": None, "to": "7"},
    {"indicator": "IND07", "zone": "310000", "period": "2025-Q4", "from": "5", "to": None},
]


def changed(language: str = "en"):
    result = sample_result()
    result["changes"]["restated"] = [{"from_partial": False, "to_partial": False, **row} for row in ROWS]
    return build_report(result, language, META)


def test_revised_figures_are_those_that_were_printed_before():
    rows = [[cell.text for cell in row.cells[1:3]] for row in changed().table("restated").rows]
    assert rows == [["Nanjing", "Q1 2026"], ["Programme", "Q1 2026"], ["Shanghai", "Q4 2025"]]


def test_figures_reported_for_the_first_time_have_a_table_of_their_own():
    rows = [[cell.text for cell in row.cells] for row in changed().table("first_reported").rows]
    assert [row[1:3] for row in rows] == [["Hangzhou", "Q2 2026"], ["Hangzhou", "Q2 2026"]]


def test_a_total_whose_coverage_changed_is_in_neither_table():
    content = changed()
    for key in ("restated", "first_reported"):
        assert ["Programme", "Q2 2026"] not in [
            [cell.text for cell in row.cells[1:3]] for row in content.table(key).rows
        ]


def test_the_summary_counts_them_apart():
    words = changed().sections[1].blocks[0].text
    assert "figures revised: 3; figures of earlier periods reported for the first time: 2" in words
    assert "修订数据3项，补报以前时期数据2项" in changed("zh-hans").sections[1].blocks[0].text
