"""What a reader of a PDF would miss, in its objects before it is written or in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pydyf  # type: ignore[import-untyped]

from briefpress.errors import BriefError

if TYPE_CHECKING:
    import pikepdf


class Found(NamedTuple):
    """What a PDF has of what a reader needs; ``silent`` are pictures without alternative text."""

    families: frozenset[str]
    """Of its fonts, without the prefixes of subsets."""
    title: str
    language: str
    tagged: bool
    silent: int


def in_objects(pdf: pydyf.PDF) -> Found:
    """Look at the objects of a PDF that is about to be written."""
    things = [thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary)]
    fonts = (thing for thing in things if thing.get("Type") == "/FontDescriptor")
    figures = (thing for thing in things if thing.get("S") == "/Figure")
    return Found(
        frozenset(_family(font["FontName"].decode()) for font in fonts),
        _said(pdf.info, "Title"),
        _said(pdf.catalog, "Lang"),
        "StructTreeRoot" in pdf.catalog,
        sum(1 for figure in figures if not _said(figure, "Alt")),
    )


def _said(thing: pydyf.Dictionary, key: str) -> str:
    said: str = thing[key].string.strip() if key in thing else ""
    return said


def in_file(pdf: pikepdf.Pdf) -> Found:
    """Look at the objects of a finished PDF."""
    import pikepdf

    things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
    fonts: list[Any] = [one for one in things if one.get("/Type") == "/FontDescriptor"]
    figures = (thing for thing in things if thing.get("/S") == "/Figure")
    return Found(
        frozenset(_family(str(font.FontName)) for font in fonts),
        str(pdf.docinfo.get("/Title", "")).strip(),
        str(pdf.Root.get("/Lang", "")).strip(),
        "/StructTreeRoot" in pdf.Root,
        sum(1 for figure in figures if not str(figure.get("/Alt", "")).strip()),
    )


def _family(name: str) -> str:
    return name.partition("+")[2].replace("-", " ")


def require(found: Found, families: frozenset[str]) -> None:
    """Raise BriefError when a reader would miss something.

    That is: no title, no language, a picture without alt text, or a font that
    is not bundled (a character without a glyph falls back in silence).
    """
    strange = sorted(name for name in found.families if joined(name) not in families)
    if strange:
        raise BriefError(
            f"would embed {', '.join(strange)}, which is not in templates/fonts: a character"
            " on the page has no glyph in the bundled fonts"
        )
    if not found.title:
        raise BriefError("the page has no <title>", where="templates")
    if not found.language:
        raise BriefError("<html> has no lang", where="templates")
    if not found.tagged:
        raise BriefError("is not tagged")
    if found.silent:
        raise BriefError(f"{found.silent} picture(s) have no alt text")


def joined(name: str) -> str:
    """Return a font's name as all agree on it: Pango writes "Semi-Bold", the font "SemiBold"."""
    return name.replace(" ", "").replace("-", "").lower()
