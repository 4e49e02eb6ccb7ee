"""Which sections each kind of report has, in their order. All are selections of the same frozen result."""

from collections.abc import Callable
from functools import partial

from reports.content.sections.changes import changes_section
from reports.content.sections.closed import closed_section
from reports.content.sections.coverage import coverage_section
from reports.content.sections.definitions import definitions_section
from reports.content.sections.details import details_section
from reports.content.sections.due_soon import due_soon_section
from reports.content.sections.indicators import indicators_section
from reports.content.sections.method import method_section
from reports.content.sections.overdue import overdue_section
from reports.content.sections.overview import overview_section
from reports.content.sections.progress import progress_section
from reports.content.sections.provenance import provenance_section
from reports.content.sections.quality import quality_section
from reports.content.sections.ratings import ratings_section
from reports.content.sections.unreported import unreported_section
from reports.content.sections.values import values_section
from reports.content.sections.year import year_section
from reports.content.source import Source
from reports.content.tree import Section

Builder = Callable[[Source], Section]

EVALUATION: tuple[Builder, ...] = (
    changes_section,
    ratings_section,
    progress_section,
    indicators_section,
    overdue_section,
    quality_section,
    coverage_section,
    values_section,
    details_section,
    definitions_section,
    method_section,
    provenance_section,
)
BRIEF_ROWS, BRIEF_CHANGES = 4, 3
OUTLINES: dict[str, tuple[Builder, ...]] = {
    "monthly": (
        partial(overview_section, worst=False),
        partial(changes_section, most=BRIEF_CHANGES),
        partial(overdue_section, most=BRIEF_ROWS),
        partial(due_soon_section, most=BRIEF_ROWS),
        partial(unreported_section, most=BRIEF_ROWS),
        provenance_section,
    ),
    "quarterly": (overview_section, *EVALUATION),
    "annual": (overview_section, year_section, closed_section, *EVALUATION),
}
