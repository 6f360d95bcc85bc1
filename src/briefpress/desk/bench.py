"""One warm worker process, within the limits of a brief, that can be called off."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from briefpress.desk import hand
from briefpress.desk.hand import Keys, Page, Pages
from briefpress.errors import BriefError
from briefpress.limits import Limits
from briefpress.press.interrupt import Stop
from briefpress.press.pool import Pool, prepare
from briefpress.press.task import Task

T = TypeVar("T")


class CalledOff(Exception):  # noqa: N818 - nothing went wrong
    """What was being made is not wanted any more."""


class _Asked(NamedTuple):
    work: Callable[..., Any]
    task: Task
    keys: Keys


class Bench:
    """Makes one thing at a time."""

    def __init__(self) -> None:
        prepare("briefpress.desk.hand")
        self._pool: Pool[_Asked] | None = None
        self._stop = Stop()
        self._code, self._limits = "", Limits()
        self._lock, self._at_work = threading.Lock(), threading.Lock()
        self._busy = False

    def warm(self, task: Task, keys: Keys) -> None:
        """Have the worker started, with all libraries, fonts and sheets."""
        self._made(hand.warm, task, keys)

    def page(self, task: Task, keys: Keys) -> Page:
        """Return a brief's page. Raises BriefError, CalledOff."""
        return self._made(hand.page, task, keys)

    def pages(self, task: Task, keys: Keys) -> Pages:
        """Return a brief's PDF. Raises BriefError, CalledOff."""
        return self._made(hand.pages, task, keys)

    def call_off(self) -> None:
        """Have what is being made ended, in a tenth of a second; from any thread."""
        with self._lock:
            self._stop.asked = self._busy

    def close(self) -> None:
        """End the worker; from any thread, once what it makes is called off or there."""
        with self._at_work:
            self._end()

    def _end(self) -> None:
        if self._pool:
            self._pool.close()
            self._pool = None

    def _made(self, work: Callable[[Task, Keys], T], task: Task, keys: Keys) -> T:
        with self._at_work:
            return self._done(work, task, keys)

    def _done(self, work: Callable[[Task, Keys], T], task: Task, keys: Keys) -> T:
        pool = self._ready(task.project.limits, keys.code)
        results = [result for _, result in pool.more([_Asked(work, task, keys)])]
        with self._lock:
            self._busy = False
        if not results:
            self._end()
            raise CalledOff
        if isinstance(results[0], BriefError):
            raise results[0] if results[0].brief else results[0].of(task.job.brief)
        made: T = results[0]
        return made

    def _ready(self, limits: Limits, code: str) -> Pool[_Asked]:
        """Return the pool; a new one when the charts' code is another: modules stay loaded."""
        with self._lock:
            if self._pool and (self._stop.asked or (code, limits) != (self._code, self._limits)):
                self._end()
            if self._pool is None:
                self._stop, self._code, self._limits = Stop(), code, limits
                self._pool = Pool(
                    _work, lambda asked: tuple(asked), 1, limits, stop=self._stop, grace=0
                )
            self._busy = True
            return self._pool


def _work(work: Callable[[Task, Keys], T], task: Task, keys: Keys) -> T:
    return work(task, keys)
