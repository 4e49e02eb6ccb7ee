"""What was typed into a form of values and checked, but not handed in: kept in the session.

So the answer to a check is an address that can be loaded again: Back, another language and a look elsewhere lose nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from indicators.pages.matrix import Cell

KEPT = "drafts"
MOST = 5  # forms; the oldest goes
Choice = Mapping[str, Any]


def draft_keep(session: SessionBase, choice: Choice, cells: Iterable[Cell]) -> None:
    """Keep what was typed for a choice of programme, agency and period."""
    drafts = {name: kept for name, kept in session.get(KEPT, {}).items() if name != _name(choice)}
    typed = {cell.key: [cell.value, cell.status, cell.note] for cell in cells}
    session[KEPT] = dict([*drafts.items(), (_name(choice), typed)][-MOST:])


def draft_take_up(session: SessionBase, choice: Choice, cells: Iterable[Cell]) -> bool:
    """Fill the cells with the draft of a choice; whether there is one."""
    typed = session.get(KEPT, {}).get(_name(choice))
    if not typed:
        return False
    for cell in cells:
        if cell.key in typed:
            cell.value, cell.status, cell.note = typed[cell.key]
    return True


def draft_drop(session: SessionBase, choice: Choice) -> None:
    """Forget the draft of a choice, if there is one."""
    drafts = session.get(KEPT, {})
    if drafts.pop(_name(choice), None) is not None:
        session[KEPT] = drafts


def _name(choice: Choice) -> str:
    return f"{choice['program'].code} {choice['agency'].code} {choice['period']}"
