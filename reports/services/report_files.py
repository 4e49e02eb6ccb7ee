"""Renders the files of a report from its frozen evaluation and puts each under a name that holds its hash."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from reports.content.report import build_report
from reports.content.tree import ReportMeta
from reports.renderers.registry import RENDERERS

LANGUAGES = ("en", "zh-hans")
STEPS = len(LANGUAGES) * len(RENDERERS)


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file that lies in the storage: nothing refers to it until the report is stored."""

    language: str
    format: str
    name: str
    sha256: str
    size: int


def report_storage() -> Storage:
    """Where report files lie."""
    return storages["default"]


def render_files(
    result: Mapping[str, Any],
    meta: ReportMeta,
    stem: str,
    step: Callable[[str], None],
    languages: Iterable[str] = LANGUAGES,
) -> list[RenderedFile]:
    """Render every format in every language; `step` is told before each file. May run twice: same bytes, same name."""
    files = []
    for language in languages:
        content = build_report(result, language, meta)  # type: ignore[arg-type]
        for name, renderer in RENDERERS.items():
            step(f"{language}.{name}")
            files.append(store_bytes(renderer.render(content, result), f"{stem}-{language}", language, name))
    return files


def store_bytes(data: bytes, stem: str, language: str, file_format: str) -> RenderedFile:
    """Put bytes under `reports/<stem>-<hash>.<format>`; a file of that name already holds the same bytes."""
    digest = hashlib.sha256(data).hexdigest()
    name = f"reports/{stem}-{digest[:16]}.{file_format}"
    storage = report_storage()
    if not storage.exists(name):
        saved = storage.save(name, ContentFile(data))
        if saved != name:
            storage.delete(saved)
    return RenderedFile(language, file_format, name, digest, len(data))


def meta_of(evaluation_id: str, issuer_en: str = "", issuer_zh: str = "") -> ReportMeta:
    """The facts about a report that are not part of the result."""
    return ReportMeta(
        evaluation_id=evaluation_id,
        base_url=settings.PUBLIC_URL,
        issuer_en=issuer_en,
        issuer_zh=issuer_zh,
        time_zone=settings.TIME_ZONE,
    )
