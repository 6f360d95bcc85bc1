"""Lines of text, shaped once: WeasyPrint forgets a line that it has laid out, and shapes it again.

It does so when the line is drawn, and in each brief anew, though two thirds of the lines of a
brief stand in others too: headings, names, captions, notes. Where a line ends and what it looks
like follow from its words, its style and its room: these, and nothing else, find a line again.

This stands around private functions of WeasyPrint; with another release than those that it was
tested with it does nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import Any

import weasyprint
import weasyprint.draw
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout

TESTED = ("70.0",)

STYLE = (
    "direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override",
    "font_size", "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps",
    "font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric",
    "font_variant_position", "font_variation_settings", "font_weight", "hyphenate_character",
    "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphens", "lang", "letter_spacing",
    "overflow_wrap", "tab_size", "text_decoration_line", "white_space", "word_break",
    "word_spacing",
)  # fmt: skip
"""The properties that a line depends on: all that WeasyPrint asks for when it makes one."""

_of = itemgetter(*STYLE)

MOST = 2000
"""Lines that are kept, of nine kilobytes each; then those go that were not used for longest."""

_PARAGRAPHS = ("\n", "\r", "\u2029")

Split = Callable[..., tuple[Any, ...]]


class Lines:
    """The lines of one printer, all in the fonts of one FontConfiguration."""

    def __init__(self) -> None:
        self.known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.struts: dict[tuple[Any, ...], tuple[float, float]] = {}
        self.breaks = lru_cache(maxsize=MOST)(line_break.can_break_text)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Lay out and draw with lines that are kept, as long as this is open."""
        if weasyprint.VERSION not in TESTED:
            yield
            return
        before = inline.split_first_line, Layout.set_text, Layout.deactivate, Layout.reactivate
        drawing, strut = weasyprint.draw.draw_text, inline.strut
        inline.can_break_text = preferred.can_break_text = self.breaks
        inline.split_first_line = preferred.split_first_line = self._splitting(before[0])
        Layout.set_text = _setting(Layout.set_text)
        Layout.deactivate, Layout.reactivate = _deactivate, _reactivating(Layout.reactivate)
        weasyprint.draw.draw_text, inline.strut = _drawing(drawing), self._strutting(strut)
        try:
            yield
        finally:
            inline.split_first_line = preferred.split_first_line = before[0]
            inline.can_break_text = preferred.can_break_text = line_break.can_break_text
            Layout.set_text, Layout.deactivate, Layout.reactivate = before[1:]
            weasyprint.draw.draw_text, inline.strut = drawing, strut

    def _splitting(self, original: Split) -> Split:
        """Return what finds a line, or makes it and keeps it."""
        known = self.known

        def split_first_line(
            text: str,
            style: Any,
            context: Any,
            max_width: float | None,
            justification_spacing: float,
            is_line_start: bool = True,
            minimum: bool = False,
        ) -> tuple[Any, ...]:
            room = max_width, justification_spacing, is_line_start, minimum
            key = text, room, _of(style)
            try:
                line = known.pop(key, None)
            except TypeError:  # a set, as of underlines, is no key
                return original(text, style, context, *room)
            if line is None:
                line = original(text, style, context, *room)
                line[0].kept = True
                if len(known) >= MOST:
                    del known[next(iter(known))]
            known[key] = line
            return line

        return split_first_line

    def _strutting(self, original: Callable[..., tuple[float, float]]) -> Callable[..., Any]:
        """Return what finds the height of a line and its baseline, or computes and keeps them."""
        known = self.struts

        def strut(style: Any) -> tuple[float, float]:
            try:
                kept: tuple[float, float] = style.strut  # a style is copied before it is changed
            except AttributeError:
                kept = looked_up(style)
                style.strut = kept
            return kept

        def looked_up(style: Any) -> tuple[float, float]:
            height = style["line_height"]
            if not isinstance(height, str | float | tuple):  # mathematics, equal to none but itself
                return original(style)
            key = height, _of(style)
            try:
                found = known.get(key)
            except TypeError:
                return original(style)
            if found is None:
                found = known[key] = original(style)
            return found

        return strut


def _setting(original: Callable[..., None]) -> Callable[..., None]:
    def set_text(layout: Any, text: str, justify: bool = False) -> None:
        original(layout, text, justify)
        # as it is going to be when it is drawn: to change it then is to shape the line again
        single = not any(sign in layout.text for sign in _PARAGRAPHS)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, single)

    return set_text


def _deactivate(layout: Any) -> None:
    layout.shaped = layout.layout
    del layout.layout, layout.language, layout.style  # a style holds on to its document


def _reactivating(original: Callable[..., None]) -> Callable[..., None]:
    def reactivate(layout: Any, style: Any) -> None:
        if not getattr(layout, "kept", False):
            original(layout, style)
            return
        layout.layout, layout.language, layout.style = layout.shaped, None, style

    return reactivate


def _drawing(original: Callable[..., None]) -> Callable[..., None]:
    def draw_text(
        stream: Any, box: Any, offset_x: float, text_overflow: str, block_ellipsis: Any
    ) -> None:
        if text_overflow != "clip" or block_ellipsis != "none":  # shortened while it is drawn
            box.pango_layout = copy.copy(box.pango_layout)
            box.pango_layout.kept = False
        original(stream, box, offset_x, text_overflow, block_ellipsis)

    return draw_text
