"""Days and moments in words: `2026年9月30日`, `30 September 2026`, with the zone of a moment named."""

from datetime import date, datetime, timedelta

from programs.periods import MONTH_NAMES


def format_date(value: date | str | None, language: str, *, short: bool = False) -> str:
    """A day, or an ISO string of one, in words; null and unreadable text are a dash. `short` is for narrow columns: `31 Aug 2026`, `2026-08-31`."""
    day = _day(value)
    if day is None:
        return "—"
    if language.startswith("zh"):
        return day.isoformat() if short else f"{day.year}年{day.month}月{day.day}日"
    month = MONTH_NAMES[day.month - 1]
    return f"{day.day} {month[:3] if short else month} {day.year}"


def format_moment(value: datetime, language: str) -> str:
    """A moment to the minute, with its distance from UTC: `2026年10月25日 16:00（UTC+8）`."""
    text = f"{format_date(value.date(), language)} {value:%H:%M}"
    offset = value.utcoffset()
    if offset is None:
        return text
    name = f"UTC{_hours(offset)}"
    return f"{text}（{name}）" if language.startswith("zh") else f"{text} ({name})"


def _day(value: date | str | None) -> date | None:
    if isinstance(value, date) or value is None:
        return value
    try:
        return date.fromisoformat(value[:10])
    except (ValueError, TypeError):
        return None


def _hours(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    if not minutes:
        return ""
    whole, rest = divmod(abs(minutes), 60)
    return f"{'+' if minutes > 0 else '-'}{whole}{f':{rest:02d}' if rest else ''}"
