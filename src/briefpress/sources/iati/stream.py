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
MOST_ATTRIBUTES = 1_000


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

    if isinstance(source, Path) and source.stat().st_size > MOST_BYTES:
        raise _refused(shown, "is larger than 2 GB")
    events = etree.iterparse(
        str(source) if isinstance(source, Path) else source,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    begun: list[bool] = []
    try:
        yield from _activities(_watched(events, begun), shown)
    except etree.XMLSyntaxError as error:
        raise ProjectError([_syntax(error, shown, bool(begun))]) from None
    except (OSError, LookupError) as error:
        raise _refused(shown, f"cannot be read: {error}") from None


def _watched(
    events: Iterator[tuple[str, _Element]], begun: list[bool]
) -> Iterator[tuple[str, _Element]]:
    """Give the events, noting that there was one: of an entity libxml2 says "no element"."""
    for event in events:
        begun[:] = [True]
        yield event


def _activities(
    events: Iterator[tuple[str, _Element]], shown: str
) -> Iterator[tuple[Header, _Element]]:
    header, root = Header(""), None
    found = False
    for event, element in events:
        if root is None:
            root, header = element, _header(element, shown)
            if root.tag == "iati-activity":
                events = iter(list(events))
                for _ in events:
                    pass
                yield header, root
                return
        elif event == "end" and element.tag == "iati-activity":
            found = True
            yield header, element
            _forget(element)
        elif event == "end" and element.getparent() is root:
            _forget(element)
    if not found and root is not None and root.tag != "iati-activities":
        raise _refused(shown, f"is XML, but no IATI activity file: its root is <{root.tag}>")


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
