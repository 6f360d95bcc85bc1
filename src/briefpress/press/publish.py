"""Bytes to files, whole or not at all.

A file is staged beside its target (written, synced to the disk, read back),
then takes the target's name in one step. What a killed build leaves staged is
told by its name, and the next build removes it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from briefpress.errors import BriefError, DiskError

_NEW = ".briefpress-new"
_STRAY = re.compile(rf"\..+\.[a-z0-9_]{{8}}{re.escape(_NEW)}")
_STRAY_FOLDER = re.compile(r"\.making-[a-z0-9_]{8}")

_NO_SYNC = (errno.EINVAL, errno.ENOTSUP)
"""How some network file systems answer who syncs a folder: they need none."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    The folder is made when it is missing. Raises OSError, which names the file;
    the old file is untouched then, or the new one is there, whole.
    """
    new = _stage(path, content)
    try:
        _put({path: new})
    except BaseException:
        _discard(new)
        raise


@contextlib.contextmanager
def staged(out: Path, files: Mapping[str, bytes]) -> Iterator[Mapping[str, str]]:
    """Stage files that belong together, give where each is, then give all their names.

    They get their names only if nothing is raised meanwhile; else they are
    removed. Raises OSError, which names the file.
    """
    where: dict[str, str] = {}
    try:
        for name, content in files.items():
            new = _stage(out / name, content)
            where[name] = (Path(name).parent / new.name).as_posix()
        yield where
    except BaseException:
        for staged_as in where.values():
            _discard(out / staged_as)
        raise
    _put({out / name: out / new for name, new in where.items()})


def _stage(path: Path, content: bytes) -> Path:
    """Write a file's content beside it, to the disk, and return where."""
    with _named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_NEW)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new = path.with_name(Path(name).name)  # mkstemp makes it absolute
            new.chmod(0o644)
            if new.read_bytes() != content:
                raise OSError(errno.EIO, "what was read back is not what was written")
        except BaseException:
            _discard(Path(name))
            raise
    return new


def _put(files: Mapping[Path, Path]) -> None:
    """Give files that are staged their names, and bring these to the disk."""
    for path, new in files.items():
        with _named(path):
            os.replace(new, path)
    for folder in dict.fromkeys(path.parent for path in files):
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk. Raises OSError, which names the folder."""
    if os.name == "nt":  # has no handle of a folder
        return
    with _named(folder):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise
        finally:
            os.close(handle)


def require_sound(path: Path, pages: int) -> None:
    """Raise BriefError unless a PDF on the disk opens, is tagged and has as many pages.

    Tagged is what says so itself (ISO 32000-1, 14.7.1). What is on the pages was checked
    where they were made (documents.missing). PDFium needs a fifth of pikepdf's time for
    this, and a quarter to be loaded.
    """
    import pypdfium2
    from pypdfium2.raw import FPDFCatalog_IsTagged

    try:
        with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
            found, tagged = len(pdf), FPDFCatalog_IsTagged(pdf)
    except pypdfium2.PdfiumError as error:
        raise BriefError(f"its PDF does not open: {error}") from None
    if found != pages:
        raise BriefError(f"its PDF has {found} pages and should have {pages}")
    if not tagged:
        raise BriefError("its PDF is not tagged")


def remove_strays(out: Path) -> None:
    """Remove what builds that were killed have left half made. For who holds the lock."""
    for folder, folders, names in os.walk(out):
        for name in filter(_STRAY.fullmatch, names):
            _discard(Path(folder, name))
        for name in filter(_STRAY_FOLDER.fullmatch, folders):  # of the cache
            shutil.rmtree(Path(folder, name), ignore_errors=True)


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into a DiskError: the file (or folder), the reason, what to do."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(folder)
        raise DiskError(refused(error)) from error


def refused(error: OSError) -> str:
    """Say what the disk has refused: the file, the reason, what to do."""
    reason = error.strerror or str(error)
    return f"{error.filename}: cannot be written: {reason}. {_MENDS.get(error.errno or 0, _MEND)}"


_MEND = "Look after the disk, or choose another folder with --out, and build again"
_ROOM = "Make room there, or choose another folder with --out, and build again"
_RIGHTS = "Allow writing there, or choose another folder with --out, and build again"
_NAME = "Something else has its name: move that away and build again"
_MENDS = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: "Raise the limit on the size of files and build again",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: _RIGHTS,
    errno.EEXIST: _NAME,
    errno.ENOTDIR: _NAME,
    errno.EISDIR: _NAME,
}


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Put a file's name on the errors about it: those of writing and syncing have none."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
