"""An edition from a project: make what differs, keep what does not, lose nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from briefpress.config import Project
from briefpress.errors import BriefError, ProjectError
from briefpress.press import fingerprint, manifest
from briefpress.press.data import CACHE, CHARTS, ready
from briefpress.press.files import NAME as FILES
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import Ingredients, ingredients
from briefpress.press.publish import write_whole

if TYPE_CHECKING:
    from briefpress.press.make import Made, Task
    from briefpress.press.plan import Job
    from briefpress.press.prints import Print
    from briefpress.press.rowprints import Part


class Reporter(Protocol):
    """Who is told how a build goes on."""

    def start(self, total: int, kept: int) -> None:
        """Say how many briefs are to be made, and how many stay as they are."""

    def done(self, brief: str, pages: int) -> None:
        """Say that a brief was made."""

    def failed(self, reason: str) -> None:
        """Say that a brief failed; the reason names it."""


@dataclass(frozen=True)
class Foreseen:
    """What a build is going to do, before anything is written."""

    reasons: Mapping[str, Sequence[str]]
    """Each brief that is to be made, with the reasons for it in words."""
    kept: int
    seconds: float | None
    """About how long it takes; None where nothing like it was ever made here."""


Foresee = Callable[[Foreseen], None]
"""Is told what a build is going to do."""


@dataclass
class Outcome:
    """What a build did: briefs made, briefs kept as they were, and what went wrong."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    gated: dict[str, str] = field(default_factory=dict)
    warnings: int = 0
    """Things to look at in the data that stop nothing; ``check`` says them."""
    rejected: int = 0
    """Rows of the data that were set aside; they are in REJECTED with their reasons."""


REJECTED = "rejected.csv"


def build(
    project: Project,
    out: Path,
    selectors: Sequence[str],
    workers: int,
    reporter: Reporter,
    foresee: Foresee | None = None,
    *,
    dry: bool = False,
) -> Outcome:
    """Build the selected briefs of a project into ``out``.

    ``foresee`` is told beforehand what is to be made, and why; with ``dry`` that
    is all, and nothing is written. Raises ProjectError, before anything is
    written, when the project or its data is wrong. A brief that fails is in the
    outcome; its last good PDF stays and is marked stale.
    """
    last = manifest.read(out)
    hashes = Hashes(out / CACHE / FILES)
    modules = [name for name in last.get("inputs", ()) if name.endswith(".py")]
    made_of = ingredients(project, hashes, modules)
    outcome = _in_place(last, out, made_of, selectors)
    if outcome is None:
        edition = _Edition(project, out, made_of, last, keep=not dry)
        tasks = edition.plan(selectors)
        if foresee:
            foresee(edition.foreseen(tasks, workers))
        if dry:
            return edition.outcome
        outcome = edition.build(tasks, workers, reporter)
        _trim(out, project)
    elif foresee:
        foresee(Foreseen({}, len(outcome.kept), 0))
    if not dry:
        hashes.write()
    return outcome


def _trim(out: Path, project: Project) -> None:
    from briefpress.press.caches import trim

    trim(out, project.building.cache_limit)


def _in_place(
    last: Mapping[str, Any], out: Path, made_of: Ingredients, selectors: Sequence[str]
) -> Outcome | None:
    """Say that nothing is to do, from hashes alone: no table is read and no library loaded."""
    if last.get("inputs") != made_of.inputs or last.get("versions") != made_of.versions:
        return None
    chosen = list(last["plan"])
    if selectors:
        from briefpress.press.plan import select

        chosen = select(chosen, selectors)
    entries, hashed = last["briefs"], made_of.hashes.of
    if not all(
        brief in entries and manifest.in_place(out, entries[brief], hashed) for brief in chosen
    ):
        return None
    if not (out / "index.html").is_file():
        return None
    gated = {brief: gate for brief in chosen for gate in entries[brief]["gates"]}
    return Outcome(kept=chosen, gated=gated)


class _Edition:
    """One build: the jobs, what the last build left, and the manifest that is growing."""

    def __init__(
        self,
        project: Project,
        out: Path,
        made_of: Ingredients,
        last: Mapping[str, Any],
        *,
        keep: bool = True,
    ) -> None:
        from briefpress.press import kept
        from briefpress.press.plan import names_of, plan
        from briefpress.press.prints import Prints

        self.project, self.out = project, out
        self.hashes, self.versions = made_of.hashes, made_of.versions
        self.last: dict[str, manifest.Entry] = dict(last["briefs"])
        key = fingerprint.of_data(project, made_of.inputs, made_of.versions)
        reading = ready(project, out / CACHE, key, keep=keep)
        if reading.errors:
            raise ProjectError(reading.errors)
        self.tables, self.mistakes = reading.tables, reading.mistakes
        self.names = names_of(self.tables)
        self.jobs = {job.brief: job for job in plan(project, self.tables)}
        self.prints = Prints(project, self.tables, self.names, made_of)
        self.inputs = {**made_of.inputs, **self.prints.modules}
        self.known = kept.read(out)
        self.planned: dict[str, Print] = {}
        self.reasons: dict[str, list[str]] = {}
        self.entries: dict[str, manifest.Entry] = {}
        self.outcome = Outcome()

    def plan(self, selectors: Sequence[str]) -> list[Task]:
        """Return what is to be made; the rest is in the outcome, or was not asked for."""
        from briefpress.press import explain, kept
        from briefpress.press.plan import select

        chosen = set(select(self.jobs, selectors))
        tasks = []
        for job, part in self._parts():
            brief, print_ = job.brief, self.prints.of(job, part)
            entry = self.last.get(brief)
            same = entry is not None and entry["fingerprint"] == print_.fingerprint
            if entry is not None and same and manifest.in_place(self.out, entry, self.hashes.of):
                self.entries[brief] = entry
                self.known[brief] = kept.known(print_, kept.seconds(brief, self.known))
                if brief in chosen:
                    self.outcome.kept.append(brief)
            elif brief in chosen:
                tasks.append(self._task(job, part, print_))
                self.planned[brief] = print_
                lost = manifest.missing(self.out, entry, self.hashes.of) if entry else []
                self.reasons[brief] = explain.why(entry, self.known.get(brief), print_, lost)
            elif entry is not None:
                self.entries[brief] = {**entry, "state": "stale"}
        self._say_of_the_data()
        return tasks

    def _say_of_the_data(self) -> None:
        self.outcome.rejected = self.tables.rows_rejected
        self.outcome.warnings = sum(one.level == "warning" for one in self.mistakes)
        for brief in self.outcome.kept:
            for gate in self.entries[brief].get("gates", ()):
                self.outcome.gated[brief] = gate

    def foreseen(self, tasks: Sequence[Task], workers: int) -> Foreseen:
        """Return what is going to be done, with about how long it takes."""
        from briefpress.press.kept import expected

        seconds = expected([task.job.brief for task in tasks], self.known)
        if seconds is not None:
            seconds /= max(1, min(workers, len(tasks)))
        return Foreseen(self.reasons, len(self.outcome.kept), seconds)

    def build(self, tasks: Sequence[Task], workers: int, reporter: Reporter) -> Outcome:
        """Make the briefs that ``plan`` gave, and put each in its place."""
        outcome = self.outcome
        reporter.start(len(tasks), len(outcome.kept))
        try:
            for task, result in run(tasks, workers):
                self._settle(task, result, outcome, reporter)
        finally:
            self._finish()
        return outcome

    def _parts(self) -> Iterator[tuple[Job, Part]]:
        """Give each job with its rows; the languages of one slice come one after the other."""
        from briefpress.model.slices import touching

        at = None
        for job in self.jobs.values():
            if at != (job.kind.over, job.key):
                at = (job.kind.over, job.key)
                part = self.prints.rows.of(touching(self.tables, *at))
            yield job, part

    def _task(self, job: Job, part: Part, print_: Print) -> Task:
        from briefpress.drawing.drawn import Drawn
        from briefpress.model.slices import Slice
        from briefpress.press.make import Task

        cut = Slice(self.project.edition, part.tables(), job.kind.over, job.key)
        drawn = Drawn((self.out / CACHE / CHARTS).absolute(), print_.behind_charts)
        return Task(job, cut, self.names, self.project, print_.fingerprint, drawn)

    def _settle(
        self, task: Task, result: Made | BriefError, outcome: Outcome, reporter: Reporter
    ) -> None:
        brief = task.job.brief
        if isinstance(result, BriefError):
            outcome.failed[brief] = str(result)
            old = self.last.get(brief)
            there = old is not None and (self.out / old["pdf"]).is_file()
            kept = {**old, "state": "stale"} if old and there else _failed(task.job)
            self.entries[brief] = {**kept, "reason": str(result)}
            reporter.failed(str(result))
            return
        self.entries[brief] = self._publish(task, result)
        self._remember(brief, result)
        outcome.made.append(brief)
        reporter.done(brief, result.pages)

    def _remember(self, brief: str, made: Made) -> None:
        """Keep what a brief is made of, to say why it is made anew the next time."""
        from briefpress.press import kept

        self.known[brief] = kept.known(self.planned[brief], made.seconds)
        for gate in made.gates:
            self.outcome.gated[brief] = gate

    def _publish(self, task: Task, made: Made) -> manifest.Entry:
        stem = task.job.stem
        files = {
            f"{stem}.pdf": made.pdf,
            f"{stem}.json": made.facts,
            f"{stem}.png": made.thumbnail,
        }
        for name, content in files.items():
            write_whole(self.out / name, content)
        return {
            "title": task.job.title,
            "pdf": f"{stem}.pdf",
            "facts": f"{stem}.json",
            "thumbnail": f"{stem}.png",
            "sha256": {name: manifest.digest(content) for name, content in files.items()},
            "pages": made.pages,
            "state": "fresh",
            "fingerprint": task.fingerprint,
            "warnings": list(made.warnings),
            "gates": list(made.gates),
        }

    def _finish(self) -> None:
        """Remove what no brief stands for any more, then write the gallery, then the manifest."""
        from briefpress.press import kept as kept_prints
        from briefpress.press.gallery import gallery

        edition = self.project.edition
        ordered = {brief: self.entries[brief] for brief in self.jobs if brief in self.entries}
        kept = {name for entry in ordered.values() for name in entry["sha256"]}
        for entry in self.last.values():
            for name in entry["sha256"].keys() - kept:
                (self.out / name).unlink(missing_ok=True)
        self._set_aside()
        known = {brief: self.known[brief] for brief in ordered if brief in self.known}
        kept_prints.write(self.out, known)
        write_whole(self.out / "index.html", gallery(self.project, self.names, ordered))
        manifest.write(
            self.out,
            {
                "edition": f"{edition.organisation}: {edition.title}, {edition.period}",
                "data_date": str(edition.data_date),
                "inputs": self.inputs,
                "versions": self.versions,
                "plan": list(self.jobs),
                "briefs": ordered,
            },
        )

    def _set_aside(self) -> None:
        """Write the rows that could not be used, so that none is lost; no such file when none is.

        A cell that a spreadsheet program would take for a formula gets an apostrophe before it.
        """
        if self.tables.rejected.empty:
            (self.out / REJECTED).unlink(missing_ok=True)
        else:
            harmless = self.tables.rejected.replace(r"^(?=[=+\-@\t\r])", "'", regex=True)
            content = harmless.to_csv(index=False, lineterminator="\r\n")
            write_whole(self.out / REJECTED, content.encode("utf-8-sig"))


def _failed(job: Job) -> manifest.Entry:
    return {
        "title": job.title,
        "pdf": f"{job.stem}.pdf",
        "facts": f"{job.stem}.json",
        "sha256": {},
        "pages": 0,
        "state": "failed",
        "fingerprint": "",
        "warnings": [],
        "gates": [],
    }


def run(tasks: Sequence[Task], workers: int) -> Iterator[tuple[Task, Made | BriefError]]:
    """Make every task, each in a worker process of its own making; give results as they come.

    A single task is made right here: a process would cost more than it saves.
    """
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    from briefpress.press.make import make

    if len(tasks) == 1 or workers == 1:
        for task in tasks:
            try:
                yield task, make(task)
            except BriefError as error:
                yield task, error
        return
    # forked children crash on macOS, threads are slower than one process (measured)
    context = get_context("spawn")
    with ProcessPoolExecutor(min(workers, max(len(tasks), 1)), mp_context=context) as pool:
        waiting = {pool.submit(make, task): task for task in tasks}
        for done in as_completed(waiting):
            task = waiting[done]
            try:
                yield task, done.result()
            except BriefError as error:
                yield task, error
            except BrokenProcessPool:
                reason = "its worker process was killed; build again"
                yield task, BriefError(reason, brief=task.job.brief)


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
