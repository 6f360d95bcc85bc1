"""One build at a time in an output folder. The only place that knows how a system locks files.

The lock is the system's own, on a file: it ends with the process that holds it,
however that ends. What stands in the file is only for people. Reading an edition
needs no lock.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from briefpress.errors import ProjectError
from briefpress.press.publish import refused

NAME = ".lock"


@contextlib.contextmanager
def held(out: Path, wait: bool, say: Callable[[str], None]) -> Iterator[bool]:
    """Hold the output folder's lock; give whether another build had to be waited for.

    The folder is made, and removed if nothing was put in it. Raises
    ProjectError when there is no writing in it, and without ``wait`` when
    another build is at work.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        handle, waited = _take(out, wait, say)
    except OSError as error:
        error.filename = str(out)
        raise ProjectError(refused(error)) from error
    try:
        yield waited
    finally:
        # first the name, then the lock: who gets the lock looks whether it still has its name
        with contextlib.suppress(OSError):
            (out / NAME).unlink()
        os.close(handle)
        with contextlib.suppress(OSError):
            for folder in made:
                folder.rmdir()


def _take(out: Path, wait: bool, say: Callable[[str], None]) -> tuple[int, bool]:
    waited = False
    while True:
        try:
            out.mkdir(parents=True, exist_ok=True)
            handle = os.open(out / NAME, os.O_RDWR | os.O_CREAT, 0o644)
        except (FileNotFoundError, FileExistsError):
            if out.exists() and not out.is_dir():
                raise
            continue  # a build that made nothing has just removed the folder
        try:
            if not _lock(handle, block=False):
                other = f"another build{_process(handle)} is at work in {out}/"
                if not wait:
                    raise ProjectError(f"{other}. Build when it has ended, or without --no-wait")
                if not waited:
                    say(f"{other}; waiting")
                waited = True
                _lock(handle, block=True)
            if _is_named(handle, out / NAME):
                _sign(handle)
                return handle, waited
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # of a build that has ended meanwhile


def _is_named(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _sign(handle: int) -> None:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    os.ftruncate(handle, 0)
    os.write(handle, json.dumps({"process": os.getpid(), "started": now}).encode())


def _process(handle: int) -> str:
    """Return the process that holds the lock, in brackets; nothing when it has not signed yet."""
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        return f" (process {int(json.loads(os.read(handle, 1000))['process'])})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # where nothing is written: what is locked cannot be read there

    def _lock(handle: int, *, block: bool) -> bool:
        while True:
            os.lseek(handle, _FAR, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK if block else msvcrt.LK_NBLCK, 1)
            except OSError:  # also after ten seconds of waiting
                if not block:
                    return False
            else:
                os.lseek(handle, 0, os.SEEK_SET)
                return True

else:
    import fcntl

    def _lock(handle: int, *, block: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if block else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
