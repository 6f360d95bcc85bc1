"""Files that are ZIP archives of XML, as XLSX and ODS are: opened only when they are harmless."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from briefpress.sources import bounds

MOST_PARTS = 5_000
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError,
              RuntimeError)  # fmt: skip
"""What the standard library raises for parts that are damaged, encrypted or of no known kind."""

_HEAD = 4_096


def opened(path: Path | bytes, shown: str, kind: str) -> zipfile.ZipFile:
    """Return the archive.

    Raises ProjectError when it is none, is encrypted, would become too large,
    or has XML with a document type in it (the way to entities that explode).
    The standard library reads of a part no more than the directory promises.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(path) if isinstance(path, bytes) else path)
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if _is_old(path):
            found = f"is an old or encrypted workbook, not {kind}"
            raise bounds.refused(shown, found, f"Save it as {kind}, without a password") from None
        raise bounds.refused(shown, f"is damaged, or no {kind} file: {error}") from None
    if any(part.flag_bits & 1 for part in parts):
        raise bounds.refused(shown, "is encrypted", "Save it without a password")
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if size > bounds.MOST_BYTES or size > bounds.MOST_RATIO * max(packed, 1):
        raise bounds.refused(shown, "holds far more than its size: a ZIP bomb, or no real table")
    if len(parts) > MOST_PARTS:
        raise bounds.refused(shown, f"holds more than {MOST_PARTS:,} parts")
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")):
            _check_head(archive, part, shown, kind)
    return archive


def _is_old(path: Path | bytes) -> bool:
    """Say whether the first bytes are those of an OLE file: .xls, or an encrypted workbook."""
    if isinstance(path, bytes):
        head = path[:8]
    else:
        try:
            with path.open("rb") as file:
                head = file.read(8)
        except OSError:
            return False
    return head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _check_head(archive: zipfile.ZipFile, part: zipfile.ZipInfo, shown: str, kind: str) -> None:
    try:
        with archive.open(part) as file:
            head = file.read(_HEAD)
    except UNREADABLE as error:
        raise bounds.refused(shown, f"is damaged, or no {kind} file: {error}") from None
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", head.replace(b"\0", b""), re.IGNORECASE):
        found = f"has a document type definition in {part.filename}, which no {kind} file has"
        raise bounds.refused(shown, found)
