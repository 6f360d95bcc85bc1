"""The fact sheet's four charts with pyplot, a new figure for each: as most scripts have them."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

mpl.use("Agg")

from matplotlib import font_manager
from matplotlib import pyplot as plt

from briefpress.drawing import geography
from briefpress.model import places

FONTS = Path(__file__).parents[1] / "templates/fonts"
ACCENT, PALE, INK, MUTED, LAND = "#0072B2", "#7fb8d8", "#14212b", "#55636e", "#dde3e8"
MM = 1 / 25.4


def start() -> None:
    """Make matplotlib know the sheet's font, and read the boundaries."""
    for path in FONTS.glob("*.ttf"):
        font_manager.fontManager.addfont(path)
    plt.rcParams |= {"font.family": "Noto Sans", "font.size": 7.5, "text.color": INK}
    _shapes()


def draw(name: str, sheet: dict[str, Any], kind: str) -> bytes:
    """Return one chart of a sheet as ``svg`` or ``png``, the latter at 200 dpi."""
    chart = sheet["charts"][name]
    figure, axes = plt.subplots(figsize=(chart["width"] * MM, chart["height"] * MM))
    {"place": _place, "themes": _themes, "years": _years, "results": _results}[name](axes, chart)
    if name == "place":
        figure.subplots_adjust(0, 0, 1, 1)
    else:
        figure.tight_layout(pad=0.2)
    out = io.BytesIO()
    plt.savefig(out, format=kind, dpi=200, transparent=True)
    plt.close(figure)
    return out.getvalue()


def _frame(axes: Any, *shown: str) -> None:
    for side, spine in axes.spines.items():
        spine.set_visible(side in shown)
        spine.set_color(MUTED)
    axes.tick_params(length=0)


def _themes(axes: Any, chart: dict[str, Any]) -> None:
    names, counts = zip(*chart["rows"], strict=True)
    bars = axes.barh(names, counts, color=[ACCENT, *[PALE] * (len(names) - 1)], height=0.5)
    axes.bar_label(bars, padding=3, fontweight="bold", fontsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, counts[0] * 1.12)
    axes.set_xticks([])
    _frame(axes, "left")


def _years(axes: Any, chart: dict[str, Any]) -> None:
    years, counts = zip(*chart["rows"], strict=True)
    most = max(counts)
    colours = [ACCENT if count == most else PALE for count in counts]
    bars = axes.bar(years, counts, color=colours, width=0.7)
    axes.bar_label(bars, padding=2, fontweight="bold", fontsize=8)
    axes.set_yticks([])
    axes.margins(y=0.15)
    _frame(axes, "bottom")


def _results(axes: Any, chart: dict[str, Any]) -> None:
    for at, (name, unit, baseline, target, actual) in enumerate(chart["rows"]):
        full = max(baseline, target, actual)
        axes.barh(at, 1, color=LAND, height=0.5)
        axes.barh(at, actual / full, color=ACCENT, height=0.27)
        axes.plot([baseline / full] * 2, [at - 0.14, at + 0.14], color=INK, lw=0.7)
        axes.plot([target / full] * 2, [at - 0.33, at + 0.33], color=INK, lw=1.6)
        axes.text(-0.5, at, name, va="center")
        axes.text(1.04, at - 0.17, f"{actual} {unit}", va="center", fontsize=8, fontweight="bold")
        below = f"target {target} · baseline {baseline} · 2020–2024"
        axes.text(1.04, at + 0.22, below, va="center", fontsize=6.5, color=MUTED)
    axes.set_xlim(-0.5, 1.5)
    axes.invert_yaxis()
    axes.set_axis_off()


def _place(axes: Any, chart: dict[str, Any]) -> None:
    """Draw each country as a patch on a disc around this one, as map libraries do."""
    east, north = np.radians(chart["centre"])
    disc = plt.Circle((0, 0), 1, facecolor="#1a80ba", lw=0)
    axes.add_patch(disc)
    for code, rings in _shapes().items():
        for ring in rings:
            points, near = _laid(ring, east, north)
            if near:
                here = code == chart["code"]
                (patch,) = axes.fill(
                    *points.T, fc="white" if here else "#66aad1", ec=ACCENT, lw=0.4
                )
                patch.set_clip_path(disc)
    axes.set(xlim=(-1, 1), ylim=(-1, 1), aspect="equal")
    axes.set_axis_off()


def _laid(ring: Any, east: float, north: float, reach: float = 0.35) -> tuple[Any, bool]:
    """Project degrees onto a disc (Lambert's azimuthal projection), and say if any is on it."""
    longitude, latitude = np.radians(ring).T
    off = longitude - east
    inner = np.sin(north) * np.sin(latitude) + np.cos(north) * np.cos(latitude) * np.cos(off)
    k = np.sqrt(2 / np.maximum(1 + inner, 1e-9)) / reach
    x = k * np.cos(latitude) * np.sin(off)
    y = k * (np.cos(north) * np.sin(latitude) - np.sin(north) * np.cos(latitude) * np.cos(off))
    return np.column_stack([x, y]), bool((np.hypot(x, y) < 1).any())


@cache
def _shapes() -> dict[str, list[Any]]:
    return {code: geography.outline(code) for code in places.countries()}
