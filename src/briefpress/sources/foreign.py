"""Files that are no tables, by their first bytes: what they are, and what to save them as."""

from __future__ import annotations

from pathlib import Path

from briefpress.sources import bounds

_LONGEST = 8
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPREADSHEET = "Open it in a spreadsheet program and save it as XLSX or CSV"
_FOREIGN = {
    b"%PDF-": ("a PDF", "Ask for the table that it was made of, as XLSX or CSV"),
    _OLE: ("an old Office file (.xls, .doc), or one with a password", _SPREADSHEET),
    b"\x89PNG": ("a picture", "Ask for the table that it shows, as XLSX or CSV"),
    b"\xff\xd8\xff": ("a picture", "Ask for the table that it shows, as XLSX or CSV"),
    b"GIF8": ("a picture", "Ask for the table that it shows, as XLSX or CSV"),
    b"{\\rtf": ("a text document (RTF)", _SPREADSHEET),
    b"\x1f\x8b": ("a packed file (gzip)", "Unpack it first"),
    b"Rar!": ("a packed file (RAR)", "Unpack it first"),
    b"7z\xbc\xaf": ("a packed file (7-Zip)", "Unpack it first"),
    b"SQLite f": ("an SQLite database", 'Read it with database = "sqlite:///…": docs/sources.md'),
}
_PACKED = {
    "word/": ("a Word document", "Copy its table into a spreadsheet and save that as XLSX or CSV"),
    "ppt/": ("a presentation", "Copy its table into a spreadsheet and save that as XLSX or CSV"),
}
"""What a ZIP file is in which a name begins so; else it is one, or damaged."""


def refuse(path: Path, shown: str) -> None:
    """Raise ProjectError for a file that is certainly no table. One of no such kind is let pass."""
    try:
        with path.open("rb") as file:
            head = file.read(_LONGEST)
    except OSError:
        return  # its reader says why
    packed = path.suffix.lower() in (".xlsx", ".xlsm", ".ods")
    for begins, (what, mend) in _FOREIGN.items():
        own = packed and begins == _OLE  # with a password, of which its reader has more to say
        if head.startswith(begins) and not own:
            raise bounds.refused(shown, f"is {what}, and no table", mend)
    if head.startswith(b"PK\x03\x04"):
        _refuse_packed(path, shown, spreadsheet=packed)


def _refuse_packed(path: Path, shown: str, *, spreadsheet: bool) -> None:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return  # damaged: its reader says so
    if any(name.startswith(("xl/", "content.xml")) for name in names):
        return
    for begins, (what, mend) in _PACKED.items():
        if any(name.startswith(begins) for name in names):
            raise bounds.refused(shown, f"is {what}, and no table", mend)
    if not spreadsheet:
        raise bounds.refused(shown, "is a packed file (ZIP), and no table", "Unpack it first")
