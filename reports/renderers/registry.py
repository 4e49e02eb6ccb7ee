"""Which formats there are. Engines are imported when they are first used, so that a web process stays light."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from reports.content.tree import ReportContent


@dataclass(frozen=True)
class Renderer:
    """A file format: its name (also the file ending), media type, and the module whose `render` makes the bytes."""

    format: str
    media_type: str
    module: str

    def render(self, content: ReportContent, result: Mapping[str, Any]) -> bytes:
        """The file. Deterministic: dates inside come from the content, never from the clock."""
        function: Callable[[ReportContent, Mapping[str, Any]], bytes] = import_module(self.module).render
        return function(content, result)


RENDERERS: dict[str, Renderer] = {
    renderer.format: renderer
    for renderer in (
        Renderer("pdf", "application/pdf", "reports.renderers.pdf"),
        Renderer(
            "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "reports.renderers.docx"
        ),
        Renderer("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "reports.renderers.xlsx"),
        Renderer("html", "text/html", "reports.renderers.html"),
        Renderer("json", "application/json", "reports.renderers.json_file"),
    )
}
