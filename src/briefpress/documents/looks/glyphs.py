"""Signs that no bundled font has: a box or a hole on somebody else's machine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from briefpress.documents.looks.sheets import Sheet, shown
from briefpress.model.finding import Finding


def glyphs(sheets: Sequence[Sheet], folders: tuple[Path, ...]) -> Iterator[Finding]:
    """Give each run of text with a sign that none of templates/fonts draws."""
    known = covered(folders)
    for sheet in sheets:
        for leaf in sheet.leaves:
            missing = {sign for sign in leaf.text if ord(sign) not in known}
            missing = {sign for sign in missing if unicodedata.category(sign)[0] not in "CZ"}
            if missing:
                signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in sorted(missing))
                words = f"{shown(leaf.text)} has {signs}, which no bundled font has"
                hint = "Put a font that has it into templates/fonts and name it in the style sheet"
                yield Finding("missing-glyph", words, hint, sheet.page, leaf.place)


@cache
def covered(folders: tuple[Path, ...]) -> frozenset[int]:
    """Return the code points of all fonts below templates/fonts; read once in a process."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for folder in folders:
        for path in sorted((folder / "templates/fonts").glob("*.[tow]*f*")):
            with TTFont(path, lazy=True) as font:
                found |= font.getBestCmap().keys()
    return frozenset(found)
