"""Readers: JSON, CSV and workbooks become the same columns, or are refused as a whole with a reason."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from indicators.intake.csv_rows import read_csv
from indicators.intake.delivery import TooLarge, Unreadable, column_letters, dimension_mapping
from indicators.intake.json_rows import read_json
from indicators.intake.xlsx_rows import read_xlsx

DIMENSIONS = {"size", "sector"}


def csv_of(text: str, **options: Any):
    """The delivery of a CSV text."""
    return read_csv(text.encode(), dimensions=DIMENSIONS, max_rows=options.get("max_rows", 1000))


def xlsx_of(*lines: list[Any]) -> bytes:
    """A workbook with the lines."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_workbook(body: bytes, max_rows: int = 1000):
    """The delivery of a workbook."""
    return read_xlsx(body, dimensions=DIMENSIONS, max_rows=max_rows, max_bytes=5 * 1024 * 1024)


def test_json_numbers_keep_their_digits() -> None:
    body = b'{"program": "p", "rows": [{"indicator": "A", "zone": 310000, "period": 2025, "value": 12.70}, {"value": 100000000000000000001}]}'
    delivery = read_json(body, max_rows=10)
    assert (delivery.table.value, delivery.table.zone[0], delivery.table.period[0]) == (
        ["12.70", "100000000000000000001"],
        "310000",
        "2025",
    )
    assert (delivery.program, delivery.table.indicator, delivery.table.status, delivery.table.note) == (
        "p",
        ["A", None],
        ["", ""],
        ["", ""],
    )
    assert delivery.cell(0, "value") == ""


def test_json_rows_may_differ_in_their_keys() -> None:
    table = read_json(b'{"rows": [{"value": "1", "x": 1}, {"note": "n", "value": "2"}, 5]}', max_rows=10).table
    assert (table.value, table.note) == (["1", "2", None], ["", "n", ""])
    assert sorted(table.unknown) == [(0, "x"), (2, "")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"rows": [{"a": Infinity}]}', "not_json"),
        (b'{"rows": [{"a": 1, "a": 2}]}', "not_json"),
        (b'{"rows": []}', "no_rows"),
        (b'"rows"', "not_an_object"),
        (b"\xd6\xd0\xce\xc4", "not_utf8"),
        (b"[" * 200000, "too_deep"),
    ],
    ids=["infinity", "repeated key", "no rows", "no object", "other encoding", "too deep"],
)
def test_json_that_cannot_be_read(body: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_json(body, max_rows=10)
    assert (error.value.code, error.value.status) == (code, 400)


def test_too_many_rows() -> None:
    with pytest.raises(TooLarge):
        read_json(b'{"rows": [{}, {}, {}]}', max_rows=2)
    with pytest.raises(TooLarge):
        csv_of("indicator,zone,period,value\n1,1,1,1\n1,1,1,1\n", max_rows=1)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_in_every_dress(mark: str, separator: str, end: str) -> None:
    lines = [
        ["Indicator", " zone", "period", "value", "status", "note", "size"],
        ["A", "1", "2025", "1.5", "A", '"a, b; c"', "small"],
        ["B", "1", "2025", "", "M", "", ""],
    ]
    delivery = csv_of(mark + end.join(separator.join(line) for line in lines) + end)
    table = delivery.table
    assert (table.indicator, table.value, table.note, table.dimensions) == (
        ["A", "B"],
        ["1.5", ""],
        ["a, b; c", ""],
        [{"size": "small"}, None],
    )
    assert (
        delivery.cell(1, "value"),
        delivery.cell(0, "dimensions/size"),
        delivery.cell(None, "note"),
        delivery.cell(1, ""),
    ) == ("D3", "G2", "F1", "A3")


def test_csv_dimensions_in_one_column_or_several() -> None:
    table = csv_of(
        "indicator,zone,period,value,dimensions,sector\nA,1,2025,1,size=small,ai\nA,1,2025,1,size=small;sector=bio,\nA,1,2025,1,small,\nA,1,2025,1,,\n"
    ).table
    assert table.dimensions == [{"sector": "ai", "size": "small"}, {"size": "small", "sector": "bio"}, "small", None]


def test_csv_empty_lines_are_passed_over_but_lines_keep_their_numbers() -> None:
    delivery = csv_of("indicator,zone,period,value\n\nA,1,2025,1\n,,,\nB,1,2025,2\n")
    assert (delivery.table.indicator, delivery.cell(1, "value")) == (["A", "B"], "D5")


def test_csv_short_lines_are_filled_and_long_ones_told() -> None:
    table = csv_of("indicator,zone,period,value,note\nA,1,2025\nB,1,2025,1,n,extra\n").table
    assert (table.value, table.note, table.unknown) == (["", "1"], ["", "n"], [(1, "#6")])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing_column"),
        ("zone,period,value\n1,1,1\n", "missing_column"),
        ("indicator,zone,period,value,value\n1,1,1,1,1\n", "duplicate_column"),
        ("indicator,zone,period,value\n", "no_rows"),
        ('indicator,zone,period,value\n"a"b,1,1,1\n', "not_csv"),
        ("indicator,zone,period,value\na\x00,1,1,1\n", "not_text"),
    ],
)
def test_csv_that_cannot_be_read(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as error:
        csv_of(text)
    assert code in {error.value.code, *(problem.code for problem in error.value.problems)}


def test_csv_of_a_chinese_windows_says_how_to_save() -> None:
    with pytest.raises(Unreadable) as error:
        read_csv("indicator,zone,period,value,note\nA,1,2025,1,贷款".encode("gbk"), dimensions=(), max_rows=10)
    assert (error.value.code, bool(error.value.hint)) == ("not_utf8", True)


def test_unknown_columns_are_told_at_the_head_line() -> None:
    delivery = csv_of("indicator,zone,period,value,colour\nA,1,2025,1,red\n")
    assert delivery.table.unknown == [(None, "colour")]
    assert delivery.cell(None, "colour") == "E1"


def test_workbook_cells_are_read_as_people_see_them() -> None:
    delivery = read_workbook(
        xlsx_of(
            ["indicator", "zone", "period", "value", "note", "size"],
            ["A", 310000, "2026-Q3", 12.7, None, "small"],
            ["A", "310000", 2025, 0.1 + 0.2, "n", None],
            ["A", "310000", dt.date(2026, 7, 1), True, None, None],
            [None, None, None, None, None, None],
            ["A", "310000", "2025", 123456789012345, None, None],
            ["A", "310000", "2025", -1e-05, None, None],
        )
    )
    table = delivery.table
    assert table.value == ["12.7", "0.3", True, "123456789012345", "-0.00001"]
    assert (table.zone[0], table.period[1], table.period[2]) == ("310000", "2025", dt.date(2026, 7, 1))
    assert table.dimensions == [{"size": "small"}, None, None, None, None]
    assert delivery.cell(3, "value") == "D6"


def test_a_formula_counts_by_its_stored_result_and_without_one_is_empty() -> None:
    assert read_workbook(xlsx_of(["indicator", "zone", "period", "value"], ["A", "1", "2025", "=1+1"])).table.value == [
        ""
    ]


def test_a_duration_beyond_all_calendars_is_refused() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_of(["indicator", "zone", "period", "value"], ["A", "1", "2025", 1e12]))
    )
    book.active["D2"].number_format = "[h]:mm:ss"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(Unreadable) as refused:
        read_workbook(stream.getvalue())
    assert refused.value.code == "not_a_workbook"


def test_column_letters_and_dimension_texts() -> None:
    assert [column_letters(position) for position in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert dimension_mapping(" size = small ; sector=ai ") == {"size": "small", "sector": "ai"}
    assert dimension_mapping("size=small;size=large") == "size=small;size=large"


def test_the_words_of_forms_are_read_as_codes() -> None:
    body = (
        "指标,试验区,时期,数值,状态,说明\nIND01,310000,2026年第三季度,1,正常,\nIND01,310000,2026年三季度,1,初步数,x\n"
        "IND01,310000,2026年7月,1,Missing,\nIND01,310000,2026年上半年,1,P,\nIND01,310000,Q3 2026,1,E,\nIND01,310000,2026年,1,?,\n"
    )
    table = read_csv(body.encode(), dimensions=(), max_rows=10).table
    assert table.period == ["2026-Q3", "2026-Q3", "2026-07", "2026-S1", "2026-Q3", "2026"]
    assert table.status == ["A", "P", "M", "P", "E", "?"]
    assert table.note[1] == "x"
    assert not table.unknown


def test_a_missing_head_line_is_told_once() -> None:
    with pytest.raises(Unreadable) as error:
        read_csv(b"IND01,310000,2026-Q3,1\n", dimensions=(), max_rows=10)
    assert [problem.code for problem in error.value.problems] == ["missing_column"]
