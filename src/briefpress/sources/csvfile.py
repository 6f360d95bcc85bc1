"""The only place that knows CSV: bytes in any encoding to rows of text with their numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError
from briefpress.sources import bounds
from briefpress.sources.grid import Grid
from briefpress.sources.rows import Row, grid

_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
DELIMITERS = ",;\t|"
_SURE = 0.1
"""Of charset-normalizer: how much of the text may look like chaos."""


def read(path: Path | bytes, source: Source, shown: str, mistakes: list[Mistake]) -> list[Grid]:
    """Read a file with commas, semicolons, tabs or bars between its cells.

    UTF-8 and UTF-16 are known by their marks; another encoding is found or
    declared. Raises ProjectError for what is wrong with the file as a file;
    rows that do not fit the heading are added to ``mistakes``.
    """
    content = path if isinstance(path, bytes) else bounds.content(path, shown)
    name = Path(shown).stem
    whole = text(content, source, shown, mistakes)
    if not whole.strip():
        raise bounds.refused(shown, "is empty")
    declared = re.match(r"sep=(.)(\r\n|\r|\n)", whole)
    if declared:
        whole = whole[declared.end() :]
    first = [line for line in re.split(r"\r\n|\r|\n", whole[:20_000], maxsplit=30) if line.strip()]
    delimiter = declared[1] if declared else _delimiter(first)
    rows = _rows(whole, delimiter, shown, skipped=1 if declared else 0)
    return [grid(rows, shown, name, mistakes, source.heading_row)]


def _delimiter(lines: list[str]) -> str:
    """Return the sign that stands in most lines: a text has commas too, but not in every line."""
    return max(
        DELIMITERS, key=lambda sign: (sum(sign in line for line in lines), lines[0].count(sign))
    )


def _rows(text: str, delimiter: str, shown: str, skipped: int) -> Iterator[Row]:
    csv.field_size_limit(bounds.LONGEST_CSV_CELL)  # one for the whole process: others raise it
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = skipped
    try:
        for number, record in enumerate(records, start=1 + skipped):
            if len(record) > bounds.MOST_COLUMNS:
                record = _trimmed(record, shown, number)
            yield number, record
    except csv.Error as error:
        said = "a quotation mark is never closed" if "end of data" in str(error) else ""
        if "field larger" in str(error):
            said = f"a cell has more than {bounds.LONGEST_CSV_CELL:,} characters"
        mistake = Mistake(shown, number + 1, found=f"is not CSV: {said or error}")
        raise ProjectError([mistake]) from None


def _trimmed(record: list[str], shown: str, number: int) -> list[str]:
    while record and not record[-1]:
        record.pop()
    if len(record) > bounds.MOST_COLUMNS:
        found = f"has more than {bounds.MOST_COLUMNS} columns"
        raise ProjectError([Mistake(shown, number, found=found)])
    return record


def text(content: bytes, source: Source, shown: str, mistakes: list[Mistake]) -> str:
    """Return the text of a file in the encoding that is declared, marked or found."""
    encoding = source.encoding
    if not encoding and content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in content and not encoding.startswith(("utf-16", "utf-32")):
        raise bounds.refused(shown, "has NUL bytes in it, so it is no CSV file")
    try:
        decoded = content.decode("utf-8-sig" if encoding in ("", "utf-8") else encoding)
    except UnicodeDecodeError as error:
        line = len(_LINE_ENDS.findall(content[: error.start])) + 1
        if encoding:
            found = f"is not in the encoding '{encoding}' that is declared"
            raise bounds.refused(shown, found, line=line) from None
        decoded = _guessed(content, shown, line, mistakes)
    if "\0" in decoded:
        raise bounds.refused(shown, "has NUL characters in it, so it is no CSV file")
    return decoded


def _guessed(content: bytes, shown: str, line: int, mistakes: list[Mistake]) -> str:
    """Find the encoding of a text that is not UTF-8, and say which was taken; or refuse it.

    The encodings of Western and of Central Europe cannot be told from one
    another: where they differ ("Élèves", "Élčves"), a person has to say which it is.
    """
    from charset_normalizer import from_bytes

    sample = content[: 2**16] + b"\n" + content[-(2**16) :]
    best = from_bytes(sample, threshold=_SURE, cp_isolation=list(_LIKELY)).best()
    encoding = best.encoding if best else ""
    two = len(re.findall(rb"[\xc3-\xdf][\x80-\xbf]", sample))
    mend = "Save it as 'CSV UTF-8', or declare it: encoding = \"cp1252\""
    if not encoding or two > 3:
        found = "is not UTF-8, and its encoding cannot be told"
        raise bounds.refused(shown, found, mend, line)
    if encoding in _LATIN:
        encoding = _LATIN[0]
        words = [_words(sample.decode(one, "replace")) for one in _LATIN]
        for one, other in zip(*words, strict=False):
            if one != other:
                at = content.decode(_LATIN[0], "replace").find(one)  # a byte is a sign in it
                line = len(_LINE_ENDS.findall(content[:at])) + 1
                found = f"is not UTF-8; in it stands '{one}' (cp1252) or '{other}' (cp1250)"
                raise bounds.refused(shown, found, mend, line)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        found = "is not UTF-8, and its encoding cannot be told"
        raise bounds.refused(shown, found, mend, line) from None
    mistakes.append(
        Mistake(
            shown,
            line=line,
            found=f"is not UTF-8 and was read as '{encoding}'",
            mend=f'If its letters are right, declare it: encoding = "{encoding}"',
            level="warning",
        )
    )
    return text


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", text) if not word.isascii()]


_LATIN = ("cp1252", "cp1250")
_LIKELY = (*_LATIN, "cp1251", "cp1256", "gb18030")
"""Encodings that spreadsheet programs write; others have to be declared."""
