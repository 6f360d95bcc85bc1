"""Pages of a PDF as pictures. The only place of the desk that knows PDFium."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pypdfium2

WIDTH = 1240
"""Pixels: A4 at 150 to the inch, sharp in half a wide screen."""

MM = 25.4 / 72
"""Millimetres in a point."""

_one_at_a_time = threading.Lock()  # PDFium is not safe in threads


@dataclass(frozen=True)
class Sheet:
    """A page: its number from one, and its size in millimetres."""

    number: int
    width: float
    height: float


@lru_cache(maxsize=16)
def sheets(path: Path) -> tuple[Sheet, ...]:
    """Return the pages of a PDF; what lies at ``path`` never is another."""
    with _one_at_a_time, pypdfium2.PdfDocument(path) as pdf:
        return tuple(
            Sheet(at, round(width * MM, 2), round(height * MM, 2))
            for at, (width, height) in enumerate(map(pdf.get_page_size, range(len(pdf))), start=1)
        )


@lru_cache(maxsize=48)
def picture(path: Path, number: int) -> bytes:
    """Return a page as PNG. Raises IndexError for a page that there is not."""
    with _one_at_a_time, pypdfium2.PdfDocument(path) as pdf:
        if not 0 < number <= len(pdf):
            raise IndexError(number)
        page = pdf[number - 1]
        drawn = page.render(scale=WIDTH / page.get_width()).to_pil()
        page.close()
    out = io.BytesIO()
    drawn.save(out, "PNG", compress_level=1)  # goes no further than this machine
    return out.getvalue()
