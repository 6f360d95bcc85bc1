"""Isolated signs on a page: ``<bdi>``, because WeasyPrint knows no other way.

``Text.isolated`` puts U+2066 and U+2069 around what has its own order of signs
in right-to-left words: the renderer of charts understands them, and in the words of
a page they become elements. In attributes and titles, which nobody sees, they go.
"""

from __future__ import annotations

import re

_TAGS = re.compile(r"(<(?:title|style|script)\b.*?</(?:title|style|script)>|<[^>]*>)", re.DOTALL)
"""Tags, and elements whose words are not on the page: every second part of a split by them."""
_START, _END = "\u2066", "\u2069"


def directed(html: str) -> str:
    """Return a page with an element for each pair of isolates in its words."""
    return as_elements(html, _START, _END, '<bdi dir="ltr">', "</bdi>")


def as_elements(html: str, start: str, end: str, opening: str, closing: str) -> str:
    """Return a page with tags for two signs in its words; in attributes and titles they go."""
    if start not in html:
        return html
    parts = _TAGS.split(html)  # every second is a tag
    for at, part in enumerate(parts):
        before, after = ("", "") if at % 2 else (opening, closing)
        parts[at] = part.replace(start, before).replace(end, after)
    return "".join(parts)


_TASHKIL = re.compile("[\u064b-\u0652\u0670]")


def unvowelled(html: str) -> str:
    """Return Arabic without its vowel signs (tashkil), which the UN's texts do without.

    A PDF has a sign's glyph after or before its letter's as the font likes, so the
    text that is copied or heard would have them in the wrong places.
    """
    return _TASHKIL.sub("", html)
