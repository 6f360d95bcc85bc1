"""A PDF's objects, packed and written once each.

WeasyPrint makes the bytes of each object twice, for the file's identifier and for the file, and
packs with zlib at its highest level, which takes seven times as long as what is done here. The
file is laid out as WeasyPrint does: streams, then all other objects in one compressed stream
(ISO 32000-1, 7.5.7), then the cross-reference stream (7.5.8).
"""

from __future__ import annotations

import hashlib
import re
from functools import partial
from typing import Any, BinaryIO

import pydyf  # type: ignore[import-untyped]

from briefpress.flate import compressed

_COMMENT = b"%\xf0\x9f\x96\xa4"
"""That the file has bytes above 127, as pydyf says it (ISO 32000-1, 7.5.2)."""


def pack(pdf: pydyf.PDF) -> None:
    """Have a PDF, which is otherwise finished, written from here."""
    pdf.write = partial(_write, pdf)


def _write(
    pdf: pydyf.PDF,
    output: BinaryIO,
    version: str | bytes = "1.7",
    identifier: str | bytes | bool | None = False,
    compress: bool = False,
) -> None:
    """Write a PDF as ``pydyf.PDF.write`` does; that writes itself what is not to be packed."""
    version = _bytes(version)
    if not compress or version < b"1.5":
        pydyf.PDF.write(pdf, output, version, identifier, compress)
        return
    if pdf.info:
        pdf.add_object(pdf.info)
    file = _File(b"%%PDF-%b\n%b\n" % (version, _COMMENT))
    for one in pdf.objects:
        if one.free == "f":
            file.entries.append((0, 0, one.generation))
        elif isinstance(one, pydyf.Stream):
            file.add(one)
        else:
            file.collect(one)
    file.add_collected()
    extra = {"Root": pdf.catalog.reference}
    if pdf.info:
        extra["Info"] = pdf.info.reference
    file.add_entries(extra, identifier)
    output.write(b"".join(file.parts))


class _File:
    """A file that grows: its parts, and an entry for each object (ISO 32000-1, table 18)."""

    def __init__(self, head: bytes) -> None:
        self.parts, self.end = [head], len(head)
        self.entries: list[tuple[int, int, int]] = []
        self.collected: list[tuple[int, bytes]] = []

    def add(self, stream: pydyf.Stream) -> None:
        """Write a stream as the next object."""
        content = b"\n".join([_bytes(part) for part in stream.stream])
        extra = pydyf.Dictionary(stream.extra)
        if stream.compress:
            content, extra["Filter"] = compressed(content), "/FlateDecode"
        extra["Length"] = len(content)
        self.entries.append((1, self.end, 0))
        part = b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n"
        part %= len(self.entries) - 1, _bytes(extra), content
        self.parts.append(part)
        self.end += len(part)

    def collect(self, one: pydyf.Object) -> None:
        """Take the next object into the stream of objects, which follows the last of them."""
        self.entries.append((2, 0, len(self.collected)))
        self.collected.append((len(self.entries) - 1, _bytes(one)))

    def add_collected(self) -> None:
        """Write the stream of objects that were collected."""
        number = len(self.entries)
        self.entries = [(2, number, at) if kind == 2 else (kind, offset, at)
                        for kind, offset, at in self.entries]  # fmt: skip
        places, position = [], 0
        for one, content in self.collected:
            places.append(b"%d %d" % (one, position))
            position += len(content) + 1
        head = b" ".join(places)
        extra = {"Type": "/ObjStm", "N": len(places), "First": len(head) + 1}
        objects = [head, *(content for _, content in self.collected)]
        self.add(pydyf.Stream(objects, extra, compress=True))

    def add_entries(self, extra: dict[str, Any], identifier: str | bytes | bool | None) -> None:
        """Write where the objects are, and the end of the file."""
        start, number = self.end, len(self.entries)
        entries = [*self.entries, (1, start, 0)]
        widths = [_length(max(column)) for column in zip(*entries, strict=True)]
        table = b"".join(
            value.to_bytes(width, "big")
            for entry in entries
            for value, width in zip(entry, widths, strict=True)
        )
        about = {
            "Type": "/XRef",
            "Index": pydyf.Array([0, number + 1]),
            "W": pydyf.Array(widths),
            "Size": number + 1,
            **extra,
        }
        if identifier:
            digest = hashlib.md5(b"".join(self.parts), usedforsecurity=False).hexdigest()
            first = digest if identifier is True else identifier
            about["ID"] = pydyf.Array([pydyf.String(first), pydyf.String(digest)])
        self.add(pydyf.Stream([table], about, compress=True))
        self.parts.append(b"startxref\n%d\n%%%%EOF\n" % start)


def _length(number: int) -> int:
    """Return how many bytes a number needs."""
    return max(1, (number.bit_length() + 7) // 8)


def _bytes(item: Any) -> bytes:
    """Return what is written of an item, as pydyf does; most are of these kinds."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is pydyf.Dictionary:
        return b"<<%b>>" % b"".join(
            [b"/%b %b" % (key.encode("ascii"), _bytes(value)) for key, value in item.items()]
        )
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    if kind is pydyf.Array:
        return b"[%b]" % b" ".join([_bytes(value) for value in item])
    if kind is int:
        return b"%d" % item
    if kind is pydyf.String and type(item.string) is str and _PLAIN(item.string):
        return b"(%b)" % item.string.encode("ascii")
    return pydyf._to_bytes(item)  # type: ignore[no-any-return]


_PLAIN = re.compile(r"[\0-'*-\[\]-\x7f]*").fullmatch
"""Says whether a text is in ASCII, without what is escaped: parentheses and backslash."""
