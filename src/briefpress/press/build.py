"""An edition from a project: make what differs, keep what does not, lose nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.config import Project
from briefpress.errors import ProjectError
from briefpress.press import journal, lock, manifest
from briefpress.press.data import CACHE
from briefpress.press.fetched import fetched
from briefpress.press.files import NAME as FILES
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import Ingredients, ingredients
from briefpress.press.steady import Steady

if TYPE_CHECKING:
    from briefpress.model.tables import Tables
    from briefpress.press.edition import Edition
    from briefpress.press.progress import Reporter
    from briefpress.press.shards import Shard
    from briefpress.press.task import Task


@dataclass(frozen=True)
class Foreseen:
    """What a build is going to do, before anything is written."""

    reasons: Mapping[str, Sequence[str]]
    """Each brief that is to be made, with the reasons for it in words."""
    kept: int
    seconds: float | None
    """About how long it takes; None where nothing like it was ever made here, or on a cluster."""


Foresee = Callable[[Foreseen], None]
"""Is told what a build is going to do."""


@dataclass
class Outcome:
    """What a build did: briefs made, briefs kept as they were, and what went wrong."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    gated: dict[str, str] = field(default_factory=dict)
    to_read: list[str] = field(default_factory=list)
    """Texts for which briefs are held, with what somebody who has read them writes down."""
    differences: list[str] = field(default_factory=list)
    """Where briefs differ from the whole edition or from each other (press/reconcile.py)."""
    left: list[str] = field(default_factory=list)
    """Briefs that were to be made and were not, because the build was asked to stop."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each brief that was made took, in its worker."""
    warnings: int = 0
    """Things to look at in the data that stop nothing; ``check`` says them."""
    rejected: int = 0
    """Rows of the data that were set aside; they are in REJECTED with their reasons."""


def build(
    project: Project,
    out: Path,
    selectors: Sequence[str],
    workers: int,
    reporter: Reporter,
    *,
    foresee: Foresee | None = None,
    dry: bool = False,
    wait: bool = True,
    shard: Shard | None = None,
    cluster: str = "",
) -> Outcome:
    """Build the selected briefs of a project, or those of a shard, into ``out``.

    The Dask cluster at the address ``cluster`` makes them, if one is given.
    ``foresee`` is told beforehand what is to be made, and why; with ``dry`` that
    is all, and nothing is written. Raises ProjectError, before anything is
    written, when the project or its data is wrong, or when another build is at
    work in ``out`` and ``wait`` is off. A brief that fails is in the outcome;
    its last good PDF stays and is marked stale. Raises UnfinishedError when the
    build cannot go on.
    """
    if shard and selectors:
        raise ProjectError(f"--shard is a part of the whole edition: leave out '{selectors[0]}'")
    tell = foresee or (lambda _: None)
    project = fetched(project, out / CACHE)
    state = _State(project, out, shard)
    outcome = state.nothing_to_do(selectors)
    if outcome is None and dry:
        edition = state.edition(journal.seen(out), keep=False)
        tell(edition.foreseen(edition.plan(selectors), 0 if cluster else workers))
        return edition.outcome
    if outcome is None:
        from briefpress.press import pool

        if not cluster:
            pool.prepare()
        with lock.held(out, wait, reporter.note) as waited:
            if waited:
                state = _State(project, out, shard)
                outcome = state.nothing_to_do(selectors)
            if outcome is None:
                return state.built(selectors, workers, reporter, tell, cluster)
    tell(Foreseen({}, len(outcome.kept), 0))
    if not dry:
        reporter.start(0, outcome.kept)
        state.made_of.hashes.write()
    return outcome


def tasks(project: Project, out: Path, selectors: Sequence[str] = ()) -> Iterator[Task]:
    """Give what a worker would be handed for each brief; nothing is built, and nothing written.

    Raises ProjectError when the project or its data is wrong, or has no such brief.
    """
    state = _State(fetched(project, out / CACHE), out)
    return state.edition(journal.seen(out), keep=False).tasks(selectors)


def task(project: Project, out: Path, selector: str) -> Task:
    """Return what a worker would be handed for one brief; of several, for the first."""
    return next(tasks(project, out, [selector]))


def tables(project: Project, out: Path) -> Tables:
    """Return the edition's tables as its briefs have them; nothing is written.

    Raises ProjectError when the project or its data is wrong.
    """
    state = _State(fetched(project, out / CACHE), out)
    return state.edition(journal.seen(out), keep=False).tables


def is_finished(project: Project, out: Path, selector: str) -> bool:
    """Say whether a brief is built, and everything that it is made of is as it was then."""
    return _State(fetched(project, out / CACHE), out).nothing_to_do([selector]) is not None


class _State:
    """A project and its output folder as they are when a build looks at them."""

    def __init__(self, project: Project, out: Path, shard: Shard | None = None) -> None:
        self.project, self.out, self.shard = project, out, shard
        self.steady = Steady(project)  # before anything is hashed
        self.last = manifest.read(out)
        modules = [name for name in self.last.get("inputs", ()) if name.endswith(".py")]
        self.made_of = made_of(project, Hashes(out / CACHE / FILES), modules)

    def nothing_to_do(self, selectors: Sequence[str]) -> Outcome | None:
        """Say that nothing is to do, from hashes alone: no table and no library is loaded."""
        last, made_of = self.last, self.made_of
        if last.get("inputs") != made_of.inputs or last.get("versions") != made_of.versions:
            return None
        if last.get("shard", "") != str(self.shard or ""):
            return None
        if journal.pending(self.out) or not (self.out / "index.html").is_file():
            return None
        chosen = list(last["plan"])
        if self.shard:
            chosen = self.shard.of(chosen)
        elif selectors:
            from briefpress.press.plan import select

            chosen = select(chosen, selectors)
        entries, hashed = last["briefs"], made_of.hashes.of
        if not all(
            brief in entries and manifest.in_place(self.out, entries[brief], hashed)
            for brief in chosen
        ):
            return None
        gated = {
            brief: "; ".join(gates)
            for brief in chosen
            if (gates := manifest.gates(brief, entries[brief], self.project.checks))
        }
        differences = list(last.get("differences", ()))
        return Outcome(kept=chosen, gated=gated, differences=differences)

    def edition(self, before: journal.Before, *, keep: bool = True) -> Edition:
        from briefpress.press.edition import Edition

        return Edition(
            self.project, self.out, self.made_of, before, self.steady, keep=keep, shard=self.shard
        )

    def built(
        self,
        selectors: Sequence[str],
        workers: int,
        reporter: Reporter,
        tell: Foresee,
        cluster: str,
    ) -> Outcome:
        """Build what differs. For who holds the lock."""
        from briefpress.press.workers import early

        with nullcontext() if cluster else early(self.project, selectors) as one:
            edition = self.edition(journal.before(self.out))
            tasks = edition.plan(selectors)
            tell(edition.foreseen(tasks, 0 if cluster else workers))
            outcome = edition.build(tasks, workers, reporter, cluster, one)
        from briefpress.press.caches import trim

        trim(self.out, self.project.limits.caches)
        self.made_of.hashes.write()
        return outcome


def made_of(project: Project, hashes: Hashes, modules: Sequence[str]) -> Ingredients:
    """Return the hashes of all that an edition is made of. Raises ProjectError."""
    try:
        return ingredients(project, hashes, modules)
    except OSError as error:  # of an editor that is just saving, as a rule
        reason = f"{error.filename}: cannot be read: {error.strerror}. Build again when it is there"
        raise ProjectError(reason) from error


def workers_here() -> int:
    """Return how many worker processes this machine can use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def require(out: Path, project: Project) -> None:
    """Refuse an output folder that would overwrite the project's own files."""
    inside = out.resolve()
    for folder in (
        project.root,
        *(project.root / name for name in ("data", "charts", "templates")),
    ):
        if inside == folder.resolve():
            raise ProjectError(f"{out}: this folder holds the project; build into another")
