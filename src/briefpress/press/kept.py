"""What the briefs in build/ were made of, part by part: kept beside the manifest to say why.

Nothing is decided from it, only told: whether a brief is as it should be is for
its fingerprint in the manifest to say. Each state of a row is kept once,
however many briefs show it.
"""

from __future__ import annotations

import base64
import contextlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from briefpress import garbage
from briefpress.press import sealed
from briefpress.press.prints import Group, Print
from briefpress.press.rowprints import Book, Cut, Numbers

NAME = ".prints"


@dataclass(frozen=True)
class Known:
    """One brief as it was made: fingerprint, parts, rows, and how many seconds it took."""

    fingerprint: str
    groups: Mapping[str, Group]
    cut: Cut
    seconds: float


def known(print_: Print, seconds: float) -> Known:
    """Return what is to be kept of a brief that was made."""
    return Known(print_.fingerprint, print_.groups, print_.cut, seconds)


def read(out: Path) -> dict[str, Known]:
    """Return what is known of each brief; nothing when it is damaged, or of another time."""
    content = sealed.read(out / NAME)
    if content is None:
        return {}
    try:
        return _briefs(json.loads(zlib.decompress(content)))
    except (ValueError, KeyError, TypeError, IndexError, zlib.error):
        return {}


def write(out: Path, briefs: Mapping[str, Known]) -> None:
    """Keep what is known. Does nothing where nothing can be written: it is a help."""
    with garbage.kept():
        content = json.dumps(_plain(briefs), ensure_ascii=False, separators=(",", ":"))
    with contextlib.suppress(OSError):
        sealed.write(out / NAME, zlib.compress(content.encode(), 3))


def seconds(brief: str, known: Mapping[str, Known]) -> float:
    """Return how long a brief took the last time; 0 where that is not known."""
    return known[brief].seconds if brief in known else 0.0


def expected(briefs: Iterable[str], known: Mapping[str, Known]) -> float | None:
    """Return the seconds that it takes to make briefs one after the other.

    A brief takes as long as the last time; a new one as long as others of its
    kind, or of any. None where no time is known at all.
    """
    took = {brief: one.seconds for brief, one in known.items() if one.seconds}
    total = 0.0
    for brief in briefs:
        kind = brief.partition("/")[0] + "/"
        like = [time for other, time in took.items() if other.startswith(kind)]
        like = [took[brief]] if brief in took else like or list(took.values())
        if not like:
            return None
        total += sum(like) / len(like)
    return total


def _plain(briefs: Mapping[str, Known]) -> dict[str, Any]:
    """Return what is kept as JSON can hold it: rows, cuts and groups once, and by number."""
    shelf, cuts, groups = _Shelf(brief.cut for brief in briefs.values()), _Numbered(), _Numbered()
    entries = {
        name: {
            "fingerprint": brief.fingerprint,
            "seconds": round(brief.seconds, 3),
            "cut": cuts.number(_packed(shelf.numbers(brief.cut))),
            "groups": {
                group: groups.number(json.dumps(parts)) for group, parts in brief.groups.items()
            },
        }
        for name, brief in briefs.items()
    }
    files = _Numbered()
    return {
        "briefs": entries,
        "cuts": list(cuts.known),
        "groups": [json.loads(group) for group in groups.known],
        "file": [files.number(file) for _, file, _ in shelf.rows],
        "files": list(files.known),
        "ids": [row_id for row_id, _, _ in shelf.rows],
        "digests": _text(b"".join(digest for _, _, digest in shelf.rows)),
    }


def _briefs(plain: Mapping[str, Any]) -> dict[str, Known]:
    """Undo ``_plain``."""
    files = [plain["files"][number] for number in plain["file"]]
    book = Book(plain["ids"], files, base64.b64decode(plain["digests"]))
    cuts = [Cut(book, _unpacked(text)) for text in plain["cuts"]]
    return {
        name: Known(
            entry["fingerprint"],
            {group: plain["groups"][number] for group, number in entry["groups"].items()},
            cuts[entry["cut"]],
            entry["seconds"],
        )
        for name, entry in plain["briefs"].items()
    }


class _Numbered:
    """Numbers what it is given; the same again has the same number."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def number(self, value: str) -> int:
        return self.known.setdefault(value, len(self.known))


class _Shelf:
    """The rows of several books as one: a row that is the same in two of them stands there once."""

    def __init__(self, cuts: Iterable[Cut]) -> None:
        self.rows: dict[tuple[str, str, bytes], int] = {}
        """The number of each row, in their order, by its id, file and hash."""
        self._numbers: dict[int, Any] = {}
        books: dict[int, Book] = {}
        for cut in cuts:
            at = id(cut.book)
            if at not in books:
                books[at], self._numbers[at] = cut.book, np.full(len(cut.book.ids), -1)
            self._numbers[at][cut.numbers] = 0
        for at, book in books.items():
            wanted = np.flatnonzero(self._numbers[at] == 0).astype(np.uint32)
            self._numbers[at][wanted] = [
                self.rows.setdefault(row, len(self.rows)) for row in book.some(wanted)
            ]

    def numbers(self, cut: Cut) -> Numbers:
        """Return the numbers that a cut's rows have here."""
        return np.asarray(self._numbers[id(cut.book)][cut.numbers], dtype=np.uint32)


def _packed(numbers: Numbers) -> str:
    """Return numbers as text: the steps between them, which are small and much the same."""
    steps = np.diff(numbers, prepend=np.uint32(0)).astype("<u4")
    return _text(zlib.compress(steps.tobytes()))


def _unpacked(text: str) -> Numbers:
    steps = np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<u4")
    return np.cumsum(steps, dtype=np.uint32)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
