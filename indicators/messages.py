"""What findings say to people: a sentence and a hint for every code, in the reader's language.

The rules know codes and parameters only. Every code of the registry has an entry here and a line in `docs/codes.md`
(a test holds the three together).
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from programs.templatetags.display import moment, period

FREQUENCIES = {"M": _("monthly"), "Q": _("quarterly"), "S": _("half-yearly"), "A": _("yearly")}
NO_HINT = ""


class Entry(NamedTuple):
    """`meaning` is for the list of codes; `message` and `hint` take the finding's parameters by name."""

    meaning: Any
    message: Any
    hint: Any = NO_HINT


class Words(NamedTuple):
    """A finding's sentence and what to do about it."""

    message: str
    hint: str


ENTRIES: dict[str, Entry] = {
    "unknown_field": Entry(_("A key or column is not known."), _("“%(value)s” is not a known column."), _("Known are: %(columns)s. Remove it or correct its name.")),
    "not_a_row": Entry(_("A row is not an object."), _("This row is not an object of columns and values."), _("Write {\"indicator\": …, \"zone\": …, \"period\": …, \"value\": …}.")),
    "not_text": Entry(_("A code, status or note is not a text."), _("%(value)s is not a text."), _("Write it in quotation marks.")),
    "date_in_cell": Entry(_("A cell holds a date."), _("The cell holds the date %(value)s."), _("Format the column as text and enter the code or number again.")),
    "duplicate_row": Entry(_("The same cell stands in the delivery twice."), _("Row %(first_row)s already gives this indicator, zone, period and breakdown."), _("Keep one of the two rows.")),
    "unknown_indicator": Entry(_("The programme does not use the indicator."), _("The programme has no indicator “%(value)s”."), _("Did you mean %(near)s?")),
    "computed_indicator": Entry(_("A ratio is not handed in."), _("%(value)s is computed from other indicators and is not handed in."), _("Hand in its numerator and its denominator.")),
    "unknown_zone": Entry(_("The zone does not exist."), _("There is no zone “%(value)s”."), _("Use the six digits of GB/T 2260, such as 310000 for Shanghai.")),
    "foreign_cell": Entry(_("The agency does not report the indicator for the zone."), _("Your agency does not report %(indicator)s for zone %(zone)s."), _("“My work” lists what you report. If this should be yours, ask the coordination group.")),
    "bad_period": Entry(_("The period cannot be read."), _("“%(value)s” is not a period."), _("Write 2025 for a year, 2025-S1, 2025-Q3 or 2025-07.")),
    "wrong_frequency": Entry(_("The period does not have the indicator's frequency."), _("%(indicator)s is %(frequency)s; “%(value)s” is not such a period."), _("Write for example %(example)s.")),
    "period_closed": Entry(_("The period is closed."), _("The period %(period)s is closed."), _("Ask the coordination group to open it again, and say what has to be corrected.")),
    "period_not_open": Entry(_("The period has not been opened."), _("The period %(period)s has not been opened for submission."), _("Wait until the coordination group opens it.")),
    "future_period": Entry(_("The period has not begun."), _("The period %(period)s has not begun yet."), _("Check the year and the period.")),
    "unknown_dimension": Entry(_("The indicator has no such dimension."), _("%(indicator)s is not broken down by “%(value)s”."), _("Its dimensions are: %(dimensions)s.")),
    "unknown_dimension_value": Entry(_("The dimension has no such part."), _("The dimension %(dimension)s has no part “%(value)s”."), _("Its parts are: %(values)s.")),
    "missing_dimension": Entry(_("A breakdown names some dimensions only."), _("The dimension %(dimension)s is missing."), _("Name one of %(values)s, or leave all dimensions out for the total.")),
    "not_a_number": Entry(_("The value is not a number."), _("“%(value)s” is not a number."), _("Write digits with a point for decimals, such as 47260.5. A value that is not there has the status “missing” (M) and a note.")),
    "unit_suffix": Entry(_("The value carries a unit."), _("“%(value)s” carries a unit (%(suffix)s)."), _("Write %(suggestion)s: the unit of %(indicator)s is %(unit)s already.")),
    "normalised": Entry(_("A spelling was put right."), _("“%(value)s” was read as %(understood)s."), _("Write plain digits next time.")),
    "too_precise": Entry(_("The value has too many decimals."), _("“%(value)s” has more than %(decimals)s decimals."), _("Round it to %(decimals)s decimals.")),
    "too_long": Entry(_("The value has too many digits."), _("“%(value)s” has more than %(digits)s digits."), _("Round it, or check the unit.")),
    "not_whole": Entry(_("The value must be a whole number."), _("“%(value)s” is not a whole number."), _("This indicator counts things: write it without decimals.")),
    "out_of_range": Entry(_("The value is below the smallest or above the largest allowed."), _("“%(value)s” is out of range."), _("Allowed are values %(range)s.")),
    "unknown_status": Entry(_("The status is not known."), _("“%(value)s” is not a status."), _("Write A (normal), P (provisional), E (estimated) or M (missing, with a note).")),
    "missing_without_reason": Entry(_("A value is missing without a reason."), _("There is no value."), _("Give the value; or the status “missing” (M) and a note that says why. Zero is a value.")),
    "value_with_missing_status": Entry(_("A value has the status missing."), _("Status M says that the value is missing, but “%(value)s” is given."), _("Remove the value, or use status A, P or E.")),
    "note_too_long": Entry(_("The note is too long."), _("The note has %(length)s characters; %(longest)s are allowed."), _("Shorten it.")),
    "control_character": Entry(_("The note holds a control character."), _("The note holds the control character %(character)s."), _("Enter the note again by hand; copied text often carries such characters.")),
    "superseded_since": Entry(_("A later delivery gave the value; this row was left out."), _("%(indicator)s for zone %(zone)s, %(period)s is %(current)s since a later delivery of %(moment)s. This row was left out."), _("If the older value is right after all, hand it in again.")),
    "jump_without_note": Entry(_("The value changed by more than 30 % without a note."), _("%(value)s differs from the value before (%(before)s) by %(percent)s %%."), _("If it is right, add a note that says why.")),
    "unit_jump": Entry(_("The value is eight times the one before or more, or an eighth or less."), _("%(value)s is about %(factor)s times the value before (%(before)s)."), _("Check the decimal point and the digits. The coordination group looks at the delivery before it counts.")),
    "parts_exceed_total": Entry(_("The parts are more than their total."), _("The parts sum to %(sum)s, more than the total of %(total)s."), _("Correct the total or the parts, and hand them in together.")),
    "parts_do_not_add_up": Entry(_("All parts together are not the total."), _("The parts sum to %(sum)s, the total is %(total)s."), _("Correct the total or the parts, and hand them in together.")),
}  # fmt: skip


def words(code: str, value: str, params: Mapping[str, Any]) -> Words:
    """The sentence and the hint of a finding in the active language."""
    entry = ENTRIES.get(code, Entry(code, code))
    shown = _Shown(value=value)
    shown |= {name: _listed(item) if isinstance(item, list) else item for name, item in params.items()}
    shown |= _more(code, params)
    if code == "unknown_indicator" and not value:
        return Words(gettext("No indicator code is given."), str(_near_hint(params)))
    hint = _HINTS[code](params) if code in _HINTS else entry.hint
    message = _MESSAGES[code](params) if code in _MESSAGES else entry.message
    return Words(str(message) % shown, str(hint) % shown)


def _listed(items: list[str]) -> str:
    """Items in one line, divided as the language does."""
    return ("、" if (get_language() or "en").startswith("zh") else ", ").join(map(str, items))


class _Shown(dict[str, Any]):
    """Parameters of a sentence; one that a stored finding lacks is shown as a dash, never as a failed page."""

    def __missing__(self, key: str) -> str:
        return "—"


def _more(code: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters that depend on the reader's language or are counted for people."""
    found: dict[str, Any] = {}
    if "frequency" in params:
        found["frequency"] = FREQUENCIES.get(params["frequency"], params["frequency"])
    if "unit_en" in params:
        chinese = (get_language() or "en").startswith("zh")
        found["unit"] = (params["unit_zh"] if chinese else params["unit_en"]) or params["unit_en"] or params["unit_zh"]
    if code == "out_of_range":
        found["range"] = _range(params.get("minimum", ""), params.get("maximum", ""))
    if code == "superseded_since":
        found |= {
            "current": params.get("current") or _("missing"),
            "period": period(params.get("period")),
            "moment": moment(params.get("moment")),
        }
    return found


def _range(low: str, high: str) -> str:
    if low and high:
        return str(_("from %(low)s to %(high)s") % {"low": low, "high": high})
    return str(_("from %(low)s on") % {"low": low} if low else _("up to %(high)s") % {"high": high})


def _unit_hint(params: Mapping[str, Any]) -> Any:
    if params.get("suggestion"):
        return ENTRIES["unit_suffix"].hint
    return (
        _("Write the number alone, in the unit of %(indicator)s (%(unit)s).")
        if "unit_en" in params
        else _("Write the number alone.")
    )


def _near_hint(params: Mapping[str, Any]) -> Any:
    return (
        ENTRIES["unknown_indicator"].hint
        if params.get("near")
        else _("The owed values as CSV (beside the form) name the codes.")
    )


def _example_hint(params: Mapping[str, Any]) -> Any:
    return ENTRIES["wrong_frequency"].hint if params.get("example") else _("“My work” lists the periods.")


def _dimension_hint(params: Mapping[str, Any]) -> Any:
    return ENTRIES["unknown_dimension"].hint if params.get("dimensions") else _("This indicator has a total only.")


def _jump_hint(params: Mapping[str, Any]) -> Any:
    if "unit_en" not in params:
        return ENTRIES["unit_jump"].hint
    return _(
        "Check the unit: %(indicator)s is given in %(unit)s. The coordination group looks at the delivery before it counts."
    )


def _jump_message(params: Mapping[str, Any]) -> Any:
    if "part" not in params:
        return ENTRIES["unit_jump"].message
    return _("%(value)s is about 1/%(part)s of the value before (%(before)s).")


def _text_message(params: Mapping[str, Any]) -> Any:
    return _("“%(value)s” is not the code of a breakdown.") if "parts" in params else ENTRIES["not_text"].message


def _text_hint(params: Mapping[str, Any]) -> Any:
    if "parts" not in params:
        return ENTRIES["not_text"].hint
    return _("Write one of: %(parts)s.") if params["parts"] else _("This indicator has a total only: leave it empty.")


def _missing_message(params: Mapping[str, Any]) -> Any:
    entry = ENTRIES["missing_without_reason"]
    return _("The value is said to be missing, without a reason.") if params.get("status") else entry.message


def _missing_hint(params: Mapping[str, Any]) -> Any:
    return _("Give the reason as a note.") if params.get("status") else ENTRIES["missing_without_reason"].hint


def _change_message(params: Mapping[str, Any]) -> Any:
    if params.get("percent"):
        return ENTRIES["jump_without_note"].message
    return _("%(value)s stands where the value before was %(before)s.")


_MESSAGES: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "jump_without_note": _change_message,
    "not_text": _text_message,
    "missing_without_reason": _missing_message,
    "unit_jump": _jump_message,
}
_HINTS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "unit_suffix": _unit_hint,
    "unknown_indicator": _near_hint,
    "wrong_frequency": _example_hint,
    "unknown_dimension": _dimension_hint,
    "unit_jump": _jump_hint,
    "not_text": _text_hint,
    "missing_without_reason": _missing_hint,
}
