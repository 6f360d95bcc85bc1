"""Lines of text as strings of a PDF, all glyphs of a run at once.

WeasyPrint asks Pango for each glyph, its width and its place one by one, and writes a string that
grows by each. Here the numbers of a run are read as one array, what a glyph of one width is
written as is kept as long as the file is written, and a line that is kept (``lines``) keeps its
strings. They hold in a file in which its glyphs are as wide as when it was written: a font has
one width for a glyph in a file, that of the size in which it was met first.

This stands in the place of a private function of WeasyPrint; with another release than those
that it was tested with it does nothing. What it does not know (signs that no font has, pictures
as glyphs, raised glyphs, shortened lines) goes WeasyPrint's own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any, NamedTuple

import weasyprint
from weasyprint.draw import text as drawn
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

TESTED = ("70.0",)

_EMPTY: int = pango.PANGO_GLYPH_EMPTY
_NUMBERS = 5
"""Of a glyph in Pango's memory: which it is, its width, two offsets, flags; four bytes each."""

_LEAST = 1e-6
"""Below, no text is drawn: WeasyPrint writes numbers with six digits."""

_KNOWN = (
    pango.pango_version() >= 14802  # before, the size of a font is not to be had from it
    and ffi.sizeof("PangoGlyphInfo") == 4 * _NUMBERS
)


@contextmanager
def direct() -> Iterator[None]:
    """Write strings without detours, as long as this is open: for one file."""
    original = drawn.draw_first_line
    if weasyprint.VERSION in TESTED and _KNOWN:
        drawn.draw_first_line = _Strings(original).draw
    try:
        yield
    finally:
        drawn.draw_first_line = original


_Run = tuple[Any, list[int], list[int], list[int]]
"""Pango's item, and its glyphs, their widths and their offsets to the side."""


class _Segment(NamedTuple):
    """What of a line is in one font: its string, and its glyphs, each once in their order.

    Of each glyph there is how wide it is, and which letters it stands for.
    """

    font: Any
    string: str
    glyphs: tuple[int, ...]
    widths: tuple[int, ...]
    letters: tuple[str, ...]


class _Sized(dict[tuple[int, int, int], str]):
    """What glyphs of a font in one size are written as, by glyph, width and offset to the side."""

    def __init__(self, stream: Any, pango_font: Any, line: Any) -> None:
        super().__init__()
        self.font, self.size = stream.add_font(pango_font)
        self.plain = not (self.font.bitmap or self.font.svg or self.font.png or self.font.colr)
        self.stream, self.pango_font = stream, pango_font
        self.line = line  # keeps the font where it is, by which it is found
        self.own: dict[int, int] = {}

    def __missing__(self, key: tuple[int, int, int]) -> str:
        glyph, width, aside = key
        if glyph == _EMPTY:
            self[key] = f">{-width / self.size}<"
            return self[key]
        offset = aside / self.size
        kerning = self._width(glyph) + offset - width * 1000 * FROM_UNITS / self.size
        before = f">{-offset}<" if offset else ""
        after = f">{int(kerning)}<" if kerning else ""
        self[key] = f"{before}{glyph:04x}{after}"
        return self[key]

    def _width(self, glyph: int) -> int:
        """Return how wide a glyph is in this file, in thousandths of the font's size."""
        if glyph not in self.own:
            ink, logical = self.stream.ink_rect, self.stream.logical_rect
            pango.pango_font_get_glyph_extents(self.pango_font, glyph, ink, logical)
            self.own[glyph] = round(logical.width * 1000 * FROM_UNITS / self.size)
        width: int = self.font.widths.setdefault(glyph, self.own[glyph])
        return width


class _Strings:
    """The strings of one file."""

    def __init__(self, original: Any) -> None:
        self.original = original
        self.fonts: dict[Any, _Sized] = {}

    def draw(
        self, stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
    ) -> list[Any]:
        """Write a line of text; there are no pictures in it, which WeasyPrint asks for."""
        segments = None
        plain = text_overflow == "clip" and block_ellipsis == "none"
        if plain and textbox.text.strip() and textbox.style["font_size"] >= _LEAST:
            segments = self._segments(stream, textbox.pango_layout)
        if segments is None:
            drawing: list[Any] = self.original(
                stream, textbox, text_overflow, block_ellipsis, matrix
            )
            return drawing
        stream.set_text_matrix(*matrix.values)
        for segment in segments:
            sized = self.fonts[segment.font]
            stream.set_font_size(sized.font.hash, sized.size)
            stream.show_text(segment.string)
        return []

    def _segments(self, stream: Any, layout: Any) -> list[_Segment] | None:
        """Return what a line is written as: what it kept, or anew, or nothing."""
        segments: list[_Segment] | None = getattr(layout, "segments", None)
        if segments and all(self._holds(stream, layout, segment) for segment in segments):
            return segments
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        line, _ = layout.get_first_line()
        runs = self._runs(stream, line, layout)
        if not runs:
            return None
        segments = [
            _segment(self.fonts[font], [run for _, run in together], layout.text)
            for font, together in groupby(runs, lambda run: run[0].pango_font)
        ]
        if getattr(layout, "kept", False) and all(map(self._own, segments)):
            layout.segments = segments
        return segments

    def _sized(self, stream: Any, pango_font: Any, layout: Any) -> _Sized:
        sized = self.fonts.get(pango_font)
        if sized is None:
            sized = self.fonts[pango_font] = _Sized(stream, pango_font, layout.layout)
        return sized

    def _holds(self, stream: Any, layout: Any, segment: _Segment) -> bool:
        """Say whether a segment holds in this file, and note its glyphs in its font."""
        font = self._sized(stream, segment.font, layout).font
        if tuple(map(font.widths.get, segment.glyphs)) != segment.widths:
            for glyph, width in zip(segment.glyphs, segment.widths, strict=True):
                if font.widths.setdefault(glyph, width) != width:
                    return False
        _note(font, segment)
        return True

    def _own(self, segment: _Segment) -> bool:
        """Say whether the glyphs of a segment are as wide as if it were the first of a file."""
        own = self.fonts[segment.font].own
        return tuple(map(own.get, segment.glyphs)) == segment.widths

    def _runs(self, stream: Any, line: Any, layout: Any) -> list[tuple[_Sized, _Run]] | None:
        """Return the runs of a line, each with its font and its numbers, or nothing."""
        found = []
        run = line.runs
        while run != ffi.NULL:
            item, run = run.data, run.next
            sized = self._sized(stream, item.item.analysis.font, layout)
            length = item.glyphs.num_glyphs
            memory = ffi.buffer(item.glyphs.glyphs, 4 * _NUMBERS * length)
            numbers = memoryview(memory).cast("i").tolist()
            glyphs, raised = numbers[::_NUMBERS], numbers[3::_NUMBERS]
            known = length and min(glyphs) >= 0 and max(glyphs) <= _EMPTY
            if not (sized.plain and known) or any(raised):
                return None
            found.append((sized, (item, glyphs, numbers[1::_NUMBERS], numbers[2::_NUMBERS])))
        return found


def _segment(sized: _Sized, runs: list[_Run], text: str) -> _Segment:
    string = ""
    letters: dict[int, str] = {}
    for run in runs:
        _, glyphs, widths, aside = run
        pieces = map(sized.__getitem__, zip(glyphs, widths, aside, strict=True))
        string = f"{string}<{''.join(pieces)}"
        string = string[:-1] if string[-1] == "<" else f"{string}>"
        _letters(letters, run, text)
    of_file = tuple(map(sized.font.widths.__getitem__, letters))
    segment = _Segment(sized.pango_font, string, tuple(letters), of_file, tuple(letters.values()))
    _note(sized.font, segment)
    return segment


def _note(font: Any, segment: _Segment) -> None:
    """Note in a font which letters glyphs stand for that it has not met."""
    known = font.to_unicode
    if not all(map(known.__contains__, segment.glyphs)):
        for glyph, letters in zip(segment.glyphs, segment.letters, strict=True):
            known.setdefault(glyph, letters)


def _letters(found: dict[int, str], run: _Run, text: str) -> None:
    """Note which letters the glyphs of a run stand for where each is met first, in its order."""
    item, glyphs, _widths, _aside = run
    start, length = item.item.offset, item.item.length
    clusters = ffi.unpack(item.glyphs.log_clusters, len(glyphs))
    leftwards = item.item.analysis.level % 2
    ends = [length, *clusters[:-1]] if leftwards else [*clusters[1:], length]
    said = text.encode()[start : start + length]
    for glyph, first, end in zip(glyphs, clusters, ends, strict=True):
        if glyph not in found and glyph != _EMPTY:
            found[glyph] = said[first:end].decode()
