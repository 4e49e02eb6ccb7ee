"""Period codes (`2026`, `2026-S1`, `2026-Q3`, `2026-07`) as words, and as the day they end, for text of any origin."""

from datetime import date

from programs.periods import PeriodError, label, parse


def format_period(code: str | None, language: str) -> str:
    """`2026-Q3` as `Q3 2026` or `2026年第三季度`; a code of another shape comes back as it is, null as a dash."""
    if not code:
        return "—"
    try:
        return label(code, language)
    except PeriodError:
        return code


def period_end(code: str) -> date | None:
    """The last day of a period; None for a code of another shape."""
    try:
        return parse(code).end
    except PeriodError:
        return None
