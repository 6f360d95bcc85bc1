"""The only place that knows CSV: bytes to rows of text, each with its row number."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError
from briefpress.sources.grid import Grid

MOST_COLUMNS = 200
MOST_BYTES = 512 * 1024 * 1024


def read(path: Path, source: Source, shown: str, found: list[Mistake]) -> list[Grid]:
    """Read a CSV file in UTF-8, with commas, semicolons or tabs.

    ``shown`` is how the file is named in errors. Raises ProjectError with all
    that is wrong with the file as a file: size, encoding, heading, ragged rows.
    """
    text = _text(path, shown)
    first = text.split("\n", 1)[0].split("\r", 1)[0]
    delimiter = max(",;\t", key=first.count)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    mistakes: list[Mistake] = []
    rows: list[tuple[int, list[str]]] = []
    heading: tuple[str, ...] = ()
    number = 0
    try:
        for number, record in enumerate(records, start=1):
            if number == 1:
                heading = tuple(cell.strip() for cell in record)
                _check_heading(heading, shown)
            elif any(cell.strip() for cell in record):
                if len(record) == len(heading):
                    rows.append((number, record))
                else:
                    mistakes.append(
                        Mistake(
                            shown,
                            number,
                            found=f"has {len(record)} cells, the heading has {len(heading)}."
                            " A text with a comma in it needs quotation marks around it",
                        )
                    )
    except csv.Error as error:
        mistakes.append(Mistake(shown, number + 1, found=f"is not CSV: {error}"))
    if mistakes:
        raise ProjectError(mistakes)
    while heading and not heading[-1] and not any(row[-1].strip() for _, row in rows):
        heading = heading[:-1]  # spreadsheets leave empty columns at the end
        rows = [(number, row[:-1]) for number, row in rows]
    columns = tuple([row[at] for _, row in rows] for at in range(len(heading)))
    return [Grid(shown, path.stem, heading, columns, [number for number, _ in rows])]


def _text(path: Path, shown: str) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ProjectError([Mistake(shown, found="is larger than 512 MB")])
        content = path.read_bytes()
    except OSError as error:
        raise ProjectError([Mistake(shown, found=f"cannot be read: {error.strerror}")]) from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = "is UTF-16 ('Unicode text'). Save it as 'CSV UTF-8'"
        raise ProjectError([Mistake(shown, found=found)])
    if b"\0" in content:
        raise ProjectError([Mistake(shown, found="has NUL bytes in it, so it is no CSV file")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", content[: error.start])) + 1
        raise ProjectError(
            [Mistake(shown, line=line, found="is not UTF-8. Save it as 'CSV UTF-8'")]
        ) from None


def _check_heading(heading: tuple[str, ...], shown: str) -> None:
    if not any(heading):
        found = "is blank; the first row has to hold the headings"
        raise ProjectError([Mistake(shown, 1, found=found)])
    if len(heading) > MOST_COLUMNS:
        raise ProjectError([Mistake(shown, 1, found=f"has more than {MOST_COLUMNS} columns")])
    twice = sorted({name for name in heading if name and heading.count(name) > 1})
    if twice:
        raise ProjectError(
            [Mistake(shown, 1, name, "stands twice in the heading") for name in twice]
        )
