"""Signs that no bundled font has: found in a page's source, before it is laid out.

A sign without a glyph would be taken from whatever font the machine has, or be
an empty box. All of a page is one comparison of two sets of signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.errors import BriefError, GlyphError

if TYPE_CHECKING:
    import pandas as pd

_AROUND = 24
"""Signs of the text that are shown on either side of one without a glyph."""

_NOT_READ = frozenset({"style", "script", "title"})


def font_files(folders: Sequence[Path]) -> list[Path]:
    """Return the fonts below templates/fonts, in the order of the folders and of their names."""
    return [
        path
        for folder in folders
        for path in sorted((folder / "templates/fonts").glob("*.[tow]*f*"))
    ]


@cache
def signs(font: Path) -> frozenset[str]:
    """Return all signs that a font has."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))


def check(root: Any, html: str, fonts: Sequence[Path]) -> None:
    """Raise GlyphError for the first sign of a parsed page that no font has; ``html`` is its text.

    In attributes (alt texts) and the title, which are heard and not seen, any sign may stand.
    """
    strange = _seen(set(html))
    for font in fonts:  # none is opened that is not needed: Chinese has as many signs as all others
        if not strange:
            return
        strange -= signs(font)
    if not strange:
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        within = "" if element.tag in _NOT_READ else element.text or ""
        for words in (within, element.tail or ""):
            if sign := next((sign for sign in words if sign in strange), ""):
                raise GlyphError(sign, around(words, sign), element.tag)


def _seen(signs: set[str]) -> set[str]:
    """Leave out what is never drawn: controls, marks of direction, selectors of a variant."""
    return {
        sign
        for sign in signs
        if unicodedata.category(sign) not in ("Cc", "Cf") and not "\ufe00" <= sign <= "\ufe0f"
    }


def around(words: str, sign: str) -> str:
    """Return the words before and after a sign, on one line."""
    at = words.index(sign)
    piece = words[max(0, at - _AROUND) : at + 1 + _AROUND]
    left = "…" if at > _AROUND else ""
    right = "…" if at + 1 + _AROUND < len(words) else ""
    return left + re.sub(r"\s+", " ", piece).strip() + right


def explained(
    error: GlyphError, tables: Mapping[str, pd.DataFrame], folders: Sequence[Path]
) -> BriefError:
    """Return the error with the row of the data that the sign stands in, and what to do.

    ``tables`` are the slice's, with a column ``origin`` (file and row).
    """
    rows = _rows(error.sign, tables)
    names = sorted({path.stem for path in font_files(folders)})
    return BriefError(
        f"{error.found}: none of the fonts in templates/fonts has it ({', '.join(names)})."
        + (f" It stands in {'; '.join(rows)}." if rows else "")
        + " Write it otherwise, or put a font that has it into templates/fonts and"
        " into the font-family of css/project.css",
        where=error.where,
        check="missing-glyph",
    )


_MOST = 3


def _rows(sign: str, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return where the data has a sign, as ``data/activities.csv, row 14, column title``."""
    found: list[str] = []
    for table in tables.values():
        if "origin" not in table:
            continue
        for column in table.columns:
            for words, origin in zip(table[column], table["origin"], strict=True):
                if isinstance(words, str) and sign in words and column != "origin":
                    found.append(f"{origin}, column {column}")
    return list(dict.fromkeys(found))[:_MOST]
