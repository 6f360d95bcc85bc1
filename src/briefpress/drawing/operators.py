"""A figure as the operators of a PDF page, to be placed in one without being parsed again.

Text is drawn as the outlines of its glyphs, shaped as in matplotlib's SVG: what
it says stands in the picture's text alternative. Colours are DeviceRGB.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from math import cos, radians, sin
from typing import Any

import numpy as np
from matplotlib import _path
from matplotlib.axes import Axes
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D

from briefpress.flate import compressed

_DIGITS = 2
"""After the point: a hundredth of a point is finer than print."""

_SIGNS = [b"m", b"l", b"", b"c", b"h"]
"""Of moving, a line, a curve of three points (written as one of four), one of four, closing."""

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}


class Unplaceable(Exception):  # noqa: N818  # not a mistake: such a figure becomes SVG
    """A figure has something in it that is not written here: an image, a hatch, a formula."""


@dataclass(frozen=True)
class Operators:
    """A picture of ``width`` by ``height`` points, its origin at the lower left.

    ``opacities`` are the graphics states that the content names: /A50 is half opaque.
    """

    width: float
    height: float
    content: bytes
    opacities: tuple[int, ...]

    @cached_property
    def packed(self) -> bytes:
        """Return the content as it stands in a PDF, and as it is kept: packed once for both."""
        return compressed(self.content)


def operators(figure: Figure) -> Operators:
    """Return a figure as operators, the same bytes each time. Raises Unplaceable."""
    if figure.dpi != 72:
        figure.set_dpi(72)
    width, height = figure.get_size_inches() * 72
    writer = Writer(width, height)
    figure.draw(writer)
    opacities = tuple(sorted(writer.opacities))
    return Operators(width, height, b"\n".join(writer.out), opacities)


class Writer(RendererBase):
    """Writes what matplotlib draws; a colour or a line width that stays is not said again.

    Labels and boxes, of which charts have most, know a shorter way to it (``label``,
    ``box``) than through matplotlib's layout of text and its transforms.
    """

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.size = width, height
        self.out: list[bytes] = []
        self.opacities: set[int] = set()
        self.state: dict[str, bytes] = {}
        self.text: Any = TextToPath()
        self.scales: dict[Axes, tuple[float, float, float, float]] = {}

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return width and height in points."""
        return self.size

    def flipy(self) -> bool:
        """Return that y goes upwards."""
        return False

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Any:
        """Return a line's width, height and descent in points. Raises Unplaceable for a formula."""
        if ismath:
            raise Unplaceable("formulas")
        scale = prop.get_size_in_points() / self.text.FONT_SCALE
        width, height, descent = _extent(s, self.text._get_font(prop))
        return width * scale, height * scale, descent * scale

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Any,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Write a path, filled and lined. Raises Unplaceable for a hatch."""
        if gc.get_hatch():
            raise Unplaceable("hatches")
        filled = rgbFace is not None and (*rgbFace, 1)[3] > 0
        lined = gc.get_linewidth() > 0 and gc.get_rgb()[3] > 0
        if not (filled or lined) or not np.size(path.vertices):
            return
        clipped = self._clip(gc)
        alpha = gc.get_alpha() if gc.get_forced_alpha() else None
        if filled:
            self._say("fill", _colour(rgbFace) + b" rg")
            self._opacity(alpha if alpha is not None else (*rgbFace, 1)[3])
        if lined:
            self._line(gc)
            if not filled:
                self._opacity(alpha if alpha is not None else gc.get_rgb()[3])
        self.out.append(_written(path, transform))
        self.out.append(b"B" if filled and lined else b"f" if filled else b"S")
        if clipped:
            self.out.append(b"Q")
            self.state.clear()

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Write a line of words at any angle. Raises Unplaceable for a formula."""
        if ismath:
            raise Unplaceable("formulas")
        self._say("fill", _colour(gc.get_rgb()) + b" rg")
        self._opacity(gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3])
        scale = prop.get_size_in_points() / self.text.FONT_SCALE
        turned, up = scale * cos(radians(angle)), scale * sin(radians(angle))
        self.out.append(b"q %.5g %.5g %.5g %.5g %.2f %.2f cm" % (turned, up, -up, turned, x, y))
        features = tuple(mtext.get_fontfeatures() or ()) if mtext else ()
        language = mtext.get_language() if mtext else None
        self.out.append(_letters(s, self.text._get_font(prop), features, language))
        self.out.append(b"Q")

    def straight(self, axes: Any) -> bool:
        """Say whether ``label`` and ``box`` can place things on these axes: not where they bend."""
        return bool(axes.transData.is_affine)

    def label(
        self, axes: Any, x: float, y: float, words: str, prop: FontProperties,
        colour: Any, before: float,
    ) -> None:  # fmt: skip
        """Write one straight line on its baseline, ``before`` (0 to 1) of its width before x."""
        scale = prop.get_size_in_points() / self.text.FONT_SCALE
        family, weight = tuple(prop.get_family()), prop.get_weight()
        wide, high, left, foot = self._scale(axes)
        self._fill(to_rgba(colour))
        back = _width(words, family, weight) * scale * before if before else 0.0
        at = (wide * x + left - back, high * y + foot)
        self.out.append(b"q %.5g 0 -0 %.5g %.2f %.2f cm" % (scale, scale, *at))
        self.out.append(_straight(words, family, weight))
        self.out.append(b"Q")

    def box(
        self, axes: Any, left: float, top: float, long: float, thick: float, colour: Any
    ) -> None:
        """Fill a rectangle that has no outline."""
        wide, high, x, y = self._scale(axes)
        self._fill(colour)
        matrix = [[wide * long, 0, wide * left + x], [0, high * thick, high * top + y], [0, 0, 1]]
        self.out.append(_written(_UNIT, matrix))
        self.out.append(b"f")

    def rule(self, axes: Any, x: Any, y: Any, colour: Any, width: float) -> None:
        """Draw a straight line of two points, which is not broken."""
        wide, high, left, foot = self._scale(axes)
        rgba = to_rgba(colour)
        self._stroke(rgba, width, _CAPS["projecting"], _JOINS["round"])
        self._opacity(rgba[3])
        ends = Path(np.column_stack([x, y]))
        self.out.append(_written(ends, [[wide, 0, left], [0, high, foot], [0, 0, 1]]))
        self.out.append(b"S")

    def _scale(self, axes: Axes) -> tuple[float, float, float, float]:
        """Return how far apart two units of a sheet are, across and upwards, and where 0 is."""
        if axes not in self.scales:
            (wide, _, left), (_, high, foot), _ = axes.transData.get_affine().get_matrix().tolist()
            self.scales[axes] = wide, high, left, foot
        return self.scales[axes]

    def _fill(self, rgba: Any) -> None:
        self._say("fill", _colour(rgba) + b" rg")
        self._opacity(rgba[3])

    def draw_image(self, *_: Any, **__: Any) -> None:
        """Raise Unplaceable."""
        raise Unplaceable("images")

    def draw_gouraud_triangles(self, *_: Any, **__: Any) -> None:
        """Raise Unplaceable."""
        raise Unplaceable("shades")

    def _say(self, what: str, said: bytes) -> None:
        if self.state.get(what) != said:
            self.state[what] = said
            self.out.append(said)

    def _opacity(self, alpha: float) -> None:
        percent = round(alpha * 100)
        if percent < 100 or "opacity" in self.state:
            self.opacities.add(percent)
            self._say("opacity", b"/A%d gs" % percent)

    def _line(self, gc: GraphicsContextBase) -> None:
        cap, join = _CAPS[gc.get_capstyle()], _JOINS[gc.get_joinstyle()]
        dashes: Any = gc.get_dashes()
        self._stroke(gc.get_rgb(), gc.get_linewidth(), cap, join, dashes[1] or (), dashes[0] or 0)

    def _stroke(
        self, rgb: Any, width: float, cap: int, join: int, dashes: Any = (), begins: float = 0
    ) -> None:
        self._say("stroke", _colour(rgb) + b" RG")
        self._say("width", b"%.2f w" % width)
        self._say("cap", b"%d J" % cap)
        self._say("join", b"%d j" % join)
        listed = b" ".join(b"%.2f" % one for one in dashes)
        self._say("dashes", b"[%b] %.2f d" % (listed, begins))

    def _clip(self, gc: GraphicsContextBase) -> bool:
        """Begin to clip, and say whether there is anything to clip to but the sheet."""
        box = gc.get_clip_rectangle()
        path, transform = gc.get_clip_path()
        width, height = self.size
        whole = box is None or (
            box.x0 <= 0.01 and box.y0 <= 0.01 and box.x1 >= width - 0.01 and box.y1 >= height - 0.01
        )
        if whole and path is None:
            return False
        self.out.append(b"q")
        self.state.clear()
        if not whole and box is not None:
            self.out.append(b"%.2f %.2f %.2f %.2f re W n" % box.bounds)
        if path is not None:
            self.out += [_written(path, transform), b"W n"]
        return True


_UNIT = Path.unit_rectangle()


def _colour(rgb: Any) -> bytes:
    return b" ".join(b"%.4g" % part for part in rgb[:3])


def _written(path: Any, transform: Any, digits: int = _DIGITS) -> bytes:
    written: bytes = _path.convert_to_string(  # type: ignore[attr-defined]
        path, transform, None, False, None, digits, _SIGNS, True
    )
    return written


@lru_cache(maxsize=4096)
def _extent(words: str, font: Any) -> tuple[float, float, float]:
    """Return width, height and descent, as ``TextToPath`` measures them: a hundred units an em."""
    font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    width, height = font.get_width_height()
    return width / 64, height / 64, font.get_descent() / 64


@lru_cache(maxsize=4096)
def _straight(words: str, family: tuple[str, ...], weight: Any) -> bytes:
    """Return the outlines of a line; see ``forget``."""
    return _letters(words, _font(family, weight), (), None)


@lru_cache(maxsize=4096)
def _width(words: str, family: tuple[str, ...], weight: Any) -> float:
    """Return the width of a line, a hundred units an em."""
    return _extent(words, _font(family, weight))[0]


def _font(family: tuple[str, ...], weight: Any) -> Any:
    text: Any = TextToPath()
    return text._get_font(FontProperties(family=list(family), weight=weight))


def forget() -> None:
    """Forget what lines look like: other fonts have these names now."""
    _straight.cache_clear()
    _width.cache_clear()


@lru_cache(maxsize=4096)
def _letters(words: str, font: Any, features: Any, language: Any) -> bytes:
    """Return a line's outlines; the same labels stand in many charts."""
    out: list[bytes] = []
    before = 0.0
    # not _text_helpers.layout(), which also loads each glyph, as often as it stands there
    for item in font._layout(
        words, LoadFlags.NO_HINTING, features=features or None, language=language
    ):
        outline = _outline(item.ft_object, item.glyph_index)
        if outline:
            out.append(b"1 0 0 1 %.1f %.1f cm" % (item.x - before, item.y))
            out.append(outline)
            if item.y:
                out.append(b"1 0 0 1 0 %.1f cm" % -item.y)
            before = item.x
    return b"\n".join(out)


@cache
def _outline(font: Any, glyph: int) -> bytes:
    """Return the outline of a glyph, at a hundred units an em; nothing for a space."""
    font.load_glyph(glyph, flags=LoadFlags.NO_HINTING)  # as it was laid out
    vertices, codes = font.get_path()
    if not len(vertices):
        return b""
    return _written(Path(np.asarray(vertices), codes), Affine2D(), 1) + b"\nf"
