"""Words on a sheet: measured, broken into lines that fit, and set on a baseline.

Widths are sums of the font's own advance widths, and of words as shaped in Arabic,
so a label is neither cut nor run into its neighbour. In a language that is written
from right to left the sheet is turned round, and every mark on it with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.text import Text

from briefpress.drawing.house import LABEL, SMALL, House
from briefpress.drawing.operators import Writer
from briefpress.drawing.putting import put

EM = 25.4 / 72
"""Millimetres in a point."""
LINE = 1.16
"""Ems from baseline to baseline."""
CAPITAL = 0.714
"""Ems: the height of Noto Sans's capitals and digits."""

Align = Literal["start", "middle", "end"]

_CJK = "\u2e80-\u9fff\uff00-\uffef"
_JOINED = re.compile("[\u0600-\u08ff]")
_PIECES = re.compile(
    rf"[{_CJK}][、。，）：；]*"  # Chinese breaks anywhere but before a comma
    rf"|[^{_CJK} \n]+?(?<=[^\W\d][-–/])(?=[^\W\d])"  # after the hyphen of a compound
    rf"|[^{_CJK} \n]+"
)


_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}


class Label(Text):
    """A straight line of words on its baseline, which a Writer writes without laying it out.

    One that was changed since it was said (then matplotlib calls it stale) is drawn like any text.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Draw the words."""
        if self.stale or not isinstance(renderer, Writer) or not renderer.straight(self.axes):
            super().draw(renderer)
        elif words := self.get_text():
            x, y = self.get_position()
            before = _BEFORE[self.get_horizontalalignment()]
            renderer.label(
                self.axes, x, y, words, self.get_fontproperties(), self.get_color(), before
            )


def paper(axes: Axes, house: House) -> tuple[float, float]:
    """Return width and height of the sheet, turned round for right-to-left writing."""
    width, height = max(axes.get_xlim()), max(axes.get_ylim())
    if house.text.direction == "rtl":
        axes.set_xlim(width, 0)
    return width, height


def say(
    axes: Axes, house: House, x: float, y: float, words: str, *,
    size: float = LABEL, bold: bool = False, colour: str = "", align: Align = "start",
    on: Literal["middle", "baseline"] = "middle",
) -> None:  # fmt: skip
    """Write words, with ``y`` the middle of their capitals or the baseline of their last line.

    ``align`` is where ``x`` lies in the words: at their start as they are read.
    """
    sides: dict[Align, Literal["left", "center", "right"]]
    sides = {"start": "left", "middle": "center", "end": "right"}
    if house.text.direction == "rtl":
        sides |= {"start": "right", "end": "left"}
    lines = words.split("\n")
    if on == "middle":
        y += (CAPITAL + (len(lines) - 1) * LINE) / 2 * size * EM
    y -= (len(lines) - 1) * LINE * size * EM
    look = Label, _families(), size, bold, colour or house.ink, sides[align]
    font = _properties(_families(), size, bold)

    def first() -> Label:
        return Label(ha=sides[align], va="baseline", fontproperties=font,
                     color=colour or house.ink, clip_on=False)  # fmt: skip

    for below, line in enumerate(lines):  # one by one: matplotlib's line spacing is the font's
        put(axes, look, first, _x=x, _y=y + below * LINE * size * EM, _text=line,
            _fontproperties=font.copy())  # fmt: skip


@lru_cache(maxsize=256)
def _properties(families: tuple[str, ...], size: float, bold: bool) -> FontProperties:
    """Return a font's properties, to be copied: an artist changes its own in place."""
    return FontProperties(family=list(families), size=size, weight="bold" if bold else "normal")


def measured(words: str, size: float = LABEL, bold: bool = False) -> float:
    """Return the width of one line in millimetres."""
    return _ems(words, _families(), bold) * size * EM


def widest_word(labels: Iterable[str], size: float = LABEL) -> float:
    """Return the width in millimetres of the longest piece that no line break can divide."""
    pieces = (piece for label in labels for piece in _PIECES.findall(label))
    return max((measured(piece, size) for piece in pieces), default=0.0)


def wrapped(label: str, width: float, size: float = LABEL, lines: int = 2) -> str:
    """Break a label into lines of even length that fit ``width`` millimetres at ``size`` points.

    What does not fit into so many lines is cut with "…": ask ``fitted`` first.
    """
    room = width / (size * EM)
    broken = _lines(label, room, _families())
    if len(broken) <= lines:
        return "\n".join(broken)
    words = broken[lines - 1].split(" ")
    while len(words) > 1 and _ems(" ".join(words) + "…", _families(), False) > room:
        words.pop()
    return "\n".join([*broken[: lines - 1], " ".join(words).rstrip(",;:-–") + "…"])


def fitted(label: str, width: float, height: float, size: float = LABEL) -> tuple[str, float]:
    """Return the label in lines that fit width and height, and the size to set it in.

    A label too long for ``size`` is set in the small size; if that is not
    enough either, lines may use up the air between two rows before words go.
    """
    for points in dict.fromkeys((size, SMALL)):
        lines = int(height / (points * EM * LINE))
        if 0 < len(_lines(label, width / (points * EM), _families())) <= lines:
            return wrapped(label, width, points, lines), points
    least = 1 + int((height / (SMALL * EM) - 0.95) / LINE)  # the last line needs no air below
    return wrapped(label, width, SMALL, max(1, least)), SMALL


def fitted_alike(
    labels: Iterable[str], width: float, height: float, size: float = LABEL
) -> tuple[list[str], float]:
    """Return labels that stand in one column, each ``fitted``, all in the size of the longest."""
    listed = list(labels)
    least = min((fitted(label, width, height, size)[1] for label in listed), default=size)
    return [fitted(label, width, height, least)[0] for label in listed], least


def column(labels: Iterable[str], most: float, lines: int = 2, size: float = LABEL) -> float:
    """Return the width of the narrowest column that holds every label in so many lines.

    ``most`` millimetres where a label needs more than that.
    """
    room = most / (size * EM)
    needed = (_narrowest(label, room, lines, _families()) for label in labels)
    return max(needed, default=0.0) * size * EM + 0.1  # rounding must not add a line


@lru_cache(maxsize=4096)
def _narrowest(label: str, most: float, lines: int, families: tuple[str, ...]) -> float:
    """Return the least width, in ems and up to ``most``, in which a label has so many lines."""
    if len(_greedy(label, most, families)) > lines:
        return most
    low, high = 0.0, most
    while high - low > 0.2:
        middle = (low + high) / 2
        broken = _greedy(label, middle, families)
        fits = len(broken) <= lines and _longest(broken, families) <= middle
        low, high = (low, middle) if fits else (middle, high)
    return high


@lru_cache(maxsize=4096)
def _lines(label: str, room: float, families: tuple[str, ...]) -> tuple[str, ...]:
    """Break a label into as few lines as ``room`` ems allow, as even as these can be."""
    broken = _greedy(label, room, families)
    while len(broken) > 1:
        narrower = _longest(broken, families) - 0.01
        tried = _greedy(label, narrower, families)
        if len(tried) > len(broken) or _longest(tried, families) > narrower:
            break
        broken = tried
    return broken


def _greedy(label: str, room: float, families: tuple[str, ...]) -> tuple[str, ...]:
    lines: list[str] = []
    for match in _PIECES.finditer(label):
        piece = match.group()
        spaced = " " if match.start() and label[match.start() - 1] in " \n" else ""
        if lines and _ems(lines[-1] + spaced + piece, families, False) <= room:
            lines[-1] += spaced + piece
        else:
            lines.append(piece)
    return tuple(lines)


def _longest(lines: Iterable[str], families: tuple[str, ...]) -> float:
    return max((_ems(line, families, False) for line in lines), default=0.0)


def _families() -> tuple[str, ...]:
    return tuple(mpl.rcParams["font.family"])


@lru_cache(maxsize=4096)
def _ems(words: str, families: tuple[str, ...], bold: bool) -> float:
    if not _JOINED.search(words):
        return sum(_advance(sign, families, bold) for sign in words)
    spaces = words.count(" ") * _advance(" ", families, bold)
    return spaces + sum(_shaped(word, families, bold) for word in words.split(" "))


@lru_cache(maxsize=4096)
def _shaped(word: str, families: tuple[str, ...], bold: bool) -> float:
    """Return the width of a word in ems. Arabic letters are narrower joined than alone."""
    weight = "bold" if bold else "normal"
    paths = [findfont(FontProperties(family=family, weight=weight)) for family in families]
    font = get_font(paths)
    font.set_size(100, 72)
    font.set_text(word, 0.0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64 / 100


@cache
def _advance(sign: str, families: tuple[str, ...], bold: bool) -> float:
    """Return how far a sign moves the pen, in ems, in the first font that has it."""
    if unicodedata.category(sign) in ("Mn", "Cf"):
        return 0.0
    for family in families:
        weight = "bold" if bold else "normal"
        font = get_font(findfont(FontProperties(family=family, weight=weight)))
        if font.get_char_index(ord(sign)):
            font.set_size(100, 72)
            glyph = font.load_char(ord(sign), flags=LoadFlags.NO_HINTING)
            return glyph.linearHoriAdvance / 65536 / 100
    return 1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.6
