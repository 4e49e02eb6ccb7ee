"""Form fields that read what offices type."""

import json
import unicodedata
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

DATE_FORMATS = ["%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"]


def plain(text: str) -> str:
    """Full-width signs as half-width ones (NFKC), without blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


class PlainDateField(forms.DateField):
    """Reads `2026-11-22`, `2026年11月22日`, `2026.11.22`, `2026/11/22` and `20261122`, and shows the first."""

    def __init__(self, **options: Any):
        options["widget"] = AdminDateWidget(format="%Y-%m-%d")
        options.setdefault("input_formats", DATE_FORMATS)
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """A date, or None for an empty entry."""
        return super().to_python(plain(value) if isinstance(value, str) else value)


class BoundedDecoder(json.JSONDecoder):
    """Takes for no JSON what Python can read but neither show nor store: nested too deeply, or halves of characters."""

    def decode(self, s: str, *places: Any) -> Any:
        """The value. Raises JSONDecodeError."""
        try:
            value = super().decode(s, *places)
            json.dumps(value, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError) as error:
            raise json.JSONDecodeError(str(error), s, 0) from error
        return value
