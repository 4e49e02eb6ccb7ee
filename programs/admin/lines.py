"""Form fields for what is stored as a list: one line per entry, its parts in order, instead of JSON."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext as _

ROWS = 4


class LinesField(forms.CharField):
    """Text of one entry per line; `parse` and `write` say how a line and an entry become one another."""

    def __init__(self, **options: Any):
        options.setdefault("widget", AdminTextareaWidget(attrs={"rows": ROWS}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """The lines of a stored list; what was typed as it was typed."""
        return "\n".join(map(self.write, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[Any]:
        """The list, blank lines left out."""
        if isinstance(value, list):
            return value
        lines = [line.strip() for line in (value or "").splitlines()]
        return [self.parse(line, number) for number, line in enumerate(lines, 1) if line]

    def parse(self, line: str, number: int) -> Any:
        """The entry of a line. Raises ValidationError."""
        raise NotImplementedError

    def write(self, entry: Any) -> str:
        """The line of an entry."""
        raise NotImplementedError


class NamesField(LinesField):
    """Entries with the parts `keys`, such as English | 中文."""

    def __init__(self, *, keys: Sequence[str], **options: Any):
        self.keys = keys
        super().__init__(**options)

    def parse(self, line: str, number: int) -> dict[str, str]:
        """The parts by their keys; those left out are empty."""
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        if len(parts) > len(self.keys):
            sentence = _("Line %(number)s has more than %(most)s parts.")
            raise forms.ValidationError(sentence % {"number": number, "most": len(self.keys)}, code="too_many_parts")
        return dict(zip(self.keys, [*parts, *[""] * (len(self.keys) - len(parts))], strict=True))

    def write(self, entry: Any) -> str:
        """The parts in their order."""
        return " | ".join(str(entry.get(key, "")) for key in self.keys).rstrip(" |")


class StepsField(LinesField):
    """Pairs of a period and a number, such as 2025: 5. What is no pair is left to the service, which names it."""

    def parse(self, line: str, number: int) -> list[str]:
        """Period and number as texts."""
        return [part.strip() for part in unicodedata.normalize("NFKC", line).split(":")]

    def write(self, entry: Any) -> str:
        """Period and number."""
        return ": ".join(map(str, entry)) if isinstance(entry, list) else str(entry)
