"""Figures in and bytes out: the one entrance to matplotlib and the one exit from it."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Transform

from briefpress.drawing import house
from briefpress.drawing.operators import Operators, Unplaceable, forget, operators

MM = 1 / 25.4

_STYLE: dict[str, Any] = {
    "font.size": house.LABEL,
    "text.color": house.INK,
    "text.parse_math": False,
    "text.hinting": "no_hinting",  # widths as they print, whatever they are measured with
    "svg.fonttype": "path",  # shapes Arabic; text as text does not
    "svg.hashsalt": "briefpress",  # the same ids each time
    "path.simplify": False,
}


def sheet(width: float, height: float, *, again: bool = False) -> Axes:
    """Return axes that are a sheet of paper: millimetres, origin at the top left, no frame.

    Drawing in millimetres keeps bars, labels and gaps the same size in every
    chart, and costs none of the time that ticks and layout engines take.
    ``again`` is for charts that leave nothing on a sheet but artists, and change
    no more of it than its limits: they have one between them, which is wiped
    first. To make one takes longer than most charts do.
    """
    axes = _kept() if again else _new()
    figure = axes.figure
    assert isinstance(figure, Figure)
    for artist in tuple(axes._children):  # type: ignore[attr-defined]  # matplotlib's name
        artist.remove()
    figure.set_size_inches(width * MM, height * MM)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    return axes


def _new() -> Axes:
    figure = Figure()
    figure.patch.set_alpha(0)
    axes = figure.add_axes((0, 0, 1, 1), axes_class=_Sheet)
    axes.set_axis_off()
    return axes


@cache
def _kept() -> Axes:
    return _new()


class _NoTicksYet:
    """The ticks of an axis, of which matplotlib makes one before anybody asks for any."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, axis: Any, owner: type | None = None) -> list[Any]:
        ticks: list[Any] = []
        if axis is not None:
            setattr(axis, self.name, ticks)
        return ticks


class _XAxis(XAxis):
    majorTicks = _NoTicksYet()  # noqa: N815  # matplotlib's names
    minorTicks = _NoTicksYet()  # noqa: N815


class _YAxis(YAxis):
    majorTicks = _NoTicksYet()  # noqa: N815
    minorTicks = _NoTicksYet()  # noqa: N815


class _Paper(Rectangle):
    """The ground of a sheet, to which each artist is clipped: from 0 to 1, so as it is laid."""

    def get_transform(self) -> Transform:
        return self.get_data_transform()


class _Sheet(Axes):
    """Axes without what nobody sees: ticks, and limits that follow what is drawn."""

    def _gen_axes_patch(self) -> Rectangle:
        return _Paper((0, 0), 1, 1)

    def _init_axis(self) -> None:
        self.xaxis, self.yaxis = _XAxis(self, clear=False), _YAxis(self, clear=False)
        for side, spine in self.spines.items():
            spine.register_axis(self.xaxis if side in ("bottom", "top") else self.yaxis)

    def _update_patch_limits(self, patch: Any) -> None:
        pass

    def _update_line_limits(self, line: Any) -> None:
        pass


def style(fonts: Path, language: str = "en") -> Any:
    """Return the context in which charts are drawn: the house fonts, for nobody else."""
    present = _register(fonts)
    families = [name for name in house.families(language) if name in present]
    return mpl.rc_context(cast(Any, _STYLE | {"font.family": families}))


def picture(axes: Axes, title: str) -> Operators | bytes:
    """Return the figure as operators of a PDF, or as SVG where it has more than these can say."""
    assert isinstance(axes.figure, Figure)
    try:
        return operators(axes.figure)
    except Unplaceable:
        return svg(axes, title)


def svg(axes: Axes, title: str) -> bytes:
    """Return the figure as SVG; ``title`` is its text alternative. Same figure, same bytes."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    FigureCanvasSVG(figure)
    out = io.BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
    return out.getvalue()


def png(axes: Axes, dpi: int = 200) -> bytes:
    """Return the figure as PNG on white: to look at, not to print."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    FigureCanvasAgg(figure)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=dpi, facecolor="white", metadata={"Software": None})
    return out.getvalue()


@cache
def _register(fonts: Path) -> frozenset[str]:
    """Make matplotlib know the bundled fonts, and forget the system's of the same names.

    Returns the families that the bundled fonts have.

    It takes the first that it knows of a name, so the bytes of a chart would
    depend on what is installed.
    """
    known = font_manager.fontManager
    before = len(known.ttflist)
    for path in sorted(fonts.glob("*.ttf")):
        known.addfont(path)
    ours = known.ttflist[before:]
    names = {entry.name for entry in ours}
    known.ttflist = [one for one in known.ttflist[:before] if one.name not in names] + ours
    forget()
    return frozenset(names)
