"""What tests of reports share: compiled Chinese texts, and the sample report rendered once per language."""

from functools import cache

import pytest
from django.utils.translation import trans_real

from reports.content.report import build_report
from reports.content.tree import ReportContent, ReportMeta
from reports.renderers.registry import RENDERERS
from tests.factories.result import first_issue_result, hostile_result, sample_result
from tracker.catalogues.files import compile_place
from tracker.catalogues.places import places

MAKERS = {"sample": sample_result, "hostile": hostile_result, "first_issue": first_issue_result}
META = ReportMeta(
    evaluation_id="0b9e7c1a-4f0e-4b52-9a53-2d1c7f6f8f11",
    base_url="http://tracker.example",
    issuer_en="Office of the coordination group",
    issuer_zh="协调小组办公室",
    siblings={"en.json": "ab" * 32},
)


@pytest.fixture(scope="session", autouse=True)
def chinese_texts() -> None:
    """Compile the catalogues, and forget what was loaded before they were there."""
    if any(compile_place(place) for place in places()):
        trans_real._translations.clear()
        trans_real.get_supported_language_variant.cache_clear()


@cache
def content_of(kind: str, language: str) -> ReportContent:
    """The tree of a sample in a language."""
    return build_report(MAKERS[kind](), language, META)


@cache
def file_of(kind: str, language: str, file_format: str) -> bytes:
    """The file of a sample in a language and format."""
    return RENDERERS[file_format].render(content_of(kind, language), MAKERS[kind]())
