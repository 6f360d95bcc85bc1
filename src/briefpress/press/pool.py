"""Worker processes: one task at a time each, within limits, replaced when they die.

The only place that knows processes. Written on Process and Pipe, because the
standard library's pool is lost as a whole with the first process that dies.
"""

from __future__ import annotations

import pickle
import resource
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import connection, forkserver, get_context, resource_tracker
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

from briefpress.errors import BriefError
from briefpress.limits import Limits
from briefpress.press import worker
from briefpress.press.interrupt import Stop

T = TypeVar("T")

_PAGE = resource.getpagesize()

LOOK = 0.1
"""Seconds between two looks at time and memory of the workers."""

GRACE = 1.0
"""Seconds that tasks at work get to be finished when everything is asked to stop."""

START = 120.0
"""Seconds that a worker may take to be ready: far more than any needs."""

MOST_FALSE_STARTS = 3
"""Workers in a row that end before they are ready; after them no other is tried."""

PRELOADED = [
    "briefpress.cli",
    "briefpress.press.make",
    "briefpress.press.worker",
    "briefpress.press.preloaded",
]
"""What the process that workers are forked from has loaded."""


Started = tuple[BaseProcess, connection.Connection]
"""A worker process that makes itself ready, and the pipe to it."""


class Pool(Generic[T]):
    """Worker processes that call ``work(*hand(task))``, each for one task at a time.

    ``work``, ``warm`` and what ``hand`` returns are pickled. ``warm`` is called
    once in each worker, before its first task; ``began`` here, with each task
    that is handed over. Tasks at work when ``stop`` is asked have ``grace`` seconds.
    ``early`` gives a worker that was started before, if there is one.
    """

    def __init__(
        self,
        work: Callable[..., Any],
        hand: Callable[[T], tuple[Any, ...]],
        count: int,
        limits: Limits,
        *,
        warm: Callable[[], None] | None = None,
        began: Callable[[T], None] = lambda task: None,
        stop: Stop | None = None,
        grace: float = GRACE,
        early: Callable[[], Started | None] = lambda: None,
    ) -> None:
        self.early = early
        self.work, self.hand, self.count, self.limits = work, hand, count, limits
        self.warm, self.began, self.stop = warm, began, stop or Stop()
        self.waiting: deque[tuple[int, T]] = deque()
        self.workers: list[_Worker[T]] = []
        self.false_starts = 0
        self.grace = grace
        self.ends: float | None = None

    def each(self, tasks: Iterable[T]) -> Iterator[tuple[T, Any]]:
        """Give each task with its result, or a BriefError, as they come; then end all workers.

        When ``stop`` is asked, tasks that are not finished soon are not given.
        """
        try:
            yield from self.more(tasks)
        finally:
            self.close()

    def more(self, tasks: Iterable[T]) -> Iterator[tuple[T, Any]]:
        """As ``each``, but the workers stay for what comes after it, until ``close``."""
        self.waiting.extend(enumerate(tasks))
        for one in list(self.workers):
            if not one.process.is_alive():
                self._dismiss(one)
            elif one.ready:
                self._hand_to(one)
        while self._goes_on():
            self._staff()
            for one in self._speaking():
                yield from self._hear(one)
            for one in list(self.workers):
                yield from self._look_at(one)

    def close(self) -> None:
        """End all workers."""
        for one in list(self.workers):
            self._dismiss(one)

    def _goes_on(self) -> bool:
        if self.stop.asked and self.ends is None:
            self.waiting.clear()
            self.ends = time.monotonic() + self.grace
        late = self.ends is not None and time.monotonic() > self.ends
        return not late and (bool(self.waiting) or self._busy() > 0)

    def _busy(self) -> int:
        return sum(one.asked is not None for one in self.workers)

    def _staff(self) -> None:
        """Have as many workers as there is work for."""
        while len(self.workers) < min(self.count, len(self.waiting) + self._busy()):
            process, ours = self.early() or started(self.warm)
            self.workers.append(_Worker(process, ours, time.monotonic()))

    def _speaking(self) -> list[_Worker[T]]:
        """Wait for workers that say something or end; return none when it takes too long."""
        found = connection.wait(
            [*(one.pipe for one in self.workers), *(one.process.sentinel for one in self.workers)],
            LOOK,
        )
        return [one for one in self.workers if one.pipe in found or one.process.sentinel in found]

    def _hear(self, one: _Worker[T]) -> Iterator[tuple[T, Any]]:
        try:
            said = one.pipe.recv() if one.pipe.poll() else None
        except (EOFError, OSError, pickle.UnpicklingError):  # it ended, perhaps in mid-sentence
            said = None
        if said is None:
            yield from self._lose(one)
            return
        asked = one.asked
        # the next is handed over first, so that the worker need not wait for the disk
        self._hand_to(one)
        self.false_starts = 0
        if asked is not None:
            yield asked.task, checked(said, asked.number, asked.digest)

    @cached_property
    def _work(self) -> bytes:
        return pickle.dumps(self.work, pickle.HIGHEST_PROTOCOL)

    def _hand_to(self, one: _Worker[T]) -> None:
        if not one.ready:
            with suppress(OSError):
                one.pipe.send_bytes(self._work)
        one.ready, one.asked = True, None
        if not self.waiting:
            return
        number, task = self.waiting.popleft()
        content = pickle.dumps((number, self.hand(task)), pickle.HIGHEST_PROTOCOL)
        one.asked, one.since = _Asked(number, task, worker.digest(content)), time.monotonic()
        with suppress(OSError):  # it has just ended; that is heard next
            one.pipe.send_bytes(content)
        self.began(task)

    def _look_at(self, one: _Worker[T]) -> Iterator[tuple[T, Any]]:
        """End a worker that is over a limit."""
        if (one.ready and one.asked is None) or one.pipe.poll():
            return  # it has nothing to do, or has done it
        if time.monotonic() - one.since > (self.limits.seconds if one.ready else START):
            yield from self._lose(one, f"took more than {self.limits.time_said}")
        elif one.ready and resident(one.process) > self.limits.memory:
            yield from self._lose(one, f"needed more than {self.limits.memory_said} of memory")

    def _lose(self, one: _Worker[T], reason: str = "") -> Iterator[tuple[T, Any]]:
        """Take a worker out, and give what that costs: the one task that it had."""
        if not reason:
            one.process.join(GRACE)  # its pipe may end a moment before it does
            reason = ended(one.process)
        self._dismiss(one)
        if one.asked is not None and not self.stop.asked:
            yield one.asked.task, BriefError(reason)
        elif not one.ready:
            self.false_starts += 1
            while self.waiting and self.false_starts >= MOST_FALSE_STARTS:
                _, task = self.waiting.popleft()
                yield task, BriefError(f"no worker process can be started: {reason}")

    def _dismiss(self, one: _Worker[T]) -> None:
        """End a worker. It is killed: it holds nothing that others will see."""
        self.workers.remove(one)
        one.process.kill()
        one.process.join(GRACE)
        one.pipe.close()


@dataclass(frozen=True)
class _Asked(Generic[T]):
    """What a worker has been handed."""

    number: int
    task: T
    digest: str


@dataclass(eq=False)
class _Worker(Generic[T]):
    process: BaseProcess
    pipe: connection.Connection
    since: float
    """When it was started, or handed what it has."""
    ready: bool = False
    asked: _Asked[T] | None = None


def started(warm: Callable[[], None] | None) -> Started:
    """Start a worker process. Raises OSError where the system gives none."""
    ours, theirs = connection.Pipe()
    process = _context().Process(target=worker.main, args=(theirs, warm), daemon=True)
    with _interrupts_kept():
        process.start()
    theirs.close()  # else the pipe would not end with the worker
    return process, ours


def checked(said: Any, number: int, asked: str) -> Any:
    """Return the result in an answer; a BriefError when it answers something else than was asked.

    Each worker has one task and a pipe of its own, so no answer should ever
    be another's. Should one be, it is not printed.
    """
    if not isinstance(said, worker.Answer):
        return BriefError("its worker did not answer")
    if (said.number, said.asked) != (number, asked):
        return BriefError("its worker answered what was not asked: other rows, or another brief's")
    if worker.digest(said.body) != said.made:
        return BriefError("its worker's answer did not arrive as it was sent")
    return pickle.loads(said.body)


def ended(process: BaseProcess) -> str:
    """Say how a process ended."""
    status = process.exitcode
    if status is None:
        return "its worker fell silent"
    if status < 0:
        return f"its worker was killed by signal {-status}"
    return f"its worker ended with status {status}"


def resident(process: BaseProcess) -> int:
    """Return how many bytes of memory a process holds; 0 when it is gone.

    Address space would be a limit that the system holds by itself, but libraries
    reserve what they never use: a worker that holds 0.18 GB has 1.5 GB of it.
    """
    try:
        if sys.platform == "linux":
            pages = Path(f"/proc/{process.pid}/statm").read_text("ascii").split()[1]
            return int(pages) * _PAGE
        command = ["ps", "-o", "rss=", "-p", str(process.pid)]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return int(said) * 1024
    except (OSError, ValueError, IndexError):
        return 0


def prepare(*more: str) -> None:
    """Begin to load libraries in the process that workers are forked from; return at once.

    ``more`` are modules that its workers need besides. Where workers are not forked
    each loads for itself, and nothing is prepared.
    """
    if _method() == "forkserver":
        _context().set_forkserver_preload([*PRELOADED, *more])
        with _interrupts_kept():
            forkserver.ensure_running()


def _method() -> str:
    """Return how processes are made.

    Forked from a process without threads that has all libraries loaded: a new
    worker is there in milliseconds. macOS lets no process be forked safely
    once it has used the system's own libraries, so there each is started anew.
    """
    return "forkserver" if sys.platform == "linux" else "spawn"


def _context() -> Any:
    context = get_context(_method())
    context.set_forkserver_preload(PRELOADED)
    return context


@contextmanager
def _interrupts_kept() -> Iterator[None]:
    """Start processes that never see Ctrl-C, not even before they can refuse it."""
    resource_tracker.ensure_running()  # it ends the mask of whoever starts it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
