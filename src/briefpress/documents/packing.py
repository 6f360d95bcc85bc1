"""A PDF's objects, packed once: WeasyPrint would write each twice, for its hash and for the file.

An object's bytes do not change any more when all is in the file. And WeasyPrint packs at the
highest level, which takes four times as long.
"""

from __future__ import annotations

import zlib
from typing import Any

import pydyf  # type: ignore[import-untyped]

LEVEL = 4
"""Of compression: files are 7 % larger than at the usual 6, in half the time."""


class Packed(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object of a PDF that is written as it is."""

    def __init__(self, one: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = one.number, one.generation, one.free
        self._compressible, self._data = one.compressible, one.data

    @property
    def data(self) -> bytes:
        """Return the object as bytes."""
        return self._data  # type: ignore[no-any-return]

    @property
    def compressible(self) -> bool:
        """Say whether it may be among others in a compressed stream."""
        return self._compressible  # type: ignore[no-any-return]


def pack(pdf: pydyf.PDF) -> None:
    """Pack all objects of a PDF that is otherwise finished."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.compress:
            content = b"\n".join(map(pydyf._to_bytes, one.stream))
            one.stream, one.compress = [zlib.compress(content, LEVEL)], False
            one.extra["Filter"] = "/FlateDecode"
    pdf.objects[:] = [one if one.free == "f" else Packed(one) for one in pdf.objects]
