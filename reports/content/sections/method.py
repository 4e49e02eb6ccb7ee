"""Annex: the rules behind every rating, in words and with their thresholds."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.content.sections.thresholds import thresholds_table
from reports.content.source import Source
from reports.content.tree import Block, Paragraph, Section, Subheading
from reports.formats.numbers import format_share


def method_section(source: Source) -> Section:
    """Formulas, thresholds and the treatment of missing data, as method version 1 applies them."""
    language = source.language
    blocks: list[Block] = []
    for heading, sentences in (
        (_("Indicators"), _indicator_rules()),
        (_("Ratings by type of target"), _target_rules()),
        (_("Putting zones together"), _zone_rules()),
        (_("Tasks"), _task_rules(source.result["rules"]["tasks"])),
        (_("Data quality and revisions"), _quality_rules()),
        (_("What cannot be concluded"), _limits()),
    ):
        blocks += [Subheading(heading), *(Paragraph(sentence, language, "bullet") for sentence in sentences)]
        if heading == _("Indicators"):
            blocks.append(thresholds_table(source))
    title = _("Method, version %(version)s") % {"version": str(source.scope["method_version"])[:20]}
    return Section("method", "", title, tuple(blocks), annex=True)


def _indicator_rules() -> tuple[str, ...]:
    return (
        _("Attainment = (value − baseline) ÷ (target − baseline): the share of the way to the final target."),
        _(
            "A target of each year is attained by the total of the year so far ÷ the year's target; the years met are counted beside it. A floor or ceiling whose baseline is zero is attained by value ÷ target, a range by 1 inside and 1 − distance ÷ tolerance outside, a step by 1 when met."
        ),
        _(
            "A sum over time is compared with a target for the same length of time only: where the target names months, the last month of the period is judged. A target for another length is not assessed."
        ),
        _(
            "Expected = the value that the agreed path asks for at the end of the period. Paths are linear, geometric, stepped or a table of shares."
        ),
        _(
            "Progress index = (value − baseline) ÷ (expected − baseline): 1 means exactly where the path asks to be today."
        ),
        _(
            "A line is rated by its progress index, or by observed ÷ required yearly growth where its rule says so: the table of thresholds names the rule of every indicator."
        ),
        _(
            "Completed means that the final target is met. A line without data, without a target or not yet due is not rated, and says which."
        ),
        _(
            "Year on year = 100 × (value ÷ value of the same period last year − 1). For rates it is the difference, in percentage points. Without a positive base it is not computed."
        ),
    )


def _target_rules() -> tuple[str, ...]:
    """One rule for each type of target, in the words of `reports.evaluation.rating`."""
    return (
        _(
            "A target to be reached (increase, decrease): completed when it is met; off track when it is not met at the target date; until then rated by index, and off track when the value lies on the wrong side of the baseline. Where the path asks for no change yet it is not rated, or at risk when the value moved away. Met once and lost since: at best at risk."
        ),
        _(
            "A cumulative target is compared with the running total since the end of the baseline period, and rated like a target to be reached."
        ),
        _(
            "A step is not due until its date, then completed when met and off track when not; a step with agreed levels in between is rated by index against them."
        ),
        _(
            "A floor or ceiling that holds is on track, and completed at the target date. A broken one is rated by index while a path leads to it; without a path, or from the target date on, it is at risk within the tolerance and off track beyond it."
        ),
        _(
            "A range is on track inside, and completed at the target date. Outside it is at risk while 1 − distance ÷ tolerance reaches the threshold of at risk, and off track beyond that or without a tolerance."
        ),
        _(
            "A target of each year: on track when the year's target is met already; off track when the year ended without it. Within the year totals are rated by index against target × months passed ÷ 12, other figures are not rated. A year before that was missed makes it at best at risk. After the last year: completed when every year was met, off track when one was missed, not rated when one cannot be judged."
        ),
        _(
            "Not rated are figures without a value, without a target, of or before the baseline period, with missing zones or periods unless the rule allows them, and those to be rated by index without baseline or path."
        ),
        _(
            "A programme target that was not set is the sum of the zones' targets, where the indicator is a sum and all zones have one."
        ),
    )


def _zone_rules() -> tuple[str, ...]:
    return (
        _(
            "Every indicator declares how zones are put together. Ratios are the sum of numerators over the sum of denominators, never the mean of ratios; both are added up over the periods that both have."
        ),
        _(
            "When zones are missing, the figure says so, as in: sum of 4 of 5 zones. It is then not rated unless its rule allows it. Nothing is filled in."
        ),
    )


def _task_rules(rule: Mapping[str, Any]) -> tuple[str, ...]:
    figures = {"share": format_share(rule["off_track_share"], 0), "days": rule["due_soon_days"]}
    return (
        _(
            "Completion = weight of the milestones done ÷ weight of all milestones; planned completion uses the planned dates."
        ),
        _(
            "A task is overdue from the day after its due date, until it is closed or reported done with evidence; a report without evidence does not stop the count. Suspended tasks and those waiting for a higher authority are not counted as overdue and not rated, drafts and cancelled tasks are not counted at all."
        ),
        _(
            "Schedule performance = completion ÷ planned completion, judged by the thresholds of the table; a task past its due date is off track whatever its performance."
        ),
        _(
            "At best at risk: a task with a late milestone, past the date first agreed, or claimed done without evidence. On track: a task reported done with evidence, until it is verified. Not rated: an assigned task of which nothing was planned yet."
        ),
        _(
            "A section is completed when all its tasks are, off track when off-track tasks carry %(share)s of the rated weight, at risk when any task is off track or at risk. A task is due soon from %(days)s days before its due date."
        )
        % figures,
        _(
            "A task counts as completed only when somebody other than its lead agency has verified it and struck it off."
        ),
        _("Days late are counted against the current and against the original due date."),
    )


def _quality_rules() -> tuple[str, ...]:
    return (
        _(
            "Completeness = values received ÷ values due; timeliness = values received on time ÷ values due. What is due comes from the collection calendar."
        ),
        _(
            "The report uses the data as known at the moment named on its provenance page. Later revisions change later issues, never this one."
        ),
        _("Figures are rounded half up for printing only; computation uses the stored decimals."),
    )


def _limits() -> tuple[str, ...]:
    return (
        _(
            "The ratings say where figures and tasks stand against what was agreed. They do not show that the reform caused a change."
        ),
        _("Zones differ in size and starting point. No ranking is drawn from this report."),
    )
