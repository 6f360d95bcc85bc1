"""Words that several charts share; a chart's own sentences stand in its file."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from briefpress.language import Text
from briefpress.model.number import Suppressed


def together(text: Text, *numbers: int, noun: str = "activity") -> tuple[str, ...]:
    """Return the numbers of one sentence: all in words if each is below ten, else all in digits.

    United Nations Editorial Manual: the rule for the highest holds for all.
    ``noun`` is what they count, as ``Text.words`` has it.
    """
    if all(number < 10 for number in numbers):
        return tuple(text.words(number, noun) for number in numbers)
    return tuple(text.number(number) for number in numbers)


def opening(sentence: str) -> str:
    """Return a sentence that may begin with a number in words, with a capital."""
    return sentence[:1].upper() + sentence[1:]


def series(text: Text, pairs: Iterable[tuple[str, str | int]]) -> str:
    """Return ``Africa: 9; Asia: 8``."""
    pair = text.gettext("{label}: {value}")
    return text.series(
        pair.format(label=label, value=value if isinstance(value, str) else text.number(value))
        for label, value in pairs
    )


def region(text: Text, code: str) -> str:
    """Return the name of a region as the place of an activity."""
    return text.place(code)


def exact(text: Text, value: Decimal | Suppressed, *, percent: bool = False) -> str:
    """Return a value with as many decimals as it was given, less the zeros at their end."""
    if isinstance(value, Suppressed):
        return text.status("suppressed")
    exponent = value.normalize().as_tuple().exponent
    return (text.percent if percent else text.number)(value, max(0, -int(exponent)))
