"""Show every chart as people with each kind of colour vision see it: one picture of five.

    python docs/pictures/charts_seen.py --out docs/pictures/charts_seen.png

From left: as printed, protanopia, deuteranopia, tritanopia, in greys; see seen.py.
The activities are the made-up ones of the tests.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from seen import seen

from briefpress.drawing.figure import style

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests/drawing"), str(ROOT / "tests/charts")]
from conftest import FONTS, Drawn, edition_of  # noqa: E402
from test_colours import VISIONS  # noqa: E402

COLUMN = 420
"""Width of one picture, in pixels: a chart as wide as a page is shown at half its size."""


def picture(name: str) -> np.ndarray:
    """Return a chart on white (height, COLUMN, RGB as bytes)."""
    whole = edition_of()
    chart = Drawn(name, whole.narrow("country", "KEN") if name == "locator_map" else whole)
    assert chart.axes, f"the made-up activities have nothing for {name}"
    figure = chart.axes.figure
    figure.patch.set(alpha=1, facecolor="white")
    sharp = 3  # letters are measured in whole pixels, so the drawing is larger than the picture
    figure.set_dpi(sharp * COLUMN / (178 if chart.size[0] > 90 else 90) * 25.4)
    canvas = FigureCanvasAgg(figure)
    with style(FONTS):
        canvas.draw()
    drawn = np.asarray(
        Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").reduce(sharp)
    )
    page = np.full((drawn.shape[0] + 14, COLUMN, 3), 255, np.uint8)
    page[: drawn.shape[0], : min(COLUMN, drawn.shape[1])] = drawn[:, :COLUMN]
    return page


def all_seen(target: Path) -> None:
    """Write the picture of every chart, a row for each."""
    rows = []
    for path in sorted((ROOT / "charts").glob("*.py")):
        one = picture(path.stem)
        rows.append(np.hstack([seen(one, vision) for vision in VISIONS]))
    Image.fromarray(np.vstack(rows)).quantize(128).save(target, "PNG", optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default="charts_seen.png", type=Path)
    all_seen(parser.parse_args().out)


if __name__ == "__main__":
    main()
