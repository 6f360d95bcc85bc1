"""The only place that parses IATI's XML: one activity at a time, whatever the size of the file.

Entities, external documents and document type definitions are refused, and so
is what exceeds libxml2's limits (a text of 10 MB, 256 levels): no IATI file
needs any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from briefpress.errors import Mistake, ProjectError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 2 * 1024**3
_CHUNK = 256 * 1024
_NAMED_BY = 1024 * 1024
"""Bytes in which an IATI file has said that it is one."""


@dataclass(frozen=True)
class Header:
    """What the root says of all activities: the version of the standard, in short."""

    version: str

    @property
    def old(self) -> bool:
        """Say whether this is 1.0x, which has texts without ``narrative`` and codes as words."""
        return self.version.startswith("1.")


def activities(source: Path | BinaryIO, shown: str) -> Iterator[tuple[Header, _Element]]:
    """Give each ``iati-activity`` with the file's header; it is emptied when the next is asked for.

    Raises ProjectError, with the line, for a file that is no IATI activity
    file, is not whole, or is hostile.
    """
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=("iati-activities", "iati-activity", "iati-organisations"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    stream = _Stream(shown)
    try:
        for chunk in _chunks(source, shown):
            parser.feed(chunk)
            yield from stream.ended(parser.read_events(), len(chunk))
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise ProjectError([_syntax(error, shown, stream.fed > 0)]) from None
    except (OSError, LookupError, ValueError) as error:
        raise _refused(shown, f"cannot be read: {error}") from None
    if stream.root is None:
        _header(root, shown)
        raise _refused(shown, f"is XML, but no IATI activity file: its root is <{root.tag}>")


def _chunks(source: Path | BinaryIO, shown: str) -> Iterator[bytes]:
    if isinstance(source, Path):
        if source.stat().st_size > MOST_BYTES:
            raise _refused(shown, "is larger than 2 GB")
        with source.open("rb") as file:
            yield from _chunks(file, shown)
    else:
        while chunk := source.read(_CHUNK):
            yield chunk


class _Stream:
    """What is known of a file so far: its root, its header, how much of it was read."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.root: _Element | None = None
        self.header = Header("")
        self.fed = 0

    def ended(
        self, events: Iterator[tuple[str, _Element]], size: int
    ) -> Iterator[tuple[Header, _Element]]:
        """Give the activities that have ended, and free them and what stands between them."""
        self.fed += size
        for event, element in events:
            if self.root is None:
                self.root, self.header = element, _header(element, self.shown)
            if event == "end" and element.tag == "iati-activity":
                yield self.header, element
                _forget(element)
        if self.root is None and self.fed > _NAMED_BY:
            raise _refused(self.shown, "is XML, but no IATI activity file")
        while self.root is not None and self.root.tag != "iati-activity" and len(self.root) > 1:
            del self.root[0]


def _forget(element: _Element) -> None:
    """Free an element and what stands before it: otherwise the whole file stays in memory."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _header(root: _Element, shown: str) -> Header:
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(shown, "has a document type definition (<!DOCTYPE …>), which IATI has not")
    if root.tag == "iati-organisations":
        raise _refused(
            shown,
            "is an IATI organisation file. It says what organisations plan, not what they do",
            "Give the activity file",
        )
    version = (root.get("version") or "").strip()
    if version and not re.fullmatch(r"[12]\.\d\d?", version):
        raise _refused(shown, f"says that it is version '{version[:20]}' of IATI, which is unknown")
    return Header(version)


def _syntax(error: SyntaxError, shown: str, begun: bool) -> Mistake:
    """Say in a person's words what libxml2 found; once ``begun``, a file is not empty."""
    said, line = str(error.msg or ""), error.lineno or 0
    if "no element found" in said and begun:
        return Mistake(shown, found="has an entity in it that XML does not know, such as &nbsp;")
    for sign, found in _WORDS.items():
        if sign.lower() in said.lower():
            return Mistake(shown, line=line, found=found)
    words = re.sub(r", line \d+, column \d+.*$", "", said, flags=re.DOTALL).strip()
    return Mistake(shown, line=line, found=f"is not well-formed XML: {words[:200]}")


_WORDS = {
    "no element found": "is empty",
    "Document is empty": "is empty or is no XML",
    "Start tag expected": "is no XML: it does not begin with '<'",
    "Text node too long": "has a text of more than 10 MB in it",
    "Buffer size limit": "has an element of more than 10 MB in it",
    "Excessive depth": "has more than 256 elements inside one another",
    "amplification factor": "has entities that grow without end",
    "EndTag: '</' not found": "ends in the middle: it is not the whole file",
    "Premature end of data": "ends in the middle: it is not the whole file",
    "Extra content at the end": "goes on after its end: it may be two files in one",
    "Invalid bytes in character encoding": "has bytes that are not of the encoding it declares",
    "Invalid Char value": "has a control character in it",
    "Char 0x": "has a control character in it",
}


def _refused(shown: str, found: str, mend: str = "") -> ProjectError:
    return ProjectError([Mistake(shown, found=found, mend=mend)])
