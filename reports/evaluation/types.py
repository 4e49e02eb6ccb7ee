"""What an evaluation reads: frozen records, filled by the service that gathers the inputs.

Shapes and units, for all records below:

* amounts are `Decimal` in the unit of their indicator (never `float`); `None` means not available,
  which is different from zero;
* periods are text codes (`2025`, `2025-S1`, `2025-Q3`, `2025-07`; `2025-M07` is accepted on input);
* dates are plain `date`; the only instant is `Scope.as_of`, which must carry its time zone;
* zone `""` is the programme as a whole;
* every tuple is a set: its order carries no meaning and never changes a result or a fingerprint.
  Where people expect an order (zones, sections, measures), a field of the record gives it.

Cells, targets and obligations of zones outside `EvaluationInputs.zones` are left aside. Records are checked as a whole by `checks.check_inputs`, which names every fault at once.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

METHOD_VERSION = "1"
PROGRAMME = ""

KINDS = frozenset({"monthly", "quarterly", "annual"})
DIRECTIONS = frozenset({"increase", "decrease", "range", "none"})
NATURES = frozenset({"stock", "flow", "rate", "yes_no"})
FREQUENCIES = frozenset({"M", "Q", "S", "A"})
ZONE_RULES = frozenset({"sum", "mean", "weighted_mean", "ratio_of_sums", "max", "min", "last", "count_yes", "none"})
TIME_RULES = frozenset({"last", "sum", "recompute", "none"})
TARGET_TYPES = frozenset({"increase", "decrease", "minimum", "maximum", "maintain", "cumulative", "yearly", "step"})
PATHS = frozenset({"linear", "geometric", "step", "s_curve", "sum_of_zones"})
RATING_METHODS = frozenset({"progress_index", "growth_ratio"})

# Observation status, SDMX letters: with a value A normal, P provisional, E estimated, B break;
# without one M missing, Q suppressed, N not applicable.
VALUE_STATUSES = frozenset({"A", "P", "E", "B"})
EMPTY_STATUSES = frozenset({"M", "Q", "N"})

TASK_STATES = frozenset(
    {
        "draft",
        "assigned",
        "acknowledged",
        "in_progress",
        "reported_done",
        "closed",
        "returned",
        "suspended",
        "cancelled",
    }
)
CREDIT_RULES = frozenset({"0/100", "50/50"})
RATINGS = ("on_track", "at_risk", "off_track", "completed", "not_rated")


@dataclass(frozen=True, slots=True)
class Scope:
    """Programme, period and moment of one evaluation.

    `as_of` is the instant whose knowledge the cells, tasks and obligations show; its calendar date
    is read in its own time zone. That date decides what is due and late, unless `status_date` sets
    another day.
    """

    program: str
    name_en: str
    name_zh: str
    start: date
    end: date
    kind: str
    period: str
    as_of: datetime
    demonstration: bool = False
    status_date: date | None = None

    @property
    def today(self) -> date:
        """The day on which tasks and obligations are judged."""
        return self.status_date or self.as_of.date()


@dataclass(frozen=True, slots=True)
class Zone:
    """A pilot zone. `order` is its place in the plan."""

    code: str
    name_en: str
    name_zh: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section of the plan."""

    code: str
    number: int
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A clause of the plan; `section` is a section code, `position` its place in the section."""

    code: str
    section: str
    position: int
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Agency:
    """A lead or reporting agency; `zone` is `""` when it belongs to no pilot zone."""

    code: str
    name_en: str
    name_zh: str
    zone: str = PROGRAMME


@dataclass(frozen=True, slots=True)
class RatingRule:
    """Thresholds of a rating, as data.

    `method` is `progress_index` or `growth_ratio` (falls back to the progress index where a growth
    rate is undefined). The index is a plain ratio: at or above `on_track` the line is on track, at
    or above `at_risk` at risk, below that off track. `allow_partial` permits rating a figure to
    which some zones or periods did not contribute. Changing a threshold means a new `version`.
    """

    code: str = "progress_index"
    version: str = "1"
    method: str = "progress_index"
    on_track: Decimal = Decimal("0.95")
    at_risk: Decimal = Decimal("0.60")
    allow_partial: bool = False


@dataclass(frozen=True, slots=True)
class TaskRule:
    """Thresholds for tasks, as data.

    A task whose schedule performance is below `on_track` is at risk, below `at_risk` off track; one
    due within `due_soon_days` says so. A group of tasks is off track when the weight of its
    off-track tasks reaches `off_track_share` of the rated weight.
    """

    version: str = "1"
    on_track: Decimal = Decimal("0.95")
    at_risk: Decimal = Decimal("0.60")
    due_soon_days: int = 30
    off_track_share: Decimal = Decimal("0.30")


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, and how it may be combined.

    `zones` lists the zones where the indicator applies (empty: all). A computed ratio names
    `numerator` and `denominator` (indicator codes); its value is `factor` x numerator /
    denominator, `factor` being 100 for percentages. `weight_indicator` serves `weighted_mean`.
    `cumulative` series restart every January and hold the total since then. `percentage` makes
    changes read in percentage points. `rule` replaces the programme's rating rule. `minimum` and
    `maximum` bound the value of one zone and period; a figure outside them is told, not changed.
    """

    code: str
    name_en: str
    name_zh: str
    definition_en: str
    definition_zh: str
    unit_en: str
    unit_zh: str
    decimals: int
    direction: str
    nature: str
    frequency: str
    zone_rule: str
    time_rule: str
    measures: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    weight_indicator: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    factor: Decimal = Decimal(1)
    cumulative: bool = False
    percentage: bool = False
    rule: RatingRule | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PathPoint:
    """A point of an agreed path: a level for `step`, a share 0..1 of the way for `s_curve`."""

    period: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """A target of an indicator in a zone (`""`: programme).

    `type` is one of `TARGET_TYPES`. `low`, `high` and `tolerance` serve `maintain`; `tolerance`
    also softens `minimum` and `maximum`. `strict` means that equality does not meet the target
    ("more than 100"). `baseline` None with a `baseline_period` takes the observed value of that
    period. `capped` limits the attainment to 1. `parts` holds the zone targets of a programme
    target that was not set by hand (path `sum_of_zones`); callers leave it empty.
    """

    indicator: str
    zone: str
    type: str
    target: Decimal | None = None
    target_period: str | None = None
    baseline: Decimal | None = None
    baseline_period: str | None = None
    path: str = "linear"
    points: tuple[PathPoint, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    tolerance: Decimal | None = None
    strict: bool = False
    capped: bool = False
    parts: tuple["Target", ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One observation as known at `Scope.as_of`: the total, not a disaggregated part.

    `observation` and `version` are the identity of the stored row. A status in `EMPTY_STATUSES`
    goes with `value` None, any other with a value.
    """

    indicator: str
    zone: str
    period: str
    value: Decimal | None
    status: str = "A"
    observation: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated, weighted step of a task. `started` matters only under the credit rule 50/50."""

    weight: Decimal
    due: date
    original_due: date | None = None
    done: date | None = None
    started: date | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A duty of a lead agency.

    `reported_done` (the agency says done) and `closed` (verified and struck off) are dates.
    `evidence` says whether evidence is attached. `waiting_approval` marks a matter that a higher
    authority must approve first (one case, one report). `start` is the day on which the clock
    started; without it there is no earned schedule.
    """

    code: str
    name_en: str
    name_zh: str
    measure: str
    section: str
    zone: str
    lead: str
    state: str
    due: date | None
    original_due: date | None = None
    start: date | None = None
    reported_done: date | None = None
    closed: date | None = None
    weight: Decimal = Decimal(1)
    evidence: bool = False
    suspended: bool = False
    waiting_approval: bool = False
    credit_rule: str = "0/100"
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """What an agency owes for one indicator, zone and period.

    `received` is the day of the first accepted delivery, None when nothing valid was handed in.
    `status` `waived` takes the obligation out of what is expected. `revised`, `provisional` and
    `reported_missing` describe the value that stands; `warnings` counts its findings of severity warning.
    """

    agency: str
    indicator: str
    zone: str
    period: str
    due: date
    received: date | None = None
    revised: bool = False
    provisional: bool = False
    status: str = "open"
    warnings: int = 0
    reported_missing: bool = False


@dataclass(frozen=True, slots=True)
class PastFigure:
    """A figure printed by an earlier evaluation. `partial`: zones or periods did not contribute to it."""

    period: str
    value: Decimal | None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class PastLine:
    """Rating and printed figures of one line of an earlier evaluation."""

    indicator: str
    zone: str
    rating: str
    figures: tuple[PastFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class PastTask:
    """Whether a task was overdue or closed in an earlier evaluation."""

    code: str
    overdue: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Previous:
    """The part of an earlier result that changes are read against; see `changes.previous_of`."""

    period: str
    fingerprint: str
    lines: tuple[PastLine, ...] = ()
    tasks: tuple[PastTask, ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationInputs:
    """Everything one evaluation reads. Same inputs, same result, on any machine."""

    scope: Scope
    zones: tuple[Zone, ...] = ()
    sections: tuple[Section, ...] = ()
    measures: tuple[Measure, ...] = ()
    agencies: tuple[Agency, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    cells: tuple[Cell, ...] = ()
    tasks: tuple[Task, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    previous: Previous | None = None
    rule: RatingRule = field(default_factory=RatingRule)
    task_rule: TaskRule = field(default_factory=TaskRule)
