"""Briefs made by the workers of a Dask cluster: the same jobs, results and checks as `workers`.

The only place that knows Dask. The project travels to each worker once; what a
worker answers carries the hashes that a process of this machine gives.
"""

from __future__ import annotations

import functools
import pickle
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.config import Project
from briefpress.errors import BriefError, ProjectError
from briefpress.press import bundle, worker
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import of_engine, of_versions
from briefpress.press.interrupt import Stop
from briefpress.press.pool import GRACE, LOOK, checked
from briefpress.press.workers import largest_first

if TYPE_CHECKING:
    from briefpress.drawing.drawn import Drawn
    from briefpress.language import Names
    from briefpress.model.slices import Slice
    from briefpress.press.make import Made, Task
    from briefpress.press.plan import Job

START = 60.0
"""Seconds that the cluster may be without any worker before what is left fails."""

AHEAD = 2
"""Briefs for each worker that are asked for and not yet here: one at work, one to go on with."""


def run(
    tasks: Sequence[Task],
    address: str,
    began: Callable[[str], None] = lambda brief: None,
    stop: Stop | None = None,
) -> Iterator[tuple[Task, Made | BriefError]]:
    """Make every task on the cluster at ``address``; give the results as they come.

    As `workers.run`, but time and memory are the cluster's to limit. The briefs
    of a worker that is lost are made by others; one that several workers were
    lost with has failed. Raises ProjectError when there is no such cluster or
    when a worker cannot make what this machine would.
    """
    if not tasks:
        return
    with _client(address) as client:
        versions = of_versions(of_engine(Hashes()))
        _require_fit(client, versions)
        far = _Cluster(client, tasks[0].project, tasks[0].names, versions)
        for task, result in far.each(largest_first(tasks), began, stop or Stop()):
            brief = task.job.brief
            if isinstance(result, BriefError):
                result = result if result.brief else result.of(brief)
            elif result.brief != brief:
                result = BriefError(f"its worker made {result.brief} in its place", brief=brief)
            yield task, result


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise ProjectError(
            "--cluster needs Dask Distributed: pip install 'briefpress[distributed]'"
        ) from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ProjectError(f"{address}: no cluster answers: {error}") from error
    try:
        yield client
    finally:
        client.close()


def _require_fit(client: Any, versions: Mapping[str, str]) -> None:
    from distributed import TimeoutError as LateError

    try:
        client.wait_for_workers(1, timeout=START)
    except LateError:
        raise ProjectError(f"{client.scheduler.address}: this cluster has no workers") from None
    try:
        unfit = client.run(_unfit, versions)
    except Exception as error:  # a worker without briefpress cannot even be asked
        raise ProjectError(f"a worker of the cluster has no briefpress: {error}") from error
    if said := [f"{address}: {reason}" for address, reason in sorted(unfit.items()) if reason]:
        raise ProjectError("\n".join(said))


@dataclass(frozen=True)
class _Asked:
    number: int
    task: Task
    digest: str
    alone: bool


class _Cluster:
    """A cluster that has been told what project it works for."""

    def __init__(
        self, client: Any, project: Project, names: Names, versions: Mapping[str, str]
    ) -> None:
        self.client = client
        # A task and not scattered data: lost with a worker, it is made again by the scheduler.
        content = pickle.dumps((bundle.packed(project), project, names, versions))
        self.shared = client.submit(bytes, content, key=f"briefpress-{worker.digest(content)}")
        self.asked: dict[Any, _Asked] = {}
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
        given = (task.job, task.slice, task.fingerprint, task.drawn)
        content = pickle.dumps((number, given), pickle.HIGHEST_PROTOCOL)
        future = self.client.submit(_made, self.shared, content, pure=False)
        self.asked[future] = _Asked(number, task, worker.digest(content), alone)

    def _answered(self) -> Iterator[tuple[Task, Any]]:
        from distributed import TimeoutError as LateError
        from distributed import wait

        if not self.asked:
            time.sleep(LOOK)
            return
        with self.client.as_current(), suppress(LateError):
            wait(list(self.asked), timeout=LOOK, return_when="FIRST_COMPLETED")
        for future in [future for future in self.asked if future.done()]:
            one = self.asked.pop(future)
            if _killed(future) and not one.alone:
                self.suspects.append((one.number, one.task))
            else:
                yield one.task, _result(future, one)
            future.release()


def _killed(future: Any) -> bool:
    from distributed import KilledWorker

    return future.status == "error" and isinstance(future.exception(), KilledWorker)


def _result(future: Any, asked: _Asked) -> Any:
    if future.status != "finished":
        if _killed(future):
            return BriefError("every worker that it was given to was lost")
        error = future.exception() if future.status == "error" else None
        return BriefError(f"its worker failed: {error or future.status}")
    try:
        return checked(future.result(), asked.number, asked.digest)
    except Exception as error:  # the worker that had the result was lost with it
        return BriefError(f"its result was lost: {error}")


# What follows runs in a worker.


def _unfit(versions: Mapping[str, str], dask_worker: Any) -> str:
    """Say why a worker cannot make what another machine would; nothing if it can.

    The name of ``dask_worker`` is Dask's: so it gives a function its worker.
    """
    here = _versions()
    differ = [
        f"{name} {here.get(name, 'missing')} and not {version}"
        for name, version in versions.items()
        if here.get(name) != version
    ]
    if differ:
        return f"has {', '.join(differ)}"
    if dask_worker.state.nthreads != 1:
        return "has several threads, and briefs are made one at a time: --nthreads 1"
    return ""


@functools.cache
def _versions() -> dict[str, str]:
    return of_versions(of_engine(Hashes()))


def _made(shared: bytes, asked: bytes) -> worker.Answer:
    return worker.answer(functools.partial(_make, shared), asked)


def _make(shared: bytes, job: Job, cut: Slice, fingerprint: str, drawn: Drawn) -> Made:
    from distributed import get_worker

    from briefpress.press.make import Task, make

    project, names, versions = _opened(shared)
    if reason := _unfit(versions, get_worker()):
        raise BriefError(f"its worker {reason}")
    here = replace(drawn, folder=project.root / ".pictures") if drawn.folder else drawn
    return make(Task(job, cut, names, project, fingerprint, here))


@functools.lru_cache(maxsize=2)
def _opened(shared: bytes) -> tuple[Project, Names, Mapping[str, str]]:
    """Unpack the project, the first time."""
    from distributed import get_worker

    content, project, names, versions = pickle.loads(shared)
    below = Path(get_worker().local_directory)
    root = bundle.unpacked(content, worker.digest(content), below)
    return replace(project, root=root), names, versions
