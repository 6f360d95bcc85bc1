"""Briefs made side by side, each in a worker process that sees its slice and nothing else."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from briefpress.errors import BriefError
from briefpress.limits import Limits
from briefpress.press.interrupt import Stop
from briefpress.press.pool import Pool

if TYPE_CHECKING:
    from briefpress.config import Project
    from briefpress.drawing.drawn import Drawn
    from briefpress.language import Names
    from briefpress.model.slices import Slice
    from briefpress.press.early import Early
    from briefpress.press.plan import Job
    from briefpress.press.task import Made, Task


def run(
    tasks: Sequence[Task],
    workers: int,
    limits: Limits | None = None,
    began: Callable[[str], None] = lambda brief: None,
    stop: Stop | None = None,
    early: Early | None = None,
) -> Iterator[tuple[Task, Made | BriefError]]:
    """Make every task in worker processes; give the results as they come.

    All tasks are of one project (else ValueError). A worker is handed the
    project and its names once, then one slice at a time and nothing else.
    ``began`` is told the name of each brief that is handed over. When ``stop`` is asked,
    the results of some tasks do not come.

    One brief alone goes the same way and has the same limits. It is not slower
    for it: while the data is read, `pool.prepare` has the libraries loaded, and
    a worker that was started ``early`` what the project's templates need.
    """
    if not tasks:
        return
    project, names = tasks[0].project, tasks[0].names
    if any(task.project is not project or task.names is not names for task in tasks):
        raise ValueError("these tasks are of several projects")
    pool: Pool[Task] = Pool(
        functools.partial(_make, project, names),
        lambda task: (task.job, task.slice, task.fingerprint, task.drawn),
        workers,
        limits or project.limits,
        warm=functools.partial(_warm, project),
        began=lambda task: began(task.job.brief),
        stop=stop,
        early=early.taken if early else lambda: None,
    )
    for task, result in pool.each(largest_first(tasks)):
        yield task, of_task(task, result)


def of_task(task: Task, result: Made | BriefError) -> Made | BriefError:
    """Return the result with the brief's name; a BriefError if it is another brief's."""
    brief = task.job.brief
    if isinstance(result, BriefError):
        return result if result.brief else result.of(brief)
    if result.brief != brief:
        return BriefError(f"its worker made {result.brief} in its place", brief=brief)
    return result


def largest_first(tasks: Sequence[Task]) -> list[Task]:
    """Order tasks so that nobody waits at the end for an annual summary that was begun last."""
    return sorted(tasks, key=lambda task: -task.slice.size)


def _make(
    project: Project, names: Names, job: Job, cut: Slice, fingerprint: str, drawn: Drawn
) -> Made:
    from briefpress.press.make import make
    from briefpress.press.task import Task

    return make(Task(job, cut, names, project, fingerprint, drawn))


def early(project: Project, selectors: Sequence[str]) -> Early:
    """Start a worker for these briefs of a project, before it is known what is to be made."""
    from briefpress.press.early import Early

    wanted = [one.strip("/").split("/")[0] for one in selectors] or ["*"]
    templates = [
        kind.template
        for kind in project.kinds
        if any(fnmatchcase(kind.name, one) for one in wanted)
    ]
    return Early(functools.partial(_warm, project, templates))


def _warm(project: Project, templates: Sequence[str] = ()) -> None:
    from briefpress.press.make import warm

    warm(project, templates)
