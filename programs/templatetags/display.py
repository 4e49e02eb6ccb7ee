"""Template filters that write days, moments, periods and plain numbers in the active language."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from programs.models import TaskState
from programs.periods import PeriodError, label, parse

register = template.Library()
MISSING = "—"
LONGEST = 40  # digits before the point; a longer text is shown as it came


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A day in words: `30 September 2026`, `2026年9月30日`; a dash for none. Takes ISO text as well."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if value is None:
        return MISSING
    return date_format(value, "Y年n月j日") if _chinese() else date_format(value, "j F Y")


@register.filter
def moment(value: datetime | str | None) -> str:
    """A day and the time to the minute, in the installation's time zone; takes ISO text as well."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    if value is None:
        return MISSING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)} {local:%H:%M}"


@register.filter
def period(value: str | None) -> str:
    """A period code in words: `Q3 2026`, `2026年第三季度`; text that is no period as it is."""
    if not value:
        return MISSING
    try:
        return label(parse(value).code, get_language() or "en")
    except PeriodError:
        return value


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """A number with grouped thousands, rounded half up to `decimals` places (all places when None), never `-0`."""
    if value is None or value == "":
        return MISSING
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite() or exact.adjusted() > LONGEST:
        return str(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    else:
        exact = exact.normalize()
    if not exact:
        exact = abs(exact)
    return f"{exact:,f}"


@register.filter
def task_state(value: str) -> str:
    """A task state in words."""
    return str(TaskState(value).label) if value in TaskState.values else value


@register.filter
def person(label: str) -> str:
    """An actor's label as people read it: `user:name` as the name alone; a dash for nobody."""
    return label.removeprefix("user:") or MISSING


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """The value of a mapping under a key; None where there is none."""
    return mapping.get(key)


def _chinese() -> bool:
    return (get_language() or "en").startswith("zh")
