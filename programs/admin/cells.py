"""What cells of lists show: symbol, word and colour together, days, and links. No cell runs a query."""

from datetime import date
from typing import Any

from django.contrib.admin import display
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs import clock
from programs.models import TaskState
from programs.querysets import AT_WORK
from programs.querysets import SOON as SOON_DAYS
from programs.templatetags import display as words

person = words.person  # lists and pages name an actor alike

STATE_LOOKS: dict[str, tuple[str, str]] = {
    TaskState.DRAFT: ("○", "quiet"),
    TaskState.ASSIGNED: ("○", "quiet"),
    TaskState.ACKNOWLEDGED: ("○", "plain"),
    TaskState.IN_PROGRESS: ("●", "good"),
    TaskState.REPORTED_DONE: ("◆", "info"),
    TaskState.CLOSED: ("◇", "info"),
    TaskState.RETURNED: ("▲", "warn"),
    TaskState.SUSPENDED: ("▲", "warn"),
    TaskState.CANCELLED: ("×", "quiet"),
}
RATING_LOOKS: dict[str, tuple[str, str]] = {
    "on_track": ("●", "good"),
    "at_risk": ("▲", "warn"),
    "off_track": ("■", "bad"),
    "completed": ("◇", "info"),
    "not_rated": ("○", "quiet"),
}
REVIEW_LOOKS: dict[str, tuple[str, str]] = {
    "submitted": ("▲", "warn"),
    "in_review": ("▲", "warn"),
    "accepted": ("●", "good"),
    "returned": ("■", "bad"),
    "rejected": ("■", "bad"),
    "draft": ("○", "quiet"),
    "published": ("●", "good"),
    "withdrawn": ("■", "bad"),
    "queued": ("○", "quiet"),
    "running": ("▲", "warn"),
    "done": ("●", "good"),
    "failed": ("■", "bad"),
    "cancelled": ("×", "quiet"),
}


def chip(symbol: str, word: Any, look: str) -> str:
    """A symbol and a word on a coloured ground; the word alone says it all."""
    return format_html('<span class="chip chip-{}"><span aria-hidden="true">{}</span> {}</span>', look, symbol, word)


def state_chip(task: Any) -> str:
    """The state of a task."""
    return chip(STATE_LOOKS[task.state][0], task.get_state_display(), STATE_LOOKS[task.state][1])


def review_chip(row: Any) -> str:
    """The state of anything that is reviewed, published or run."""
    symbol, look = REVIEW_LOOKS.get(row.state, ("○", "quiet"))
    return chip(symbol, row.get_state_display(), look)


def due_cell(due: date | None, *, is_open: bool) -> str:
    """A due date; with symbol and words where it is past or near and the work is open."""
    if due is None:
        return words.MISSING
    days = (due - clock.today()).days
    if is_open and days < 0:
        text = ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
        return format_html('<span class="nowrap">{}</span> {}', due.isoformat(), chip("⚠", text, "bad"))
    if is_open and days <= SOON_DAYS:
        text = (
            ngettext("due in %(days)d day", "due in %(days)d days", days) % {"days": days} if days else _("due today")
        )
        return format_html('<span class="nowrap">{}</span> {}', due.isoformat(), chip("▲", text, "warn"))
    return format_html('<span class="nowrap">{}</span>', due.isoformat())


def task_due_cell(task: Any) -> str:
    """The due date of a task; what its agency has reported done waits for the office and is not shown as late."""
    return due_cell(task.due, is_open=task.state in AT_WORK)


def change_link(row: Model | None, text: Any = None) -> str:
    """A link to a record's page in the admin."""
    if row is None:
        return words.MISSING
    return format_html(
        '<a href="{}">{}</a>',
        reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]),
        text or row,
    )


def list_link(model: type[Model], query: str, text: Any) -> str:
    """A link to a filtered list in the admin."""
    return format_html(
        '<a href="{}?{}">{}</a>',
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        query,
        text,
    )


def column(description: Any, *order: str) -> Any:
    """A list column with a head and the field that it is sorted by."""
    return display(description=description, ordering=order[0] if order else None)
