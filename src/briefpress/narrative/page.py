"""A page as lines of text, each with its number: what a browser shows, or a text editor."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefpress.config import Source
from briefpress.sources import bounds, csvfile

MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Line:
    """One line or block of a page; ``number`` counts lines of the file, or blocks of HTML.

    ``title``: the page itself says that it is one, and no text.
    """

    number: int
    text: str
    title: bool = False


def read(path: Path | bytes, shown: str) -> list[Line]:
    """Return the lines of a page that have text in them.

    Raises ProjectError for a file that cannot be read or is no text.
    """
    content = path if isinstance(path, bytes) else _bytes(path, shown)
    if len(content) > MOST_BYTES:
        raise bounds.refused(shown, "is larger than 50 MB")
    text = csvfile.text(content, Source(), shown, [])
    letters = sum(sign.isalpha() or sign.isspace() for sign in text[:10_000])
    if text.strip() and letters < len(text[:10_000]) / 3:
        raise bounds.refused(shown, "is no page of text")
    html = re.match(r"\s*<(!doctype\s+html|html|head|body|div|article|section|p)\b", text, re.I)
    lines = _blocks(text, shown) if html else re.split(r"\r\n|\r|\n", text)
    found = [
        Line(number, _clean(line), title=bool(html) and line.startswith(_TITLE))
        for number, line in enumerate(lines, start=1)
    ]
    found = [line for line in found if line.text]
    if not found:
        raise bounds.refused(shown, "is empty: there is no text in it")
    return found


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise bounds.refused(shown, f"cannot be read: {error.strerror}") from None


def _clean(line: str) -> str:
    """Write a line in one way: single spaces, no invisible signs, whole letters."""
    visible = "".join(
        sign if unicodedata.category(sign) not in ("Cc", "Cf") else " " if sign.isspace() else ""
        for sign in unicodedata.normalize("NFC", line)
    )
    return " ".join(visible.split())


_TITLE = "\x02"
"""Begins a block that is the title of its page; no sign that a page can have."""

_BLOCKS = {
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
}  # fmt: skip
_NOT_TEXT = {"script", "style", "noscript", "template", "nav", "header", "footer", "aside",
             "form", "button", "select", "svg", "head"}  # fmt: skip


def _blocks(text: str, shown: str) -> list[str]:
    """Return the blocks of an HTML page; its navigation and its scripts are no text of its own."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise bounds.refused(shown, f"is no HTML page: {error}") from None
    for row in list(root.iter("tr")):
        if _names_columns(row):
            row[:] = []
    pieces: list[str] = []
    rows = _Rows()
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi") or not isinstance(element.tag, str):
            continue
        hidden = element.tag in _NOT_TEXT or any(
            one.tag in _NOT_TEXT for one in element.iterancestors()
        )
        if element.tag in _BLOCKS:
            pieces.append(rows.between(event, element, hidden=hidden))
        if event == "start" and not hidden:
            pieces.append(_begin(element))
        if event == "end" and element.tail:
            parent = element.getparent()
            outside = parent is not None and (
                parent.tag in _NOT_TEXT or any(o.tag in _NOT_TEXT for o in parent.iterancestors())
            )
            if not outside:
                pieces.append(_plain(element.tail))
    return "".join(pieces).split("\n")


def _begin(element: Any) -> str:
    """Return what an element's text begins with, and the text up to the next element."""
    sign = {"li": "• ", "h1": _TITLE}.get(element.tag, "")
    return sign + _plain(element.text or "")


def _plain(text: str) -> str:
    return text.replace("\n", " ").replace(_TITLE, "")


class _Rows:
    """What stands between the blocks of a page: a line's end, or a dash between cells of a row.

    A row is one block and an item: "Peru – Legal aid". A row with headings or
    lists in it only arranges the page.
    """

    def __init__(self) -> None:
        self.row: Any = None
        self.filled = False

    def between(self, event: str, element: Any, *, hidden: bool) -> str:
        """Return what a block begins or ends with."""
        if self.row is None:
            if event == "start" and element.tag == "tr" and not hidden and _is_row(element):
                self.row, self.filled = element, False
                return "\n• "
            return "\n"
        if element is self.row:
            self.row = None
            return "\n"
        if event == "start" and element.tag in ("td", "th") and _said(element):
            before, self.filled = self.filled, True
            return " – " if before else " "
        return " "


def _is_row(row: Any) -> bool:
    """Say whether a table's row has data: several cells with text, and no parts of a page."""
    cells = [cell for cell in row if cell.tag in ("td", "th") and _said(cell)]
    return len(cells) > 1 and next(row.iter(*_PARTS), None) is None


def _names_columns(row: Any) -> bool:
    """Say whether a row is the first of its table and has headings alone: it says nothing else."""
    first = row.getprevious() is None or row.getprevious().tag != "tr"
    return first and _is_row(row) and all(cell.tag == "th" for cell in row)


_PARTS = ("table", "ul", "ol", "dl", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6")


def _said(element: Any) -> bool:
    return any(text.strip() for text in element.itertext(with_tail=False))
