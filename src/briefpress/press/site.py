"""What runs in the workers of a Dask cluster: each makes briefs in a child process of its own.

The child is of the same `Pool` as at home: it sees one brief's rows at a time,
and one that hangs, crashes or eats memory is ended with its brief alone.
"""

from __future__ import annotations

import functools
import multiprocessing
import pickle
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from briefpress.config import Project
from briefpress.errors import BriefError
from briefpress.press import bundle, worker
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import of_engine, of_versions
from briefpress.press.pool import Pool

if TYPE_CHECKING:
    from briefpress.drawing.drawn import Drawn
    from briefpress.language import Names
    from briefpress.press.plan import Job
    from briefpress.press.task import Made


class Site:
    """A project as a worker has it: unpacked, with a process that makes its briefs.

    Dask holds it for as long as the build has need of it; the folder goes with it,
    and so does the process, whose pipe ends. ``content`` is, pickled: the bundle,
    the project, its names, and the versions that it is to be made with.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __reduce__(self) -> tuple[Any, ...]:
        return Site, (self.content,)

    def answer(self, cut: bytes, asked: bytes) -> Any:
        """Return what the process says, or a BriefError when it was ended or lost."""
        [(_, said)] = self._pool.more([(cut, asked)])
        return said

    @cached_property
    def _pool(self) -> Pool[tuple[bytes, bytes]]:
        """Unpack the project and make ready for the first brief. Raises BriefError."""
        from distributed import get_worker

        packed, project, names, versions = pickle.loads(self.content)
        here = get_worker()
        if reason := unfit(versions, here):
            raise BriefError(f"its worker {reason}")
        self._folder = TemporaryDirectory(prefix="briefpress-", dir=here.local_directory)
        root = Path(self._folder.name)
        bundle.unpack(packed, root)
        # Dask's nanny starts workers as daemons, which may have no children lest these
        # outlive them. Ours end when the pipe to their parent does.
        if multiprocessing.current_process().daemon:
            multiprocessing.current_process().daemon = False
        there = replace(project, root=root)
        return Pool(
            functools.partial(_answer, there, names),
            lambda task: task,
            1,
            project.limits,
            warm=functools.partial(_warm, there),
        )


def made(site: Site, cut: bytes, asked: bytes) -> Any:
    """Make the brief that is ``asked`` for from the rows in ``cut``: the job that Dask is given."""
    try:
        return site.answer(cut, asked)
    except BriefError as error:
        return error


def unfit(versions: Mapping[str, str], dask_worker: Any) -> str:
    """Say why a worker cannot make what another machine would; nothing if it can.

    The name of ``dask_worker`` is Dask's: so it gives a function its worker.
    """
    if dask_worker.state.nthreads != 1:
        return "has several threads, and makes one brief at a time: --nthreads 1"
    return differs(versions)


def differs(versions: Mapping[str, str]) -> str:
    """Say which versions are not the same here; nothing if all are."""
    here = _versions()
    differ = [
        f"{name} {here.get(name, 'missing')} and not {version}"
        for name, version in versions.items()
        if here.get(name) != version
    ]
    return f"has {', '.join(differ)}" if differ else ""


@functools.cache
def _versions() -> dict[str, str]:
    return of_versions(of_engine(Hashes()))


# What follows runs in the child process.


def _answer(project: Project, names: Names, cut: bytes, asked: bytes) -> worker.Answer:
    return worker.answer(functools.partial(_make, project, names, cut), asked)


def _make(
    project: Project, names: Names, cut: bytes, job: Job, digest: str, print_: str, drawn: Drawn
) -> Made:
    from briefpress.press.make import make
    from briefpress.press.task import Task

    if worker.digest(cut) != digest:
        raise BriefError("its worker was given other rows")
    here = replace(drawn, folder=project.root / ".pictures") if drawn.folder else drawn
    return make(Task(job, pickle.loads(cut), names, project, print_, here))


def _warm(project: Project) -> None:
    from briefpress.press.make import warm

    warm(project)
