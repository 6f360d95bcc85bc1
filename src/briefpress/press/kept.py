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
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefpress.press import sealed
from briefpress.press.prints import Group, Print
from briefpress.press.rowprints import DIGEST, Row

NAME = ".prints"


@dataclass(frozen=True)
class Known:
    """One brief as it was made: fingerprint, parts, rows by id, and how long it took."""

    fingerprint: str
    groups: Mapping[str, Group]
    rows: Mapping[str, Row] = field(repr=False)
    seconds: float


def known(print_: Print, seconds: float) -> Known:
    """Return what is to be kept of a brief that was made."""
    return Known(print_.fingerprint, print_.groups, print_.cut.rows(), seconds)


def read(out: Path) -> dict[str, Known]:
    """Return what is known of each brief; nothing when it is damaged, or of another time."""
    content = sealed.read(out / NAME)
    if content is None:
        return {}
    try:
        return _Reader(json.loads(zlib.decompress(content))).briefs()
    except (ValueError, KeyError, TypeError, IndexError, zlib.error):
        return {}


def write(out: Path, briefs: Mapping[str, Known]) -> None:
    """Keep what is known. Does nothing where nothing can be written: it is a help."""
    content = json.dumps(_Writer().plain(briefs), ensure_ascii=False, separators=(",", ":"))
    with contextlib.suppress(OSError):
        sealed.write(out / NAME, zlib.compress(content.encode(), 6))


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


class _Writer:
    """Gives each row, each set of rows and each group of parts a number, and writes it once."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, Row], int] = {}
        self.cuts: dict[str, int] = {}
        self.groups: dict[str, int] = {}

    def plain(self, briefs: Mapping[str, Known]) -> dict[str, Any]:
        entries = {
            name: {
                "fingerprint": brief.fingerprint,
                "seconds": round(brief.seconds, 3),
                "rows": self._cut(brief.rows),
                "groups": {
                    group: self._number(self.groups, json.dumps(parts))
                    for group, parts in brief.groups.items()
                },
            }
            for name, brief in briefs.items()
        }
        files = {row.file: 0 for _, row in self.rows}
        files = {file: at for at, file in enumerate(files)}
        return {
            "briefs": entries,
            "groups": [json.loads(group) for group in self.groups],
            "cuts": list(self.cuts),
            "files": list(files),
            "file": [files[row.file] for _, row in self.rows],
            "ids": [row_id for row_id, _ in self.rows],
            "digests": _text(b"".join(row.digest for _, row in self.rows)),
        }

    def _cut(self, rows: Mapping[str, Row]) -> int:
        numbers = sorted(self.rows.setdefault(item, len(self.rows)) for item in rows.items())
        steps = [after - before for before, after in zip([0, *numbers], numbers, strict=False)]
        return self._number(self.cuts, _text(zlib.compress(array("I", steps).tobytes())))

    def _number(self, numbers: dict[str, int], value: str) -> int:
        return numbers.setdefault(value, len(numbers))


class _Reader:
    """Undoes what the writer did."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.plain = plain
        digests = base64.b85decode(plain["digests"])
        self.rows = [
            (row, Row(plain["files"][file], digests[at * DIGEST : (at + 1) * DIGEST]))
            for at, (row, file) in enumerate(zip(plain["ids"], plain["file"], strict=True))
        ]
        self.cuts = [dict(self._cut(text)) for text in plain["cuts"]]

    def briefs(self) -> dict[str, Known]:
        groups = self.plain["groups"]
        return {
            name: Known(
                entry["fingerprint"],
                {group: groups[number] for group, number in entry["groups"].items()},
                self.cuts[entry["rows"]],
                entry["seconds"],
            )
            for name, entry in self.plain["briefs"].items()
        }

    def _cut(self, text: str) -> Iterable[tuple[str, Row]]:
        at = 0
        for step in array("I", zlib.decompress(base64.b85decode(text))):
            at += step
            yield self.rows[at]


def _text(content: bytes) -> str:
    return base64.b85encode(content).decode()
