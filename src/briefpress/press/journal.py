"""build/.journal.jsonl: what a build has finished, line by line, until the manifest says it.

A line is on the disk before the files of its brief take their names, and says
where they are staged. So whoever reads it after a kill can finish what was
begun: the files of a brief are all old or all new, never mixed. A line counts
only when the files hash as it says; one that is torn never began.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from briefpress.press import manifest
from briefpress.press.manifest import Entry
from briefpress.press.publish import remove_strays, sync_folder

NAME = ".journal.jsonl"
FORMAT = 1


@dataclass(frozen=True)
class Line:
    """A brief whose files are staged: its entry of the manifest, and where each file is."""

    brief: str
    entry: Entry
    staged: Mapping[str, str]


def pending(out: Path) -> bool:
    """Say whether a build has begun here and has not written its manifest."""
    return (out / NAME).exists()


def read(out: Path) -> list[Line]:
    """Return the lines of a build that did not end; none of a journal that is not ours."""
    try:
        content = (out / NAME).read_bytes()
    except OSError:
        return []
    known, lines = False, []
    for text in content.split(b"\n"):
        try:
            line = json.loads(text)
            if "journal" in line:
                known = line["journal"] == FORMAT
            elif known and inside([*line["entry"]["sha256"], *line["staged"].values()]):
                lines.append(Line(line["brief"], line["entry"], line["staged"]))
        except (ValueError, KeyError, TypeError):
            continue  # torn
    return lines


@dataclass(frozen=True)
class Before:
    """What earlier builds have left: the manifest's briefs, and the journal's over them."""

    briefs: Mapping[str, Entry]
    finished: frozenset[str]
    """The briefs that a build had finished when it was interrupted."""
    files: frozenset[str]
    """Every file that was ever one of a brief's, by the manifest or by the journal."""


def before(out: Path) -> Before:
    """Take over what is there. For who holds the lock: it finishes what was begun."""
    lines = read(out)
    finished = finish(out, lines)
    remove_strays(out)
    last = manifest.read(out)["briefs"]
    entries = [*last.values(), *(line.entry for line in lines)]
    files = frozenset(name for entry in entries for name in entry["sha256"])
    return Before({**last, **finished}, frozenset(finished), files)


def seen(out: Path) -> Before:
    """Look at what is there, and touch nothing: for who only wants to know."""
    last = manifest.read(out)["briefs"]
    done = {line.brief: line.entry for line in read(out) if manifest.in_place(out, line.entry)}
    return Before({**last, **done}, frozenset(done), frozenset())


def finish(out: Path, lines: Sequence[Line]) -> dict[str, Entry]:
    """Give what is still staged its name; return the briefs whose files are as the journal says.

    Of a brief that has several lines the last counts.
    """
    done = {}
    for line in {line.brief: line for line in lines}.values():
        for name, new in line.staged.items():
            if manifest.digest_of(out / new) == line.entry["sha256"].get(name):
                with contextlib.suppress(OSError):  # then it is not in place, and made again
                    os.replace(out / new, out / name)
        if manifest.in_place(out, line.entry):
            done[line.brief] = line.entry
    return done


class Journal:
    """The journal of the build at work. Its methods raise OSError, which names the file."""

    def __init__(self, out: Path, versions: Mapping[str, str]) -> None:
        self.path = out / NAME
        self.lines: list[Line] = []
        self._file = self.path.open("ab", buffering=0)
        try:
            # the line break ends what a killed build may have left torn
            self._append({"journal": FORMAT, "versions": dict(versions)}, before=b"\n")
            sync_folder(out)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def note(self, line: Line) -> None:
        """Write that the files of a brief are staged, to the disk."""
        self._append({"brief": line.brief, "entry": line.entry, "staged": dict(line.staged)})
        self.lines.append(line)

    def empty(self) -> None:
        """Remove the journal: the manifest says it all."""
        self._file.close()
        self.path.unlink()
        sync_folder(self.path.parent)

    def _append(self, record: Mapping[str, Any], before: bytes = b"") -> None:
        line = before + json.dumps(record, ensure_ascii=False).encode() + b"\n"
        try:
            while line:
                line = line[self._file.write(line) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            error.filename = str(self.path)
            raise


def inside(names: Iterable[str]) -> bool:
    """Say whether names are below the output folder: what is read is not trusted with others."""
    paths = [PurePosixPath(name) for name in names]
    return not any(path.is_absolute() or ".." in path.parts for path in paths)
