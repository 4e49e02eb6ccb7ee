"""Judges the equations that a page prints: what stands on both sides of an equals sign must come out the same."""

import re
from collections.abc import Iterator
from itertools import pairwise
from math import isclose

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
ARITHMETIC = re.compile(r"[\d,.\s()+−÷×^-]+")


def wrong_equations(sentence: str) -> Iterator[str]:
    """Neighbouring sides of `a = b = c` that are plain arithmetic and differ by more than the rounding of what is printed."""
    sides = [
        side.strip().rstrip(".。%").replace("\u00a0pp", "").replace("个百分点", "").strip()
        for side in sentence.split("=")
    ]
    for left, right in pairwise(sides):
        if all(ARITHMETIC.fullmatch(side.lstrip("+")) and NUMBER.search(side) for side in (left, right)):
            (first, slack), (second, more) = _value(left), _value(right)
            if not isclose(first, second, rel_tol=1e-9, abs_tol=1.2 * (slack + more)):
                yield f"{left} = {right}: {first} is not {second}"


def count_equations(sentence: str) -> int:
    """How many sides of the sentence are arithmetic with an operator."""
    return sum(
        bool(re.search(r"\d\)? [+−÷×^] ", side) and ARITHMETIC.fullmatch(side.strip())) for side in sentence.split("=")
    )


def _value(side: str) -> tuple[float, float]:
    """The value of an expression, and by how much the rounding of its numbers may have moved it."""
    texts = NUMBER.findall(side)
    numbers = [float(text.replace(",", "")) for text in texts]
    halves = [0.5 * 10.0 ** -len(text.partition(".")[2]) if "." in text else 0.0 for text in texts]
    if len(texts) == 1 and not halves[0]:
        halves[0] = 0.5
    value = _computed(side, numbers)
    moved = sum(
        abs(_computed(side, [*numbers[:place], number + half, *numbers[place + 1 :]]) - value)
        for place, (number, half) in enumerate(zip(numbers, halves, strict=True))
        if half
    )
    return value, moved


def _computed(side: str, numbers: list[float]) -> float:
    rest = iter(numbers)
    text = NUMBER.sub(lambda _found: repr(next(rest)), side.lstrip("+"))
    for mark, operator in (("−", "-"), ("÷", "/"), ("×", "*"), ("^", "**")):
        text = text.replace(mark, operator)
    return float(eval(text, {"__builtins__": {}}))
