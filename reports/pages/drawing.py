"""Geometry of the portal's inline drawings: plain numbers as text, which templates put into SVG attributes.

No colours here: templates name classes of the style sheet, so that print and contrast are decided in one place.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10
from typing import Any

from programs.periods import Period, PeriodError, parse
from reports.content.vocabulary import RATINGS
from reports.formats.numbers import to_decimal

Point = tuple[float, float]
LABEL_WIDTH = 72
FLAT = 1e-9  # a difference below this share of the values, and an axis shorter than this, cannot be drawn


def at(value: float) -> str:
    """A coordinate with one decimal place."""
    return f"{value:.1f}"


@dataclass(frozen=True)
class Piece:
    """A part of a stacked bar."""

    rating: str
    count: int
    x: str
    width: str
    middle: str
    wide: bool


def stacked_bar(counts: Mapping[str, int], width: float = 300) -> list[Piece]:
    """The ratings of a row side by side, as wide as they are frequent; empty without any."""
    total = sum(counts.get(rating, 0) for rating in RATINGS)
    pieces: list[Piece] = []
    x = 0.0
    for rating in RATINGS:
        count = counts.get(rating, 0)
        if count and total:
            part = width * count / total
            pieces.append(Piece(rating, count, at(x), at(part), at(x + part / 2), part >= 20))
            x += part
    return pieces


def spark(history: Sequence[Mapping[str, Any]], width: float = 108, height: float = 26) -> dict[str, Any] | None:
    """A line through the newest values, broken where one is missing or apart; None with fewer than two values."""
    values = [None if point.get("apart") else to_decimal(point["value"]) for point in history]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    span = float(high - low) or 1.0
    step = width / (len(values) - 1)
    spots = [
        None if v is None else (1 + place * step, 3 + (height - 6) * (1 - float(v - low) / span))
        for place, v in enumerate(values)
    ]
    last = next(spot for spot in reversed(spots) if spot is not None)
    return {
        "lines": broken_lines(spots, [point.get("segment", 0) for point in history]),
        "x": at(last[0]),
        "y": at(last[1]),
    }


def broken_lines(spots: Sequence[Point | None], segments: Sequence[int]) -> list[str]:
    """`points` attributes of the unbroken runs of at least two spots, one segment each."""
    runs: list[list[Point]] = [[]]
    before = None
    for spot, segment in zip(spots, segments, strict=True):
        if spot is None or segment != before:
            runs.append([])
        if spot is not None:
            runs[-1].append(spot)
        before = segment
    return [" ".join(f"{at(x)},{at(y)}" for x, y in run) for run in runs if len(run) > 1]


def bullet(line: Mapping[str, Any], width: float = 120) -> dict[str, str] | None:
    """The attainment (bar) and what of it is expected by now (mark, by the same formula); None where it is unknown."""
    attained = to_decimal(line["attainment"])
    if attained is None:
        return None
    kind = line["attainment_kind"]
    baseline, target, expected = (to_decimal(line[key]) for key in ("baseline", "target", "expected"))
    start = baseline if kind == "change" else Decimal(0) if kind in {"level", "year"} else None
    drawing = {"bar": at(width * _share(attained)), "mark": ""}
    if start is not None and target is not None and expected is not None and target != start:
        drawing["mark"] = at(width * _share((expected - start) / (target - start)))
    return drawing


def _share(value: Decimal) -> float:
    return float(min(max(value, Decimal(0)), Decimal(1)))


@dataclass(frozen=True)
class Mark:
    """A tick of an axis: where it stands and what it says."""

    place: str
    text: str


@dataclass(frozen=True)
class Chart:
    """A line chart of values by period with the path that was agreed."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    ticks: list[Mark]
    labels: list[Mark]
    values: list[str]
    path: list[str]
    dots: list[dict[str, str]]
    apart: list[dict[str, str]]


def line_chart(
    history: Sequence[Mapping[str, Any]],
    path: Sequence[Mapping[str, Any]],
    low_high: tuple[float, float] | None = None,
    width: int = 720,
    height: int = 250,
) -> Chart | None:
    """Values (line with dots) and expected values (dashed) over the calendar; None without any value or path.

    Values that stand apart, as partial ones do, are hollow dots off the line.
    `low_high` fixes the vertical axis, so that several charts can share it.
    """
    points, course = _timed(history, "value"), _timed(path, "expected")
    both = [month for month, _number, _code in [*points, *course]]
    span = low_high or value_range([history], [path])
    if not both or span is None:
        return None
    left, right, top, bottom = 64, width - 14, 12, height - 30
    steps = axis_steps(*span)
    low, high = steps[0], steps[-1]
    first, last = min(both), max(both)

    def x_of(month: int) -> float:
        return left + (right - left) * ((month - first) / (last - first) if last > first else 0.5)

    def y_of(number: float) -> float:
        return bottom - (bottom - top) * ((number - low) / (high - low))

    aside = {point["period"] for point in history if point.get("apart")}
    placed = [
        (code in aside, None if number is None else (x_of(month), y_of(number))) for month, number, code in points
    ]
    spots = [None if is_apart else spot for is_apart, spot in placed]
    expected = [None if number is None else (x_of(month), y_of(number)) for month, number, _code in course]
    return Chart(
        width,
        height,
        left,
        right,
        top,
        bottom,
        ticks=[Mark(at(y_of(step)), short_number(step, steps)) for step in steps],
        labels=_labels({month: code for month, _number, code in [*course, *points]}, x_of, width),
        values=broken_lines(spots, _segments(history)),
        path=broken_lines(expected, _segments(path)),
        dots=_dots(spots),
        apart=_dots([spot if is_apart else None for is_apart, spot in placed]),
    )


def _segments(points: Sequence[Mapping[str, Any]]) -> list[int]:
    """The segments of the points in the order of `_timed`."""
    found = [(period.last_month, point.get("segment", 0)) for point in points if (period := _period(point["period"]))]
    return [segment for _month, segment in sorted(found, key=lambda row: row[0])]


def _dots(spots: Iterable[Point | None]) -> list[dict[str, str]]:
    return [{"x": at(spot[0]), "y": at(spot[1])} for spot in spots if spot is not None]


def value_range(
    histories: Iterable[Sequence[Mapping[str, Any]]], paths: Iterable[Sequence[Mapping[str, Any]]]
) -> tuple[float, float] | None:
    """Lowest and highest number of all values and paths; None when there is none."""
    numbers = [
        number for history in histories for _month, number, _code in _timed(history, "value") if number is not None
    ]
    numbers += [number for path in paths for _month, number, _code in _timed(path, "expected") if number is not None]
    return (min(numbers), max(numbers)) if numbers else None


def axis_steps(low: float, high: float, count: int = 4) -> list[float]:
    """Round numbers from below `low` to above `high`, about `count` steps apart; from zero where that costs little."""
    if low > 0 and low < 0.4 * high:
        low = 0.0
    largest = max(abs(low), abs(high))
    span = high - low if high - low > largest * FLAT else largest
    raw = max(span or 1.0, FLAT) / count
    size = 10 ** floor(log10(raw))
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= raw * 0.999)
    start, end = floor(low / step), ceil(high / step)
    if start == end:
        end += 1
    return [place * step for place in range(start, end + 1)]


def short_number(value: float, steps: Sequence[float]) -> str:
    """A tick's number with as many places as its neighbours need."""
    gap = abs(steps[1] - steps[0]) if len(steps) > 1 else 1
    places = max(0, min(6, -floor(log10(gap) + 1e-9))) if gap < 1 else (1 if gap % 1 else 0)
    return f"{value + 0:,.{places}f}"


def _timed(points: Sequence[Mapping[str, Any]], key: str) -> list[tuple[int, float | None, str]]:
    found = []
    for point in points:
        period, number = _period(point["period"]), to_decimal(point[key])
        if period is not None:
            found.append((period.last_month, None if number is None else float(number), period.code))
    return sorted(found, key=lambda row: row[0])


def _period(code: str) -> Period | None:
    try:
        return parse(code)
    except PeriodError:
        return None


def _labels(codes: Mapping[int, str], x_of: Callable[[int], float], width: int) -> list[Mark]:
    """The periods below the chart, from the first on, each as far from the one before as a label is wide.

    All stand inside the frame: what would be cut at the right edge moves to the left.
    """
    found: list[Mark] = []
    free = 0.0
    for month in sorted(codes):
        x = min(x_of(month), width - LABEL_WIDTH / 2)
        if x >= free:
            found.append(Mark(at(x), codes[month]))
            free = x + LABEL_WIDTH
    return found


def timeline(
    start: date, end: date, today: date, steps: Sequence[tuple[date, date, date | None]], width: int = 720
) -> dict[str, Any]:
    """Milestones over the calendar: (original due, due, done) each on a line of its own, years as ticks, today as a line."""
    left, right = 14.0, width - 14.0
    days = max((end - start).days, 1)

    def x_of(day: date) -> str:
        share = min(max((day - start).days / days, 0), 1)
        return at(left + (right - left) * share)

    rows = []
    for place, (original, due, done) in enumerate(steps):
        rows.append(
            {
                "y": 26 + place * 24,
                "original": x_of(original),
                "due": x_of(due),
                "done": x_of(done) if done else "",
                "moved": original != due,
                "late": (done or today) > due,
            }
        )
    years = [{"x": x_of(date(year, 1, 1)), "text": str(year)} for year in range(start.year + 1, end.year + 1)]
    return {
        "width": width,
        "height": 40 + 24 * len(rows),
        "rows": rows,
        "years": years,
        "today": x_of(today) if start <= today <= end else "",
    }
