"""The JSON file: canonical, complete, labelled."""

import json

import pytest

from reports.renderers.json_file import canonical_json
from tests.factories.result import hostile_result, sample_result
from tests.reports.conftest import META, file_of


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_holds_the_result_unchanged(language):
    document = json.loads(file_of("sample", language, "json"))
    assert document["result"] == sample_result()
    assert document["report"]["language"] == language
    assert document["meta"]["evaluation_id"] == META.evaluation_id
    assert document["demonstration"] is True
    assert ("演示数据" if language == "zh-hans" else "Demonstration data") in document["label"]


def test_real_programmes_carry_no_label():
    document = json.loads(file_of("first_issue", "en", "json"))
    assert (document["demonstration"], document["label"]) == (False, "")


def test_is_canonical():
    data = file_of("sample", "zh-hans", "json")
    assert data == canonical_json(json.loads(data))
    assert data.endswith(b"\n")
    assert "科技型企业贷款余额".encode() in data


def test_lone_surrogates_do_not_stop_it():
    names = [
        row[field]
        for key in ("zones", "sections", "measures")
        for row in hostile_result()[key]
        for field in ("name_en", "name_zh")
    ]
    assert any("\ud800" in name for name in names)
    document = json.loads(file_of("hostile", "en", "json").decode("utf-8"))
    assert len(document["result"]["lines"]) == len(hostile_result()["lines"])


def test_refuses_a_float_that_is_no_number():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"value": float("nan")})
