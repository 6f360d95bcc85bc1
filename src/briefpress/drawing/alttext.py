"""Alternative texts: what a chart shows, for who hears it, in short sentences.

The one place that composes them, from the values that the chart draws: its kind
and measure, how many values, first and last (in time), highest and lowest, what
is not reported, then the values themselves. So a reader hears the point first
and can stop. After the W3C's tutorial on complex images (short description,
then the long one with the values).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefpress.drawing.wording import series
from briefpress.language import Text

LISTED = 30
"""Values that are all said; of more, LARGEST are, and the range of the others."""
LARGEST = 12
TIED = 4
"""Labels that are named where several have one value; of more, one fewer and how many more."""


@dataclass(frozen=True)
class Value:
    """One value of a chart: what it is of, the value (None: not reported), and as printed."""

    label: str
    value: int | Decimal | None
    printed: str


def counted(pairs: Sequence[tuple[str, int]], text: Text) -> list[Value]:
    """Return values from labels and counts."""
    return [Value(label, count, text.number(count)) for label, count in pairs]


def composed(
    text: Text,
    opening: str,
    values: Sequence[Value],
    *,
    over_time: bool = False,
    listed: str | None = None,
    note: str = "",
) -> str:
    """Return a chart's alternative text.

    ``opening`` says kind and measure, in sentences. ``values`` are all that the
    chart's table has, in the order drawn, also those that the drawing has no
    room for; ``over_time``: their labels are years, in order. ``listed``
    replaces the list of values; ``note`` comes last.
    """
    known = [one for one in values if one.value is not None]
    sentences = [opening, _many(text, values, over_time)]
    if over_time and len(known) > 1:
        sentences += [
            text.gettext("First: {value} ({label}).").format(
                value=known[0].printed, label=known[0].label
            ),
            text.gettext("Last: {value} ({label}).").format(
                value=known[-1].printed, label=known[-1].label
            ),
        ]
    sentences += extremes(text, known)
    sentences.append(missing(text, [one.label for one in values if one.value is None]))
    sentences.append(_all(text, known) if listed is None else listed)
    return " ".join(sentence for sentence in [*sentences, note] if sentence)


def extremes(text: Text, values: Sequence[Value]) -> list[str]:
    """Return sentences with the highest and the lowest value and whose they are; of one, none."""
    if len(values) < 2:
        return []
    ordered = sorted(values, key=lambda one: one.value or 0)
    low, high = ordered[0], ordered[-1]
    if low.value == high.value:
        return [text.gettext("All have the same value: {value}.").format(value=high.printed)]
    highest = text.gettext("Highest: {value} ({labels}).")
    lowest = text.gettext("Lowest: {value} ({labels}).")
    return [
        sentence.format(value=end.printed, labels=names(text, _labels(values, end)))
        for sentence, end in ((highest, high), (lowest, low))
    ]


def missing(text: Text, labels: Sequence[str]) -> str:
    """Return a sentence that names what is not reported; "" if all is."""
    if not labels:
        return ""
    return text.gettext("Not reported: {labels}.").format(labels=names(text, labels))


def names(text: Text, labels: Sequence[str]) -> str:
    """Return ``a, b and c``, or ``a; b; c; and 5 more`` where they are many."""
    if len(labels) <= TIED:
        return text.listing(list(labels))
    rest = len(labels) - (TIED - 1)
    return text.ngettext("{labels}; and {count} more", "{labels}; and {count} more", rest).format(
        labels=text.series(labels[: TIED - 1]), count=text.number(rest)
    )


def _labels(values: Sequence[Value], end: Value) -> list[str]:
    return [one.label for one in values if one.value == end.value]


def _many(text: Text, values: Sequence[Value], over_time: bool) -> str:
    if over_time and len(values) > 1:
        return text.gettext("{count} years, from {first} to {last}.").format(
            count=text.number(len(values)), first=values[0].label, last=values[-1].label
        )
    return text.ngettext("{count} value.", "{count} values.", len(values)).format(
        count=text.number(len(values))
    )


def _all(text: Text, known: Sequence[Value]) -> str:
    """List the values: all, or the first of them and the range of the others."""
    shown = known if len(known) <= LISTED else known[:LARGEST]
    if not shown:
        return ""
    said = text.gettext("{values}.").format(
        values=series(text, ((one.label, one.printed) for one in shown))
    )
    rest = known[len(shown) :]
    if not rest:
        return said
    ordered = sorted(rest, key=lambda one: one.value or 0)
    lowest, highest = ordered[0].printed, ordered[-1].printed
    if lowest == highest:
        more = text.ngettext("And {count} more: {value}.", "And {count} more, each {value}.",
                             len(rest))  # fmt: skip
    else:
        more = text.ngettext("And {count} more, from {lowest} to {highest}.",
                             "And {count} more, from {lowest} to {highest}.",
                             len(rest))  # fmt: skip
    more = more.format(count=text.number(len(rest)), value=lowest, lowest=lowest, highest=highest)
    return f"{said} {more}"
