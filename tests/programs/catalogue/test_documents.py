"""The catalogue reader names file, line and place of everything that is wrong, all at once."""

from pathlib import Path

import pytest

from programs.catalogue import plan_problems, read_catalogue
from programs.exceptions import InvalidInput

BUNDLED = Path(__file__).resolve().parents[3] / "indicators" / "catalogue" / "yrd-scitech-finance" / "plan.yaml"
GOOD = """\
program: {code: p, name_en: P, name_zh: 试, start: 2022-11-21, end: 2027-11-20}
include: [agencies.yaml]
zones:
  - {code: "310000", name_en: Shanghai, name_zh: 上海市, level: province, parent: null, pilot: true}
sections:
  - code: S01
    number: 1
    name_en: First
    name_zh: 第一
    measures:
      - code: M001
        number: 1
        position: 1
        name_en: One
        name_zh: 一
        text_en: Text.
        text_zh: 文。
        commitment: shall
        element: plan
        zones: ["310000"]
        lead_function: science
"""
AGENCIES = 'agencies:\n  - {code: SH-STC, name_en: A, name_zh: 甲, function: science, zone: "310000"}\n'


def written(folder: Path, plan: str = GOOD, agencies: str | None = AGENCIES) -> Path:
    """The plan file in the folder, its included file beside it."""
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    if agencies is not None:
        (folder / "agencies.yaml").write_text(agencies, encoding="utf-8")
    return folder / "plan.yaml"


def problems(path: Path) -> list[tuple[str, str, int, str]]:
    """(code, file, line, pointer) of everything wrong."""
    with pytest.raises(InvalidInput) as caught:
        read_catalogue(path, checks=[plan_problems])
    return [(p.code, p.file, p.line, p.pointer) for p in caught.value.problems]


def test_a_good_file_is_merged_with_its_includes(tmp_path):
    catalogue = read_catalogue(written(tmp_path), checks=[plan_problems])
    assert catalogue.document["agencies"][0]["code"] == "SH-STC"
    assert "include" not in catalogue.document
    assert catalogue.place_of("/sections/0/measures/0/commitment").line == 18
    assert catalogue.place_of("/agencies/0/zone").file == "agencies.yaml"


def test_the_bundled_plan_is_in_order():
    catalogue = read_catalogue(BUNDLED, checks=[plan_problems])
    assert sum(len(section["measures"]) for section in catalogue.document["sections"]) == 96


def test_every_problem_of_both_files_is_named_at_once(tmp_path):
    plan = (
        GOOD.replace("commitment: shall", "commitment: shal")
        .replace('zones: ["310000"]', 'zones: ["310001"]')
        .replace("        name_zh: 一\n", "")
        .replace("element: plan", "elemnt: plan")
    )
    found = problems(written(tmp_path, plan, AGENCIES.replace("science", "scince").replace('"310000"', '"999"')))
    assert set(found) == {
        ("code_unknown", "agencies.yaml", 2, "/agencies/0/function"),
        ("reference_unknown", "agencies.yaml", 2, "/agencies/0/zone"),
        ("language_missing", "plan.yaml", 11, "/sections/0/measures/0"),
        ("key_missing", "plan.yaml", 11, "/sections/0/measures/0"),
        ("code_unknown", "plan.yaml", 17, "/sections/0/measures/0/commitment"),
        ("key_unknown", "plan.yaml", 18, "/sections/0/measures/0/elemnt"),
        ("reference_unknown", "plan.yaml", 19, "/sections/0/measures/0/zones/0"),
    }


def test_a_misspelt_code_gets_a_suggestion(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        read_catalogue(
            written(tmp_path, GOOD.replace("commitment: shall", "commitment: suport")), checks=[plan_problems]
        )
    assert "support" in caught.value.problems[0].hint
    assert str(caught.value.problems[0]).startswith("plan.yaml:18: /sections/0/measures/0/commitment: ")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("  - code: S01\n    number: 1", "  - code: S01\n    number: 1\n    number: 2", "key_twice", 8),
        ('code: "310000"', "code: 310000", "wrong_type", 4),
        ("start: 2022-11-21", "start: 2022-13-41", "value_unreadable", 1),
        ("end: 2027-11-20", "end: 2021-11-20", "end_before_start", 1),
        ("pilot: true", "pilot: false", "no_pilot_zone", 3),
        ("parent: null", 'parent: "310000"', "parent_circle", 4),
        ("number: 1\n        position: 1", "number: 0\n        position: 1", "out_of_range", 12),
        ("text_en: Text.", 'text_en: "a\\0b"', "control_character", 16),
        ("name_en: One", 'name_en: ""', "language_missing", 14),
        ("name_en: One", f"name_en: {'x' * 301}", "text_too_long", 14),
        ("lead_function: science", "lead_function: 5", "code_unknown", 21),
        ("include: [agencies.yaml]", "include: [../agencies.yaml]", "include_outside", 2),
        ("include: [agencies.yaml]", "include: [nowhere.yaml]", "include_missing", 2),
        ("include: [agencies.yaml]", "include: agencies.yaml", "include_not_a_list", 2),
        ("program: {", "extra: 1\nprogram: {", "key_unknown", 1),
    ],
)
def test_each_fault_is_found_on_its_line(tmp_path, old, new, code, line):
    assert (code, line) in [
        (found, where) for found, _file, where, _pointer in problems(written(tmp_path, GOOD.replace(old, new)))
    ]


def test_two_measures_in_one_clause_and_with_one_number(tmp_path):
    measure = GOOD[GOOD.index("      - code: M001") :]
    found = problems(written(tmp_path, GOOD + measure))
    assert {code for code, *_rest in found} == {"code_twice", "number_twice", "clause_twice"}
    assert ("clause_twice", "plan.yaml", 24, "/sections/0/measures/1/position") in found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file_empty"),
        ("- 1\n", "not_a_mapping"),
        ("a: [1\n", "not_yaml"),
        ("a: &x 1\nb: *x\n", "not_yaml"),
        ("a: !!python/object:os.system 1\n", "value_unreadable"),
        ("a: \x01\n", "not_yaml"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_its_name(tmp_path, text, code):
    assert (code, "plan.yaml") in [(found, file) for found, file, *_rest in problems(written(tmp_path, text))]


def test_a_file_in_another_encoding_names_the_line(tmp_path):
    path = written(tmp_path)
    path.write_bytes("program: 1\nname: 上海".encode("gb18030"))
    assert problems(path)[0][:3] == ("not_utf8", "plan.yaml", 2)


def test_a_part_in_two_files_is_refused(tmp_path):
    found = problems(written(tmp_path, GOOD, AGENCIES + "zones: []\n"))
    assert found == [("key_in_two_files", "agencies.yaml", 3, "/zones")]


def test_a_missing_file_is_a_sentence(tmp_path):
    assert problems(tmp_path / "none.yaml")[0][:2] == ("file_unreadable", "none.yaml")


def test_dangling_indicators_are_found_only_where_indicators_are_given(tmp_path):
    plan = GOOD.replace("        lead_function: science", "        lead_function: science\n        indicators: [IND01]")
    read_catalogue(written(tmp_path, plan), checks=[plan_problems])
    found = problems(written(tmp_path, plan, AGENCIES + "indicators: []\n"))
    assert [code for code, *_rest in found] == ["reference_unknown"]
