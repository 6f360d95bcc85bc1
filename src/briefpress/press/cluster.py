"""Briefs made by the workers of a Dask cluster: the same jobs, results and checks as `workers`.

The only place on this side that knows Dask; `site` is what runs in its workers.
"""

from __future__ import annotations

import pickle
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from briefpress.errors import BriefError, ProjectError, UnfinishedError
from briefpress.press import bundle, site, worker
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import of_engine, of_versions
from briefpress.press.interrupt import Stop
from briefpress.press.pool import GRACE, LOOK, checked
from briefpress.press.workers import largest_first, of_task

if TYPE_CHECKING:
    from briefpress.press.task import Made, Task

ANSWER = 10.0
"""Seconds that a scheduler may take to answer the first time."""

START = 60.0
"""Seconds that the cluster may be without any worker before what is left fails."""

FETCH = 10.0
"""Seconds that a result may take from its worker: of one that is lost it never comes."""

AHEAD = 2
"""Briefs for each worker that are asked for and not yet here: one at work, one to go on with."""


def run(
    tasks: Sequence[Task],
    address: str,
    began: Callable[[str], None] = lambda brief: None,
    stop: Stop | None = None,
) -> Iterator[tuple[Task, Made | BriefError]]:
    """Make every task on the cluster at ``address``; give the results as they come.

    As `workers.run`, with the same limits. The briefs of a worker that is lost
    are made by others; one that several workers were lost with has failed.
    Raises ProjectError when there is no such cluster or when one of its
    machines cannot make what this one would, and UnfinishedError when its
    scheduler is lost.
    """
    if not tasks:
        return
    with _client(address) as client:
        versions = of_versions(of_engine(Hashes()))
        _require_fit(client, versions)
        with _goes_on(address):
            far = _Cluster(client, tasks[0], versions)
            for task, result in far.each(_in_order(tasks), began, stop or Stop()):
                yield task, of_task(task, result)


def _in_order(tasks: Sequence[Task]) -> list[Task]:
    """Order tasks as at home, those with the same rows one after the other."""
    same: dict[tuple[str, str], list[Task]] = {}
    for task in largest_first(tasks):
        same.setdefault((task.slice.over, task.slice.key), []).append(task)
    return [task for tasks in same.values() for task in tasks]


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise ProjectError(
            f"{address}: a cluster needs Dask Distributed. pip install 'briefpress[distributed]'"
        ) from None
    try:
        client = Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ProjectError(f"{address}: no cluster answers: {error}") from error
    try:
        yield client
    finally:
        client.close()


@contextmanager
def _goes_on(address: str) -> Iterator[None]:
    """Say that the scheduler is lost, once for all that it was asked for."""
    from distributed import CancelledError

    try:
        yield
    except (OSError, CancelledError) as error:
        raise UnfinishedError(
            f"{address}: the cluster's scheduler is lost: {error}."
            " Build again: what was finished is kept"
        ) from error


def _require_fit(client: Any, versions: Mapping[str, str]) -> None:
    from distributed import TimeoutError as LateError

    try:
        client.wait_for_workers(1, timeout=START)
    except LateError:
        address = client.scheduler.address
        raise ProjectError(f"{address}: this cluster has no workers: dask worker …") from None
    try:
        unfit = {"its scheduler": client.run_on_scheduler(site.differs, versions)}
        unfit |= client.run(site.unfit, versions)
    except Exception as error:  # who has no briefpress cannot even be asked
        raise ProjectError(f"a machine of the cluster has no such briefpress: {error}") from error
    if said := [f"{address} {reason}" for address, reason in sorted(unfit.items()) if reason]:
        raise ProjectError("\n".join(said))


@dataclass(frozen=True)
class _Asked:
    number: int
    task: Task
    digest: str
    alone: bool
    cut: Any
    """The rows, on the cluster for as long as this is here."""


class _Cluster:
    """A cluster that has been told what project it works for."""

    def __init__(self, client: Any, first: Task, versions: Mapping[str, str]) -> None:
        self.client = client
        self.site = self._sent(
            site.Site,
            pickle.dumps((bundle.packed(first.project), first.project, first.names, versions)),
        )
        self.cuts: WeakValueDictionary[str, Any] = WeakValueDictionary()
        self.asked: dict[Any, _Asked] = {}
        self.latest: _Asked | None = None
        """Kept because the next brief is likely to have the same rows, in another language."""
        self.suspects: deque[tuple[int, Task]] = deque()
        """Briefs that workers were lost with. Which of them was it? They are made alone to tell."""
        self.seen = time.monotonic()

    def each(
        self, tasks: Sequence[Task], began: Callable[[str], None], stop: Stop
    ) -> Iterator[tuple[Task, Any]]:
        waiting = deque(enumerate(tasks))
        ends = None
        try:
            while waiting or self.asked or self.suspects:
                if stop.asked and ends is None:
                    waiting.clear()
                    self.suspects.clear()
                    ends = time.monotonic() + GRACE
                if ends is not None and time.monotonic() > ends:
                    return
                room = AHEAD * len(self._workers())
                while waiting and len(self.asked) < room:
                    number, task = waiting.popleft()
                    self._ask(number, task)
                    began(task.job.brief)
                if self.suspects and not waiting and not self.asked:
                    self._ask(*self.suspects.popleft(), alone=True)
                yield from self._answered()
                if time.monotonic() - self.seen > START:
                    left = [one.task for one in self.asked.values()]
                    left += [task for _, task in (*waiting, *self.suspects)]
                    yield from ((task, BriefError("the cluster has no workers")) for task in left)
                    return
        finally:
            self.client.cancel(list(self.asked))

    def _workers(self) -> Mapping[str, int]:
        there: Mapping[str, int] = self.client.nthreads()
        if there:
            self.seen = time.monotonic()
        return there

    def _ask(self, number: int, task: Task, *, alone: bool = False) -> None:
        rows = pickle.dumps(task.slice, pickle.HIGHEST_PROTOCOL)
        digest = worker.digest(rows)
        cut = self.cuts.get(digest)
        if cut is None:
            cut = self.cuts[digest] = self._sent(bytes, rows)
        given = (task.job, digest, task.fingerprint, task.drawn)
        content = pickle.dumps((number, given), pickle.HIGHEST_PROTOCOL)
        future = self.client.submit(site.made, self.site, cut, content, pure=False)
        self.latest = _Asked(number, task, worker.digest(content), alone, cut)
        self.asked[future] = self.latest

    def _sent(self, kind: type, content: bytes) -> Any:
        """Have ``kind(content)`` on each worker that needs it, known by its hash and sent once.

        It is a task and not scattered data: lost with a worker, it is made again
        by the scheduler. Workers get it from one another.
        """
        key = f"briefpress-{kind.__name__.lower()}-{worker.digest(content)}"
        with warnings.catch_warnings():  # Dask would rather have data lie where all can read it
            warnings.filterwarnings("ignore", message="Sending large graph")
            return self.client.submit(kind, content, key=key)

    def _answered(self) -> Iterator[tuple[Task, Any]]:
        from distributed import CancelledError, wait
        from distributed import TimeoutError as LateError

        if not self.asked:
            time.sleep(LOOK)
            return
        with self.client.as_current(), suppress(LateError):
            wait(list(self.asked), timeout=LOOK, return_when="FIRST_COMPLETED")
        for future in [future for future in self.asked if future.done()]:
            if future.cancelled():
                raise CancelledError(future.key)
            one = self.asked[future]
            killed = _killed(future) and not one.alone
            try:
                result = None if killed else _result(future, one)
            except LateError:  # lost with its worker; whoever comes makes it again
                continue
            del self.asked[future]
            if killed:
                self.suspects.append((one.number, one.task))
            else:
                yield one.task, result
            future.release()


def _killed(future: Any) -> bool:
    from distributed import KilledWorker

    return future.status == "error" and isinstance(future.exception(), KilledWorker)


def _result(future: Any, asked: _Asked) -> Any:
    """Return the result, or a BriefError. Raises TimeoutError where no worker has it any more."""
    from distributed import TimeoutError as LateError

    if future.status != "finished":
        if _killed(future):
            return BriefError("every worker that it was given to was lost")
        error = future.exception() if future.status == "error" else None
        return BriefError(f"its worker failed: {error or future.status}")
    try:
        said = future.result(timeout=FETCH)
    except LateError:
        raise
    except Exception as error:  # the worker that had the result was lost with it
        return BriefError(f"its result was lost: {error}")
    return said if isinstance(said, BriefError) else checked(said, asked.number, asked.digest)
