"""Show pages as people with each kind of colour vision see them: one picture of five.

    python docs/pictures/seen.py brief.pdf 1 2 --out docs/pictures/seen.png

Matrices of Machado, Oliveira and Fernandes (2009) for severity 1.0, in linear RGB.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[2] / "tests/drawing"))
from test_colours import VISIONS


def seen(picture: np.ndarray, vision: str) -> np.ndarray:
    """Return a picture (height, width, RGB as bytes) as somebody with this vision sees it."""
    channels = picture / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    mixed = np.clip(linear @ VISIONS[vision].T, 0, 1)
    back = np.where(mixed <= 0.0031308, mixed * 12.92, 1.055 * mixed ** (1 / 2.4) - 0.055)
    return (back * 255).round().astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf")
    parser.add_argument("pages", nargs="+", type=int, help="from 1")
    parser.add_argument("--out", default="seen.png")
    parser.add_argument("--scale", type=float, default=0.62)
    given = parser.parse_args()
    rows = []
    with pypdfium2.PdfDocument(given.pdf) as pdf:
        for number in given.pages:
            page = pdf[number - 1].render(scale=given.scale).to_pil().convert("RGB")
            rows.append(np.hstack([seen(np.asarray(page), vision) for vision in VISIONS]))
    Image.fromarray(np.vstack(rows)).quantize(96).save(given.out, optimize=True)


if __name__ == "__main__":
    main()
