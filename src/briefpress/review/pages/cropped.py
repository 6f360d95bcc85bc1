"""A picture of the place of a finding, cut out of the finished page."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from briefpress.model.finding import Judged, Place
from briefpress.press import manifest

MOST = 300
"""Pictures in one report: more nobody looks through, and each is some kilobytes."""

DPI = 110
AROUND = 8.0
"""Millimetres shown on each side of the place."""
WHOLE = 40
"""Dots an inch where a whole page is the place."""


def pictures(found: Sequence[Judged], out: Path) -> list[str]:
    """Return a picture for each finding as a data URI, "" where there is none to show.

    They are cut out of the PDFs in ``out``.
    """
    entries, shown = manifest.read(out)["briefs"], [""] * len(found)
    chosen = sorted(range(len(found))[:MOST], key=lambda at: found[at].brief)
    for brief, places in groupby(chosen, key=lambda at: found[at].brief):
        path = out / entries[brief]["pdf"]
        if not path.is_file():
            continue
        with opened(path) as pdf:
            for at in places:
                shown[at] = cropped(pdf, found[at].finding.page, found[at].finding.place)
    return shown


def cropped(pdf: Any, page: int, place: Place | None) -> str:
    """Return a picture as a data URI; "" where there is no such page.

    ``pdf`` is a pypdfium2 document, opened once for all findings of a brief.
    """
    if not 1 <= page <= len(pdf):
        return ""
    sheet = pdf[page - 1]
    dots = DPI if place else WHOLE
    picture = sheet.render(scale=dots / 72).to_pil()
    if place:
        unit = dots / 25.4
        left, top = max(0.0, place.x - AROUND) * unit, max(0.0, place.y - AROUND) * unit
        right = min(picture.width, (place.x + place.width + AROUND) * unit)
        bottom = min(picture.height, (place.y + place.height + AROUND) * unit)
        if right - left > 1 and bottom - top > 1:
            picture = picture.crop((round(left), round(top), round(right), round(bottom)))
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def opened(path: Path) -> Any:
    """Return the document, to be closed by who asked."""
    import pypdfium2

    return pypdfium2.PdfDocument(path)
