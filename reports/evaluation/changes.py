"""What changed since an earlier evaluation: ratings moved, figures restated, tasks newly overdue or closed."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reports.evaluation.decimals import to_text
from reports.evaluation.figures import Figure
from reports.evaluation.types import PastFigure, PastLine, PastTask, Previous

# What a line shows today: (indicator, zone) to a function from a period code to its figure.
Printed = Callable[[str, str], Callable[[str], Figure]]


def previous_of(result: Mapping[str, Any]) -> Previous:
    """The part of a stored result that changes are read against. Raises KeyError for a result of another schema."""
    return Previous(
        period=result["scope"]["period"],
        fingerprint=result["scope"]["fingerprint"],
        lines=tuple(
            PastLine(
                line["indicator"],
                line["zone"],
                line["rating"],
                tuple(
                    PastFigure(point["period"], _number(point["value"]), point["partial"]) for point in line["history"]
                ),
            )
            for line in result["lines"]
        ),
        tasks=tuple(
            PastTask(line["code"], overdue=line["overdue_days"] > 0, closed=line["rating"] == "completed")
            for line in result["tasks"]["lines"]
        ),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def changes(
    previous: Previous | None, lines: Sequence[Mapping[str, Any]], tasks: Sequence[Mapping[str, Any]], printed: Printed
) -> dict[str, Any] | None:
    """Differences between this result's lines and tasks and an earlier result; None without an earlier one.

    * rating_moves: lines of both results whose rating differs;
    * restated: figures that the earlier result printed for a period and that read differently now, also when a value
      was withdrawn (`to` null) or a gap was filled later (`from` null); `from_partial` and `to_partial` say whether
      zones or periods were missing then and now;
    * new_overdue, newly_closed: codes of tasks that were not so before (or did not exist).

    Lines and tasks in the order of this result. Lines that exist in one result only are not compared.
    """
    if previous is None:
        return None
    past = {(line.indicator, line.zone): line for line in previous.lines}
    known = {task.code: task for task in previous.tasks}
    pairs = [(line, past[key]) for line in lines if (key := (line["indicator"], line["zone"])) in past]
    return {
        "since": {"period": previous.period, "fingerprint": previous.fingerprint},
        "rating_moves": [_move(line, before) for line, before in pairs if line["rating"] != before.rating],
        "restated": [row for _, before in pairs for row in _restated(before, printed)],
        "new_overdue": [
            line["code"] for line in tasks if line["overdue_days"] > 0 and not _was(known.get(line["code"]), "overdue")
        ],
        "newly_closed": [
            line["code"]
            for line in tasks
            if line["rating"] == "completed" and not _was(known.get(line["code"]), "closed")
        ],
    }


def _was(task: PastTask | None, what: str) -> bool:
    return task is not None and bool(getattr(task, what))


def _move(line: Mapping[str, Any], before: PastLine) -> dict[str, Any]:
    return {"indicator": line["indicator"], "zone": line["zone"], "from": before.rating, "to": line["rating"]}


def _restated(before: PastLine, printed: Printed) -> list[dict[str, Any]]:
    today = printed(before.indicator, before.zone)
    pairs = [(figure, today(figure.period)) for figure in sorted(before.figures, key=lambda figure: figure.period)]
    return [
        {
            "indicator": before.indicator,
            "zone": before.zone,
            "period": then.period,
            "from": to_text(then.value),
            "from_partial": then.partial,
            "to": to_text(now.value),
            "to_partial": now.is_partial,
        }
        for then, now in pairs
        if to_text(then.value) != to_text(now.value)
    ]
