"""Pictures of charts, kept by the hash of all that they are drawn from.

A picture that is there is not drawn again: not for a changed template, not for
a changed row that this chart does not show. One that is damaged is drawn anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from briefpress.drawing.operators import Operators

    Picture = Operators | bytes

Draw = Callable[[], "tuple[Picture, bool, tuple[str, ...]]"]
"""Draws a picture; says whether it has words, and what is wrong with its labels."""

_SEAL = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Drawn:
    """The pictures that a brief can find: where they are, and what stands behind each.

    ``made_of`` is, by chart, the hash of everything but its table and its words:
    its code, the house, the versions. A chart that is not in it is drawn each
    time. ``words`` is the hash of the language's words and of the names that
    can be printed; a picture without words is one for all languages.
    """

    folder: Path | None = None
    made_of: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    def picture(
        self, chart: str, table: pd.DataFrame, alt: str, draw: Draw
    ) -> tuple[Picture, tuple[str, ...]]:
        """Return the picture of a table from what is kept, or have it drawn and keep it.

        With it comes what is wrong with its labels. ``draw`` says also whether
        anything in the picture depends on the language.
        """
        if self.folder is None or chart not in self.made_of:
            drawn, _, faults = draw()
            return drawn, faults
        wordless, worded = self._keys(chart, table, alt)
        for key in (wordless, worded):
            content = _read(self.folder / key)
            if content is not None:
                return _unpacked(content)
        drawn, has_words, faults = draw()
        with contextlib.suppress(OSError):  # a help, no more
            _write(self.folder / (worded if has_words else wordless), _packed(drawn, faults))
        return drawn, faults

    def _keys(self, chart: str, table: pd.DataFrame, alt: str) -> tuple[str, str]:
        """Return the name of a picture without words, and of one with them."""
        columns = [(name, str(kind)) for name, kind in table.dtypes.items()]
        rows = [table.index.tolist(), table.to_numpy().tolist()]
        parts: list[object] = [chart, self.made_of[chart], columns, rows]
        return _hash(parts), _hash([*parts, self.words, alt])


def _hash(parts: list[object]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


NOTHING = Drawn()
"""Nothing is kept: every picture is drawn."""


def _packed(picture: Picture, faults: tuple[str, ...]) -> bytes:
    """Return a picture as bytes: a line that says what it is, and its content."""
    if isinstance(picture, bytes):
        return json.dumps({"faults": faults}).encode() + b"\n" + zlib.compress(picture, 1)
    head = {name: value for name, value in asdict(picture).items() if name != "content"}
    return json.dumps(head | {"faults": faults}).encode() + b"\n" + picture.packed


def _unpacked(content: bytes) -> tuple[Picture, tuple[str, ...]]:
    first, _, rest = content.partition(b"\n")
    head = json.loads(first)
    faults = tuple(head["faults"])
    plain = zlib.decompress(rest)
    if "width" not in head:  # SVG
        return plain, faults
    from briefpress.drawing.operators import Operators

    found = Operators(head["width"], head["height"], plain, tuple(head["opacities"]))
    vars(found)["packed"] = rest
    return found, faults


def _read(path: Path) -> bytes | None:
    """Return what was kept; None when it is not there, or not as it was written."""
    try:
        whole = path.read_bytes()
        if hashlib.sha256(whole[_SEAL:]).digest() != whole[:_SEAL]:
            return None
        os.utime(path)  # those that are used last are kept longest
    except OSError:
        return None
    return whole[_SEAL:]


def _write(path: Path, content: bytes) -> None:
    """Put a picture in its place, whole. Not synced: a torn one is seen by its hash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
