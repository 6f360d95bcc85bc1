"""Make every picture that README and manual show from docs/pictures/, anew: `make pictures`.

    python docs/pictures/make.py [FOLDER]

Without FOLDER they are written where they are kept. Each is made of this repository: of the
starter's edition, or of its charts with the tests' made-up activities. The same repository
and fonts give the same pictures, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import charts_seen  # noqa: E402
import pages_seen  # noqa: E402

MADE = {*(f"{name}.png" for name in pages_seen.PAGES), "seen.png", "charts_seen.png"}
"""The pictures that are made here, by their names: all that there are in this folder."""


def pictures(folder: Path) -> list[Path]:
    """Write the pictures into a folder; return them."""
    charts_seen.all_seen(folder / "charts_seen.png")
    return [*pages_seen.pictures(folder), folder / "charts_seen.png"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    for path in pictures(parser.parse_args().folder):
        print(path)
