"""Period codes (`2026`, `2026-S1`, `2026-Q3`, `2026-07`) as words, and as the day they end."""

import calendar
import re
from datetime import date

from reports.formats.dates import MONTHS

_SHAPE = re.compile(r"(?P<year>[0-9]{4})(?:-(?:S(?P<half>[12])|Q(?P<quarter>[1-4])|M?(?P<month>0[1-9]|1[0-2])))?")
_CHINESE_QUARTERS = "一二三四"


def _parts(code: str) -> dict[str, int] | None:
    match = _SHAPE.fullmatch(code)
    return {name: int(text) for name, text in match.groupdict().items() if text} if match else None


def format_period(code: str | None, language: str) -> str:
    """`2026-Q3` as `Q3 2026` or `2026年第三季度`; a code of another shape comes back as it is, null as a dash."""
    if not code:
        return "—"
    parts = _parts(code)
    if parts is None:
        return code
    return _chinese(parts) if language.startswith("zh") else _english(parts)


def _chinese(parts: dict[str, int]) -> str:
    year = f"{parts['year']}年"
    if "quarter" in parts:
        return f"{year}第{_CHINESE_QUARTERS[parts['quarter'] - 1]}季度"
    if "half" in parts:
        return f"{year}{'上' if parts['half'] == 1 else '下'}半年"
    return f"{year}{parts['month']}月" if "month" in parts else year


def _english(parts: dict[str, int]) -> str:
    if "quarter" in parts:
        return f"Q{parts['quarter']} {parts['year']}"
    if "half" in parts:
        return f"H{parts['half']} {parts['year']}"
    return f"{MONTHS[parts['month'] - 1]} {parts['year']}" if "month" in parts else str(parts["year"])


def period_end(code: str) -> date | None:
    """The last day of a period; None for a code of another shape."""
    parts = _parts(code)
    if parts is None or parts["year"] < 1:
        return None
    month = parts.get("month") or parts.get("quarter", 0) * 3 or parts.get("half", 0) * 6 or 12
    return date(parts["year"], month, calendar.monthrange(parts["year"], month)[1])
