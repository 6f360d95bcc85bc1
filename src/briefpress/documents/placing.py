"""Charts into a PDF without being drawn again: WeasyPrint lays out a stand-in of the same size.

The stand-in is a picture like any other, so the page has its figure, its text
alternative and its place; when the file is written, the stand-in's object
becomes the chart as a form (ISO 32000-2, 8.10).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pydyf  # type: ignore[import-untyped]
from PIL import Image

from briefpress.drawing.operators import Operators

Picture = Operators | bytes
"""A chart's picture: operators to be placed, or SVG, which WeasyPrint draws."""


def shown(name: str, picture: Picture) -> bytes:
    """Return what WeasyPrint gets of a picture: its SVG, or the stand-in (JPEG) with its name."""
    if isinstance(picture, bytes):
        return picture
    return _stand_in(name, max(1, round(picture.width)), max(1, round(picture.height)))


@lru_cache(maxsize=100)
def _stand_in(name: str, width: int, height: int) -> bytes:
    """Return a white picture: of one name and size in most briefs of a kind."""
    out = io.BytesIO()
    Image.new("L", (width, height), 255).save(out, "JPEG", comment=_mark(name))
    return out.getvalue()


def finisher(pictures: Mapping[str, Picture]) -> Callable[[Any, pydyf.PDF], None]:
    """Return what puts each chart in the place of its stand-in, before the file is written."""
    marked = {
        _mark(name): picture for name, picture in pictures.items() if isinstance(picture, Operators)
    }

    def finish(_: Any, pdf: pydyf.PDF) -> None:
        states: dict[int, bytes] = {}
        for thing in list(pdf.objects):
            if isinstance(thing, pydyf.Stream) and thing.extra.get("Subtype") == "/Image":
                head = thing.stream[0].data[:_HEAD]
                for mark, picture in marked.items():
                    if mark in head:
                        _place(thing, picture, states, pdf)

    return finish


_HEAD = 512
"""Bytes in which a JPEG has its comment."""


def _mark(name: str) -> bytes:
    return f"<briefpress chart {name}>".encode()


def _place(
    thing: pydyf.Stream, picture: Operators, states: dict[int, bytes], pdf: pydyf.PDF
) -> None:
    """Make the object of a stand-in the chart: in the unit square, as pictures are."""
    for percent in picture.opacities:
        if percent not in states:
            state = pydyf.Dictionary({"ca": percent / 100, "CA": percent / 100})
            pdf.add_object(state)
            states[percent] = state.reference
    graphics = pydyf.Dictionary({f"A{percent}": states[percent] for percent in picture.opacities})
    thing.stream, thing.compress = [picture.packed], False
    thing.extra = pydyf.Dictionary(
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, picture.width, picture.height]),
            "Matrix": pydyf.Array([1 / picture.width, 0, 0, 1 / picture.height, 0, 0]),
            "Resources": pydyf.Dictionary({"ExtGState": graphics}),
            "Filter": "/FlateDecode",
        }
    )
