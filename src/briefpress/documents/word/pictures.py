"""Pictures as PNG: charts look as in the PDF, because they are made from the same operators."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache

import pydyf  # type: ignore[import-untyped]
import pypdfium2
from PIL.Image import Quantize

from briefpress.documents.word.blocks import Image
from briefpress.documents.word.look import Look, find
from briefpress.drawing.operators import Operators
from briefpress.errors import BriefError

DPI = 200
"""Of the pictures: what a laser printer shows of a chart's lines and letters."""

_COLOURS = 128
"""Of a chart, its soft edges included."""


def png(
    image: Image, charts: Mapping[str, Operators | bytes], look: Look, *, clear: bool
) -> tuple[bytes, float, float]:
    """Return a picture as a bitmap and its size in millimetres; ``clear`` has no ground.

    Raises BriefError for a picture that is not there, as the PDF's printer does.
    """
    scheme, _, name = image.source.partition(":")
    if image.content:
        return _of_svg(image.content, image.width, image.height, clear)
    if scheme == "chart" and name in charts:
        picture = charts[name]
        if isinstance(picture, Operators):
            content = _rendered(_page(picture), clear)
            millimetres = 25.4 / 72
            width, height = picture.width * millimetres, picture.height * millimetres
            return content, image.width or width, image.height or height
        return _of_svg(picture, image.width, image.height, clear)
    path = find(look.folders, look.logo) if image.source == "brand:logo" else None
    if scheme == "asset":
        path = find(look.folders, f"templates/{name.lstrip('/')}")
    if path is None:
        raise BriefError(f"there is no '{image.source}' that a brief may show")
    content = path.read_bytes()
    if path.suffix.lower() == ".svg":
        return _of_svg(content, image.width, image.height, clear)
    return _bitmap(content, image.width, image.height)


def _page(picture: Operators) -> bytes:
    """Return a chart as a PDF of one page, of its own size."""
    pdf = pydyf.PDF()
    states = pydyf.Dictionary()
    for percent in picture.opacities:
        state = pydyf.Dictionary({"ca": percent / 100, "CA": percent / 100})
        pdf.add_object(state)
        states[f"A{percent}"] = state.reference
    content = pydyf.Stream([picture.content])
    pdf.add_object(content)
    pdf.add_page(
        pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, picture.width, picture.height]),
                "Contents": content.reference,
                "Resources": pydyf.Dictionary({"ExtGState": states}),
            }
        )
    )
    out = io.BytesIO()
    pdf.write(out)
    return out.getvalue()


def _rendered(pdf: bytes, clear: bool) -> bytes:
    """Return the first page of a PDF as PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        ground = (255, 255, 255, 0) if clear else (255, 255, 255, 255)
        picture = document[0].render(scale=DPI / 72, fill_color=ground).to_pil()
    out = io.BytesIO()
    few = picture.quantize(_COLOURS, method=Quantize.FASTOCTREE)
    if not clear:  # its white is the mean of the nearly white: a grey that shows on a sheet
        palette = few.getpalette() or []
        at = 3 * int(few.getpixel((0, 0)))  # the corner is ground
        palette[at : at + 3] = [255, 255, 255]
        few.putpalette(palette)
    few.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()


@lru_cache(maxsize=64)
def _of_svg(svg: bytes, width: float, height: float, clear: bool) -> tuple[bytes, float, float]:
    """Return an SVG as PNG; without a size, as large as it says itself."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Only(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, svg, {"Content-Type": "image/svg+xml"})

    sides = ";".join(
        f"{name}:{size}mm" for name, size in (("width", width), ("height", height)) if size
    )
    style = f"@page{{size:400mm;margin:0}}body{{margin:0}}img{{display:block;{sides}}}"
    page = f'<style>{style}</style><img src="svg:" alt="">'
    document = HTML(string=page, url_fetcher=Only(allowed_protocols=["svg"])).render()
    box = next(one for one in document.pages[0]._page_box.descendants() if one.element_tag == "img")
    wide, high = box.width * 25.4 / 96, box.height * 25.4 / 96
    if not (wide and high):
        raise BriefError("a picture (SVG) has no size: give it a viewBox, or a width and a height")
    cut = style.replace("400mm", f"{wide}mm {high}mm")
    content = HTML(
        string=page.replace(style, cut), url_fetcher=Only(allowed_protocols=["svg"])
    ).write_pdf()
    return _rendered(content, clear), wide, high


def _bitmap(content: bytes, width: float, height: float) -> tuple[bytes, float, float]:
    """Return a bitmap as it is, with its size: a side that nobody gave keeps the shape."""
    from PIL import Image as Bitmaps

    with Bitmaps.open(io.BytesIO(content)) as bitmap:
        wide, high = (side * 25.4 / 96 for side in bitmap.size)
        if bitmap.format not in ("PNG", "JPEG", "GIF", "BMP", "TIFF"):
            out = io.BytesIO()
            bitmap.save(out, "PNG")
            content = out.getvalue()
    if width and height:
        return content, width, height
    scale = width / wide if width else height / high if height else 1.0
    return content, wide * scale, high * scale
