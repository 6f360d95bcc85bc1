"""What is wrong, as the desk shows it: where, in which line or row, and what stands there."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefpress.errors import BriefError, BriefpressError, Mistake, ProjectError

_WHERE = re.compile(r"(?P<file>[^,:]+\.\w+)(?:, line (?P<line>\d+))?")
_AROUND = 2
"""Lines shown before and after the one that is wrong."""

_LONGEST = 400
"""Letters of a line that are shown."""

MOST = 12
"""Mistakes that are shown at a time; the first that is mended may mend more."""


@dataclass(frozen=True)
class Line:
    """A line of somebody's file; ``here`` if it is the one that is wrong."""

    number: int
    text: str
    here: bool


@dataclass(frozen=True)
class Shown:
    """One mistake: ``found`` says what, and the nearest right name where there is one."""

    found: str
    brief: str = ""
    file: str = ""
    line: int = 0
    row: int = 0
    column: str = ""
    mend: str = ""
    lines: tuple[Line, ...] = ()


def shown(error: BriefpressError, folders: Sequence[Path]) -> list[Shown]:
    """Return the mistakes that an error tells of; ``folders`` are where its files may be."""
    if isinstance(error, BriefError):
        return [_of_brief(error, folders)]
    if isinstance(error, ProjectError) and error.mistakes:
        return [_of_project(one, folders) for one in error.mistakes[:MOST]]
    return [Shown(error.format_message())]


def _of_brief(error: BriefError, folders: Sequence[Path]) -> Shown:
    where = _WHERE.fullmatch(error.where)
    if not where:
        found = f"{error.where}: {error.found}" if error.where else error.found
        return Shown(found, error.brief)
    line = int(where["line"] or 0)
    lines = _lines(where["file"], line, folders)
    return Shown(error.found, error.brief, where["file"], line, lines=lines)


def _of_project(one: Mistake, folders: Sequence[Path]) -> Shown:
    lines = _lines(one.file, one.line, folders) or _rows(one.file, one.row, folders)
    return Shown(one.found, "", one.file, one.line, one.row, one.column, one.mend, lines)


def _lines(name: str, number: int, folders: Sequence[Path]) -> tuple[Line, ...]:
    """Return the lines around one of a file; () where there is none to show."""
    text = _text(name, folders).splitlines() if number else []
    first, last = max(1, number - _AROUND), min(len(text), number + _AROUND)
    return tuple(Line(at, text[at - 1][:_LONGEST], at == number) for at in range(first, last + 1))


def _rows(name: str, row: int, folders: Sequence[Path]) -> tuple[Line, ...]:
    """Return the heading of a CSV file and one of its rows, as spreadsheets count; else ()."""
    if not row or not name.endswith(".csv"):
        return ()
    text = _text(name, folders)
    lines, reader, at = text.splitlines(), csv.reader(io.StringIO(text)), 0
    found, begins = [], 1
    try:
        for at, _ in enumerate(reader, start=1):
            if at in (1, row):
                words = " ".join(lines[begins - 1 : reader.line_num])
                found.append(Line(at, words[:_LONGEST], at == row))
            begins = reader.line_num + 1
            if at == row:
                return tuple(found)
    except csv.Error:
        pass
    return ()


def _text(name: str, folders: Sequence[Path]) -> str:
    """Return a file's text from the first folder that has it, never from outside of them."""
    for folder in folders:
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            with contextlib.suppress(OSError, UnicodeDecodeError):
                return path.read_text(encoding="utf-8-sig")
    return ""
