"""When a new task and its milestones are due: shares of the programme's time by how binding and what kind a measure is.

Pure arithmetic on dates. A duty (`shall`) comes before what is supported, and that before what is explored; a plan
document comes before the initiative that follows from it, a project takes longest. Measures of one kind are spread
over the range by their number, so that not everything falls due on one day. All dates are working days inside the
programme.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from programs import working_days

DUE_RANGE = {"shall": (0.58, 0.80), "support": (0.68, 0.90), "explore": (0.80, 0.96)}
ELEMENT_SHIFT = {"plan": -0.06, "event": -0.03, "initiative": 0.0, "project": 0.03}
START_RANGE = (0.02, 0.10)
SPREAD = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone: its names, its weight of 100, and its share of the task's time."""

    name_en: str
    name_zh: str
    weight: Decimal
    share: float


def _steps(*rows: tuple[str, str, int, float]) -> tuple[Step, ...]:
    return tuple(Step(english, chinese, Decimal(weight), share) for english, chinese, weight, share in rows)


STEPS = {
    "plan": _steps(
        ("Draft worked out", "形成方案初稿", 25, 0.35),
        ("Opinions heard and draft revised", "征求意见并修改完善", 25, 0.65),
        ("Document issued", "印发实施", 50, 1.0),
    ),
    "project": _steps(
        ("Project set up with persons in charge and budget", "项目立项，落实责任人和经费", 15, 0.15),
        ("Construction under way", "开工建设", 25, 0.45),
        ("Main parts in trial use", "主体建成并试运行", 35, 0.80),
        ("Accepted and in use", "验收并投入使用", 25, 1.0),
    ),
    "initiative": _steps(
        ("Working rules agreed", "制定实施细则", 20, 0.20),
        ("First cases carried out", "首批事项落地", 30, 0.50),
        ("Carried out throughout the zone", "在区域内全面推开", 30, 0.80),
        ("Effect reviewed and experience written up", "评估成效并总结经验", 20, 1.0),
    ),
    "event": _steps(
        ("Arrangements agreed", "确定活动方案", 30, 0.40),
        ("First event held", "首次举办", 40, 0.75),
        ("Held regularly, results reviewed", "形成常态化机制并总结成果", 30, 1.0),
    ),
}


def at_share(start: date, end: date, share: float) -> date:
    """The day that lies `share` (0 to 1) of the way from start to end."""
    return start + timedelta(days=round((end - start).days * share))


def task_dates(*, start: date, end: date, commitment: str, element: str, number: int) -> tuple[date, date]:
    """First day and due date of a task of measure `number` in a programme from `start` to `end`; working days."""
    step = (number * 7 % SPREAD) / (SPREAD - 1)
    low, high = DUE_RANGE[commitment]
    share = min(low + (high - low) * step + ELEMENT_SHIFT[element], 1.0)
    first = START_RANGE[0] + (START_RANGE[1] - START_RANGE[0]) * step
    due = working_days.within(at_share(start, end, share), start, end)
    begin = working_days.within(at_share(start, end, first), start, due)
    return begin, due


def milestone_dates(*, element: str, start: date, due: date) -> list[tuple[Step, date]]:
    """The milestones of a task with their due dates, in order; the last one is due with the task."""
    return [
        (step, due if step.share >= 1 else working_days.within(at_share(start, due, step.share), start, due))
        for step in STEPS[element]
    ]
