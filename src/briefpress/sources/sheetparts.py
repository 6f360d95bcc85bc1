"""What the XML of an XLSX sheet says beside its cells: merged cells, formulas without a value."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

from briefpress.sources.packed import UNREADABLE

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LOOKED_THROUGH = 64 * 1024 * 1024
_MOST_MERGED = 100_000
_ROW = re.compile(rb'<(?:\w{1,8}:)?row\s[^<>]{0,200}?\br=["\'](\d{1,18})')
_SPAN = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


@dataclass
class Beside:
    """``merged``: the row in which a column's cell ends, by its first row and column (from 1).

    ``across``: the last column of cells over several, by the same.
    ``uncalculated``: the cells with a formula that no program has worked out:
    they look empty. ``last_row``: the largest number of a row.
    """

    merged: dict[tuple[int, int], int] = field(default_factory=dict)
    across: dict[tuple[int, int], int] = field(default_factory=dict)
    uncalculated: list[str] = field(default_factory=list)
    last_row: int = 0


def beside(archive: zipfile.ZipFile, part: str) -> Beside:
    """Return it for one sheet; nothing for a part that is too large, or is left to its reader."""
    from lxml import etree

    found = Beside()
    try:
        if archive.getinfo(part).file_size > _LOOKED_THROUGH:
            return found
        content = archive.read(part)
        numbers = _ROW.findall(content)
        found.last_row = max(map(int, numbers), default=0)
        if not any(sign in content for sign in (b"<f", b":f", b"mergeCell")):
            return found
        tags = (f"{_MAIN}c", f"{_MAIN}mergeCell")
        options = {"resolve_entities": False, "no_network": True, "load_dtd": False}
        for _, element in etree.iterparse(io.BytesIO(content), tag=tags, **options):
            if element.tag == tags[0]:
                formula = element.find(f"{_MAIN}f")
                empty = not element.findtext(f"{_MAIN}v") and element.get("t") != "str"
                if formula is not None and empty:  # "str": the formula gives an empty text
                    found.uncalculated.append(element.get("r") or "")
                element.clear()
            elif span := _SPAN.fullmatch(element.get("ref") or ""):
                first, last = int(span[2]), int(span[4])
                if span[1] != span[3] and len(found.across) < _MOST_MERGED:
                    found.across[first, _column(span[1])] = _column(span[3])
                if last > first and len(found.merged) < _MOST_MERGED:
                    found.merged[first, _column(span[1])] = last
    except (KeyError, etree.XMLSyntaxError, *UNREADABLE):
        pass
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
