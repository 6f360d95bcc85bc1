"""A worker process that makes itself ready while nobody knows yet what it is to make."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread

from briefpress.press.pool import Started, started


class Early:
    """One worker process, started at once; who uses it in a ``with`` has it ended if none took it.

    A thread waits for it: the process that workers are forked from answers when
    all libraries are loaded, and meanwhile the press reads and plans.
    """

    def __init__(self, warm: Callable[[], None]) -> None:
        self._there: Started | None = None
        self._wanted, self._lock = True, Lock()
        self._thread = Thread(target=self._start, args=(warm,), daemon=True)
        self._thread.start()

    def taken(self) -> Started | None:
        """Give the worker, to the first who asks."""
        self._thread.join()
        with self._lock:
            there, self._there = self._there, None
        return there

    def __enter__(self) -> Early:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._wanted = False
            self._end()

    def _start(self, warm: Callable[[], None]) -> None:
        with suppress(OSError):  # whoever needs a worker will be told why there is none
            there = started(warm)
            with self._lock:
                self._there = there
                if not self._wanted:
                    self._end()

    def _end(self) -> None:
        if self._there:
            process, pipe = self._there
            self._there = None
            process.kill()
            process.join()
            pipe.close()
