"""Make the pictures of pages in README and manual, from the starter's edition.

    python docs/pictures/pages_seen.py docs/pictures

The briefs are built into build/, as `make build` does: what is there already is not made again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image
from seen import seen

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/drawing"))
from test_colours import VISIONS  # noqa: E402

PAGES = {
    "country": ("country/PAK/en", 1),
    "theme": ("theme/prevention/en", 1),
    "annual": ("annual/2020-2024/en", 3),
    "arabic": ("country/PAK/ar", 1),
}
"""Each picture's brief and page, from 1."""


def pictures(folder: Path) -> list[Path]:
    """Write the pictures into a folder: pages, and two of them as people see colours."""
    briefs = sorted({brief for brief, _ in PAGES.values()})
    command = [sys.executable, "-m", "briefpress", "build", str(ROOT), *briefs]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    written = []
    for name, (brief, number) in PAGES.items():
        page(brief, number, 100 / 72).quantize(64).save(folder / f"{name}.png", optimize=True)
        written.append(folder / f"{name}.png")
    rows = [
        np.hstack(
            [seen(np.asarray(page("annual/2020-2024/en", number, 0.62)), one) for one in VISIONS]
        )
        for number in (3, 4)
    ]
    Image.fromarray(np.vstack(rows)).quantize(96).save(folder / "seen.png", optimize=True)
    return [*written, folder / "seen.png"]


def page(brief: str, number: int, scale: float) -> Image.Image:
    """Return a page of a brief in build/."""
    kind, key, language = brief.split("/")
    (pdf,) = (ROOT / "build" / kind).glob(f"{key}*.{language}.pdf")
    with pypdfium2.PdfDocument(pdf) as opened:
        return opened[number - 1].render(scale=scale).to_pil().convert("RGB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    for path in pictures(parser.parse_args().folder):
        print(path)
