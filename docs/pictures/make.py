"""Make every picture that README and manual show from docs/pictures/, anew: `make pictures`.

    python docs/pictures/make.py [FOLDER]
    python docs/pictures/make.py --check

Without FOLDER they are written where they are kept. Each is made of this repository: of the
starter's edition, or of its charts with the tests' made-up activities. The same repository,
fonts and libraries give the same pictures, byte for byte; ``--check`` says which of those that
are kept is of something else, and lets letters differ by a shade.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import pages_seen  # noqa: E402

MADE = {*(f"{name}.png" for name in pages_seen.PAGES), "seen.png", "charts_seen.png"}
"""The pictures that are made here, by their names: all that there are in this folder."""

ALIKE = 2.0
"""Mean difference of 255 steps: a line of text more or less on a page makes several."""


def pictures(folder: Path) -> list[Path]:
    """Write the pictures into a folder; return them."""
    import charts_seen  # it needs the charts' conftest, which is not every test's

    charts_seen.all_seen(folder / "charts_seen.png")
    written = [*pages_seen.pictures(folder), folder / "charts_seen.png"]
    assert {path.name for path in written} == MADE
    return written


def difference(one: Path, other: Path) -> float:
    """Return how much two pictures differ, on the mean, of 255; of different sizes, all."""
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return 255.0
        apart = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
    return sum(ImageStat.Stat(apart).mean) / 3


def check() -> list[str]:
    """Return the names of pictures that are kept and would be made otherwise now."""
    with tempfile.TemporaryDirectory() as folder:
        made = pictures(Path(folder))
        return [path.name for path in made if difference(path, HERE / path.name) >= ALIKE]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    parser.add_argument("--check", action="store_true", help="compare with those that are kept")
    given = parser.parse_args()
    if given.check:
        if old := check():
            sys.exit(f"{', '.join(old)}: no more what is shown. `make pictures`, and look at them")
    else:
        for path in pictures(given.folder):
            print(path)
