"""A small plan document for tests, as the catalogue reader returns it."""

import copy
from datetime import date
from typing import Any

DOCUMENT: dict[str, Any] = {
    "program": {
        "code": "small-pilot",
        "name_en": "Small pilot",
        "name_zh": "小试点",
        "start": date(2022, 11, 21),
        "end": date(2027, 11, 20),
    },
    "zones": [
        {
            "code": "310000",
            "name_en": "Shanghai",
            "name_zh": "上海市",
            "level": "province",
            "parent": None,
            "pilot": True,
            "sort_order": 1,
        },
        {
            "code": "320100",
            "name_en": "Nanjing",
            "name_zh": "南京市",
            "level": "city",
            "parent": "320000",
            "pilot": True,
            "sort_order": 2,
        },
        {
            "code": "320000",
            "name_en": "Jiangsu",
            "name_zh": "江苏省",
            "level": "province",
            "parent": None,
            "pilot": False,
            "sort_order": 6,
        },
    ],
    "agencies": [
        {
            "code": "SH-STC",
            "name_en": "Shanghai Science",
            "name_zh": "上海市科学技术委员会",
            "function": "science",
            "zone": "310000",
        },
        {
            "code": "SH-FIN",
            "name_en": "Shanghai Finance",
            "name_zh": "上海市财政局",
            "function": "finance",
            "zone": "310000",
        },
        {
            "code": "NJ-STC",
            "name_en": "Nanjing Science",
            "name_zh": "南京市科学技术局",
            "function": "science",
            "zone": "320100",
        },
        {
            "code": "JS-STC",
            "name_en": "Jiangsu Science",
            "name_zh": "江苏省科学技术厅",
            "function": "science",
            "zone": "320000",
        },
        {
            "code": "JS-FIN",
            "name_en": "Jiangsu Finance",
            "name_zh": "江苏省财政厅",
            "function": "finance",
            "zone": "320000",
        },
    ],
    "sections": [
        {"code": "S01", "number": 1, "name_en": "First", "name_zh": "第一", "measures": []},
        {"code": "S02", "number": 2, "name_en": "Second", "name_zh": "第二", "measures": []},
    ],
}


def _measure(number: int, position: int, **values: Any) -> dict[str, Any]:
    return {
        "code": f"M{number:03d}",
        "number": number,
        "position": position,
        "name_en": f"Measure {number}",
        "name_zh": f"举措{number}",
        "text_en": f"Text {number}.",
        "text_zh": f"文字{number}。",
        "commitment": "shall",
        "element": "initiative",
        "zones": [],
        "institutions": [],
        "lead_function": "science",
        "cooperating_functions": ["finance"],
        "indicators": [],
        **values,
    }


DOCUMENT["sections"][0]["measures"] = [_measure(1, 1), _measure(2, 2, commitment="explore", element="plan")]
DOCUMENT["sections"][1]["measures"] = [
    _measure(3, 1, zones=["320000"]),
    _measure(4, 2, zones=["310000"], lead_function="finance", cooperating_functions=["science"]),
]


def plan_document() -> dict[str, Any]:
    """A fresh copy: two sections, four measures, two pilot cities (one of them a province) and a province above."""
    return copy.deepcopy(DOCUMENT)
