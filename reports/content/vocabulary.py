"""Ratings and states in words, symbols and colours. Symbol + word + colour always go together."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@dataclass(frozen=True)
class RatingStyle:
    """How a rating looks: its symbol, ink (text) and ground (background), and the solid colour of its bar in charts."""

    symbol: str
    ink: str
    ground: str
    bar: str


RATING_STYLES: dict[str, RatingStyle] = {
    "on_track": RatingStyle("●", "#1b5e20", "#e8f5e9", "#4c9a5b"),
    "at_risk": RatingStyle("▲", "#7a4f00", "#fff3cd", "#e3b341"),
    "off_track": RatingStyle("■", "#b71c1c", "#fdecea", "#c94f4a"),
    "completed": RatingStyle("◇", "#0b4f8a", "#e8f1fa", "#5b8fc0"),
    "not_rated": RatingStyle("○", "#424242", "#eeeeee", "#c4c4c4"),
}
RATINGS = tuple(RATING_STYLES)


def rating_of(code: object) -> str:
    """A known rating code; anything else counts as not rated."""
    return code if isinstance(code, str) and code in RATING_STYLES else "not_rated"


def rating_word(code: str) -> str:
    """The rating in words, in the active language."""
    return {
        "on_track": _("On track"),
        "at_risk": _("At risk"),
        "off_track": _("Off track"),
        "completed": _("Completed"),
        "not_rated": _("Not rated"),
    }[rating_of(code)]


def rating_letter(code: str) -> str:
    """One letter (one character in Chinese) that stands for the rating in narrow cells."""
    return {
        "on_track": pgettext("letter for on track", "O"),
        "at_risk": pgettext("letter for at risk", "A"),
        "off_track": pgettext("letter for off track", "F"),
        "completed": pgettext("letter for completed", "C"),
        "not_rated": pgettext("letter for not rated", "N"),
    }[rating_of(code)]


def rating_symbol(code: str) -> str:
    """The symbol of the rating."""
    return RATING_STYLES[rating_of(code)].symbol


def zone_rule_word(code: str) -> str:
    """How an indicator is put together over the zones, in words."""
    return {
        "sum": _("sum of the zones"),
        "mean": _("mean of the zones"),
        "weighted_mean": _("weighted mean of the zones"),
        "ratio_of_sums": _("ratio of the sums over the zones"),
        "max": _("highest zone"),
        "min": _("lowest zone"),
        "last": _("latest value"),
        "count_yes": _("number of zones with yes"),
        "none": _("not put together over the zones"),
    }.get(code, code)


def direction_word(code: str) -> str:
    """The wanted direction of an indicator, in words."""
    return {
        "increase": _("higher is better"),
        "decrease": _("lower is better"),
        "range": _("within a range"),
        "none": _("no wanted direction"),
    }.get(code, code)


def frequency_word(code: str) -> str:
    """The reporting frequency, in words."""
    return {"M": _("monthly"), "Q": _("quarterly"), "S": _("half-yearly"), "A": _("yearly")}.get(code, code)
