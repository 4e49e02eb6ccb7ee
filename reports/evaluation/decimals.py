"""Decimal arithmetic of the evaluation: one fixed context, one way to print a number.

The context (34 digits as in IEEE 754 decimal128, round half even) is set around each public method, so that no
setting of the calling thread and no machine changes a digit.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

CONTEXT = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow]
)
PRINTING = Context(prec=200, rounding=ROUND_HALF_EVEN)
ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
VALUE_PLACES = 10
SHARE_PLACES = 6

_is_fixed: ContextVar[bool] = ContextVar("is_fixed", default=False)


def exact(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in the fixed decimal context, whatever context the caller has.

    Inside another such function the context stands already and is not set again.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if _is_fixed.get():
            return function(*args, **kwargs)
        mark = _is_fixed.set(True)
        try:
            with localcontext(CONTEXT):
                return function(*args, **kwargs)
        finally:
            _is_fixed.reset(mark)

    return wrapper


def total(values: Iterable[Decimal]) -> Decimal:
    """Sum of decimals; 0 for none. Callers decide beforehand whether a sum of nothing has a meaning."""
    return sum(values, ZERO)


def to_text(value: Decimal | None, places: int = VALUE_PLACES) -> str | None:
    """A number as printed in results: plain digits, at most `places` decimals, no trailing zeros, no `-0`.

    None stays None. Rounding is half even and happens here only, never before a comparison.
    Whole-number digits are never cut.
    """
    if value is None:
        return None
    text = plain(value)
    point = text.find(".")
    if point < 0 or len(text) - point - 1 <= places:
        return text
    return plain(value.quantize(ONE.scaleb(-places, CONTEXT), context=PRINTING))


def plain(value: Decimal) -> str:
    """All digits of a finite number without exponent: `1E+2` is `100`, `1.50` is `1.5`, `-0` is `0`.

    Equal numbers give equal texts, whatever database they were read from.
    """
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
