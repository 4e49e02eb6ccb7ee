"""All rules in the order in which their findings are told, and the severity of every code."""

from types import ModuleType

from indicators.validation.rules import (
    bad_period,
    computed_indicator,
    control_character,
    date_in_cell,
    duplicate_row,
    foreign_cell,
    future_period,
    jump_without_note,
    missing_dimension,
    missing_without_reason,
    normalised,
    not_a_number,
    not_a_row,
    not_text,
    not_whole,
    note_too_long,
    out_of_range,
    parts_do_not_add_up,
    parts_exceed_total,
    period_closed,
    period_not_open,
    superseded_since,
    too_long,
    too_precise,
    unit_jump,
    unit_suffix,
    unknown_dimension,
    unknown_dimension_value,
    unknown_field,
    unknown_indicator,
    unknown_status,
    unknown_zone,
    value_with_missing_status,
    wrong_frequency,
)

# Rules that need the delivery alone.
ROW_RULES: tuple[ModuleType, ...] = (
    unknown_field,
    not_a_row,
    not_text,
    date_in_cell,
    duplicate_row,
    unknown_indicator,
    computed_indicator,
    unknown_zone,
    foreign_cell,
    bad_period,
    wrong_frequency,
    period_closed,
    period_not_open,
    future_period,
    unknown_dimension,
    unknown_dimension_value,
    missing_dimension,
    not_a_number,
    unit_suffix,
    normalised,
    too_precise,
    too_long,
    not_whole,
    out_of_range,
    unknown_status,
    missing_without_reason,
    value_with_missing_status,
    note_too_long,
    control_character,
)

# Rows that these name are left out before the delivery is laid beside what is stored.
LEAVING_OUT: tuple[ModuleType, ...] = (superseded_since,)

# Rules that also look at what is stored; they see the rows without error only.
COMPARING_RULES: tuple[ModuleType, ...] = (unit_jump, jump_without_note, parts_exceed_total, parts_do_not_add_up)

SEVERITIES: dict[str, str] = {rule.CODE: rule.SEVERITY for rule in (*ROW_RULES, *LEAVING_OUT, *COMPARING_RULES)}
