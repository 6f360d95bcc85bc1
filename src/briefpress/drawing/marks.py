"""The marks that charts are made of, drawn in millimetres on a sheet (see ``figure.sheet``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from briefpress.drawing.house import SMALL, VALUE, House
from briefpress.drawing.lettering import column, fitted, fitted_alike, measured, paper, say, wrapped
from briefpress.drawing.operators import Writer
from briefpress.drawing.putting import put

ROW = 7.6
"""Millimetres between two rows of a list-like chart: two lines of label and air."""
LIST = 5.4
"""The same where labels are short: one line."""
BULLET = 9.0
"""The same for bullet bars."""
NOTE = 6.6
"""Millimetres that a note below a chart takes: two lines of the small size."""
GUTTER = 8.0
"""Millimetres between two columns of a list."""

_ONE = 18.0
"""Millimetres of a bar for one: a single activity is not to fill the sheet."""


class Box(Rectangle):
    """A filled rectangle without an outline, which a Writer writes without matplotlib's transforms.

    One that was changed since (see ``lettering.Label``) is drawn like any rectangle.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Draw the rectangle."""
        if self.stale or not isinstance(renderer, Writer) or not renderer.straight(self.axes):
            super().draw(renderer)
        else:
            x, y = self.get_xy()
            renderer.box(self.axes, x, y, self.get_width(), self.get_height(), self.get_facecolor())


class Rule(Line2D):
    """A straight line that is not broken, which a Writer writes like a Box."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw the line."""
        if self.stale or not isinstance(renderer, Writer) or not renderer.straight(self.axes):
            super().draw(renderer)
        else:
            x, y = self.get_data(orig=True)
            renderer.rule(self.axes, x, y, self.get_color(), self.get_linewidth())


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its value, the value as printed, and whether it is the one meant."""

    label: str
    value: float
    printed: str
    meant: bool = True


@dataclass(frozen=True)
class Bullet:
    """One indicator: its label, its actual value as printed, and the rest in words below it.

    ``most`` is the value at the end of the bar's track; None draws no bar.
    """

    label: str
    printed: str
    below: str = ""
    actual: Decimal | None = None
    target: Decimal | None = None
    baseline: Decimal | None = None
    most: Decimal | None = None


def counted(pairs: Iterable[tuple[str, int]], house: House) -> list[Bar]:
    """Return a bar for each label and count; those with the highest count are the ones meant."""
    listed = list(pairs)
    most = max(count for _, count in listed)
    return [Bar(label, count, house.text.number(count), count == most) for label, count in listed]


def bars(
    axes: Axes, rows: Sequence[Bar], house: House, *,
    step: float = ROW, full: float = 0, columns: int = 1,
) -> None:  # fmt: skip
    """Draw horizontal bars from zero: label, bar, value at its end. No axis, no grid.

    The sheet is ``step`` high for each row of a column. With ``full`` each bar
    lies in a track of that length: so much of so much.
    """
    width = (paper(axes, house)[0] - GUTTER * (columns - 1)) / columns
    labels = [row.label for row in rows]
    start = column(labels, width * 0.6, lines=1)
    if start > width * 0.42:
        start = column(labels, width * 0.6, lines=int(step / 3))
    labels, size = fitted_alike(labels, start, step)
    start += 3
    room = width - start - max(measured(row.printed, VALUE, bold=True) for row in rows) - 1.4
    most = full or max(row.value for row in rows) or 1
    scale = room / most if full else min(room / most, _ONE)
    deep, thick = -(-len(rows) // columns), min(3.8, step * 0.56)
    for at, row in enumerate(rows):
        left = at // deep * (width + GUTTER)
        zero, middle = left + start, (at % deep + 0.5) * step
        ink = house.ink if row.value else house.muted
        say(axes, house, left, middle, labels[at], size=size, colour=ink)
        if full:
            _rectangle(axes, zero, middle, room, thick, house.land)
        colour = house.accent if row.meant else house.part
        _rectangle(axes, zero, middle, row.value * scale, thick, colour)
        end = room if full else row.value * scale
        say(axes, house, zero + end + 1.4, middle, row.printed,
            size=VALUE, bold=bool(row.value), colour=ink)  # fmt: skip
    for at in range(0, 0 if full else len(rows), deep):
        zero, foot = at // deep * (width + GUTTER) + start, min(deep, len(rows) - at) * step
        _line(axes, [zero, zero], [0.6, foot - 0.6], house.muted, 0.6)


def columns(axes: Axes, rows: Sequence[Bar], house: House, *, foot: float = 0) -> None:
    """Draw upright bars from zero: value above, label below, a line to stand on.

    The labels are years. ``foot`` millimetres at the bottom are left free.
    Where columns are narrow, the years labelled are round ones, and the values
    printed are the highest and, if there is room, the first and the last.
    """
    width, height = paper(axes, house)
    ground, head = height - foot - 6.0, 5.0
    most = max(row.value for row in rows) or 1
    step = width / len(rows)
    wide = min(step * 0.64, 12.0)
    spoken = _spoken(rows, step)
    for at, row in enumerate(rows):
        middle, tall = (at + 0.5) * step, (ground - head) * row.value / most
        colour = house.accent if row.meant else house.part
        _rectangle(axes, middle - wide / 2, ground - tall / 2, wide, tall, colour)
        if at in spoken:
            say(axes, house, middle, ground - tall - 1.2, row.printed, size=VALUE, on="baseline",
                bold=bool(row.value), align="middle",
                colour=house.ink if row.value else house.muted)  # fmt: skip
    label = max(measured(row.label, SMALL) for row in rows)
    every = next((each for each in (1, 2, 5, 10, 20, 50) if step * each >= label + 1.5), 100)
    for at, row in enumerate(rows):
        if int(row.label) % every == 0:
            x = min(max((at + 0.5) * step, label / 2), width - label / 2)
            say(axes, house, x, ground + 2.6, row.label, size=SMALL,
                colour=house.muted, align="middle")  # fmt: skip
    _line(axes, [0, width], [ground, ground], house.muted, 0.6)


def _spoken(rows: Sequence[Bar], step: float) -> list[int]:
    """Return the positions of the columns whose values have room to be printed."""
    room = max(measured(row.printed, VALUE, bold=True) for row in rows) + 1.0
    if step >= room:
        return list(range(len(rows)))
    highest = max(range(len(rows)), key=lambda at: rows[at].value)
    spoken = [highest]
    for at in (0, len(rows) - 1):
        if all(abs(at - other) * step >= room for other in spoken):
            spoken.append(at)
    return spoken


_BOLD = 0.94
"""The part of a bold text's width that the same text in regular takes, which is measured."""


def bullets(axes: Axes, rows: Sequence[Bullet], house: House) -> None:
    """Draw bullet bars, each on its own scale from zero.

    The bar is the actual value, a thick line the target, a thin one the
    baseline. The sheet is ``BULLET`` high for each row. A row that has no value
    for the bar keeps its empty track; one that has no scale has words only.
    """
    width = paper(axes, house)[0]
    words = max(
        max(measured(row.printed, VALUE, bold=True) / _BOLD, measured(row.below, SMALL))
        for row in rows
    )
    words = min(words, width * 0.36)
    start = column((row.label for row in rows), width * 0.34, lines=1)
    labels, size = fitted_alike((row.label for row in rows), start, BULLET)
    start += 4
    room = width - start - words - 4
    if all(row.most is None for row in rows):
        room = 0  # words only: they stand beside their labels
    for at, row in enumerate(rows):
        middle = (at + 0.5) * BULLET
        say(axes, house, 0, middle, labels[at], size=size)
        _bullet(axes, row, house, start, middle, room)
        known = row.actual is not None
        printed = wrapped(row.printed, words * (_BOLD if known else 1) + 0.1, VALUE, lines=1)
        say(axes, house, start + room + 4, middle - 1.6, printed, size=VALUE, bold=known,
            colour="" if known else house.muted)  # fmt: skip
        below = wrapped(row.below, words + 0.1, SMALL, lines=1)
        say(axes, house, start + room + 4, middle + 1.8, below, size=SMALL, colour=house.muted)


def _bullet(
    axes: Axes, row: Bullet, house: House, start: float, middle: float, room: float
) -> None:
    if row.most is None:
        return
    scale = room / float(row.most or 1)
    _rectangle(axes, start, middle, room, 4.4, house.land)
    if row.actual is not None:
        _rectangle(axes, start, middle, max(float(row.actual), 0) * scale, 2.4, house.accent)
    if row.baseline is not None:
        x = start + float(row.baseline) * scale
        _line(axes, [x, x], [middle - 1.2, middle + 1.2], house.ink, 0.7)
    if row.target is not None:
        x = start + float(row.target) * scale
        _line(axes, [x, x], [middle - 3.0, middle + 3.0], house.ink, 1.6)


def note(axes: Axes, house: House, words: str) -> None:
    """Write a note in small grey letters on the sheet's last ``NOTE`` millimetres; "" is none."""
    if not words:
        return
    width, height = paper(axes, house)
    label, size = fitted(words, width, NOTE, SMALL)
    lines = label.count("\n")
    say(axes, house, 0, height - 3.6 + lines * 1.3, label, size=size, colour=house.muted)


def _rectangle(
    axes: Axes, left: float, middle: float, long: float, thick: float, colour: str
) -> None:
    put(axes, (Box, colour), lambda: Box((0, 0), 0, 0, facecolor=colour, lw=0),
        _x0=left, _y0=middle - thick / 2, _width=long, _height=thick)  # fmt: skip


def _line(axes: Axes, x: Sequence[float], y: Sequence[float], colour: str, width: float) -> None:
    put(axes, (Rule, colour, width), lambda: Rule((), (), color=colour, lw=width),
        _xorig=x, _yorig=y)  # fmt: skip
