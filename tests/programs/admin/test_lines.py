"""Lists are boxes and lines on the page of a measure, and what is not known is refused."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from programs.models import Measure
from tests.factories.pages import client_of
from tests.factories.programs import MeasureFactory, user_with

pytestmark = pytest.mark.django_db


def posted(measure: Measure, **more: Any) -> Any:
    data = {
        "program": measure.program_id, "section": measure.section_id, "number": measure.number, "name_en": "a",
        "position": measure.position, "commitment": "shall", "element": "initiative", "lead_function": "science",
        "row_version": measure.version, "reason_for_change": "r", "tasks-TOTAL_FORMS": 0,
        "tasks-INITIAL_FORMS": 0, **more,
    }  # fmt: skip
    return client_of(user_with("coordinator")).post(f"/admin/programs/measure/{measure.pk}/change/", data)


def test_functions_are_boxes_and_institutions_lines() -> None:
    measure = MeasureFactory(institutions=[{"name_en": "Old", "name_zh": "旧"}])
    answer = posted(
        measure, cooperating_functions=["finance", "commerce"], institutions="First Bank | 第一银行\n\n Second ｜"
    )
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert measure.cooperating_functions == ["finance", "commerce"]
    assert measure.institutions == [
        {"name_en": "First Bank", "name_zh": "第一银行"},
        {"name_en": "Second", "name_zh": ""},
    ]
    page = client_of(user_with("auditor", username="reader")).get(f"/admin/programs/measure/{measure.pk}/change/")
    assert page.status_code == 200


def test_unknown_functions_and_lines_with_too_many_parts_are_refused() -> None:
    measure = MeasureFactory()
    errors = posted(measure, cooperating_functions=["财政"], institutions="a | b | c").context["adminform"].form.errors
    assert set(errors) == {"cooperating_functions", "institutions"}
    measure.cooperating_functions = ["财政"]
    with pytest.raises(ValidationError) as refused:
        measure.clean_fields()
    assert refused.value.message_dict == {"cooperating_functions": ["Not a known function: 财政."]}
