"""An edition from a project: make what differs, keep what does not, lose nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.config import Project
from briefpress.errors import BriefError, ProjectError, UnfinishedError
from briefpress.press import fingerprint, journal, lock, manifest
from briefpress.press.data import CACHE, ready
from briefpress.press.interrupt import held
from briefpress.press.progress import Reporter
from briefpress.press.publish import explained, require_sound, staged, write_whole
from briefpress.press.steady import Steady

if TYPE_CHECKING:
    from briefpress.press.make import Made, Task
    from briefpress.press.plan import Job


@dataclass
class Outcome:
    """What a build did: briefs made, briefs kept as they were, and what went wrong."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    gated: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    """Briefs that were to be made when somebody stopped the build."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each brief that was made took in its worker."""
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
    *,
    wait: bool = True,
) -> Outcome:
    """Build the selected briefs of a project into ``out``.

    Raises ProjectError, before anything is written, when the project or its
    data is wrong, or when another build is at work in ``out`` and ``wait`` is
    off. A brief that fails is in the outcome; its last good PDF stays and is
    marked stale. Raises UnfinishedError when the build cannot go on.
    """
    steady, inputs, versions = Steady(project), _inputs(project), fingerprint.of_versions()
    if (outcome := _nothing_to_do(out, inputs, versions, selectors)) is not None:
        reporter.start(0, outcome.kept)
        return outcome
    from briefpress.press import pool

    pool.prepare()
    with lock.held(out, wait, reporter.note) as waited:
        if waited:
            steady, inputs = Steady(project), _inputs(project)
            if (outcome := _nothing_to_do(out, inputs, versions, selectors)) is not None:
                reporter.start(0, outcome.kept)
                return outcome
        edition = _Edition(project, out, inputs, versions, journal.before(out), steady)
        return edition.build(selectors, workers, reporter)


def _inputs(project: Project) -> dict[str, str]:
    try:
        return fingerprint.of_inputs(project)
    except OSError as error:  # of an editor that is just saving, as a rule
        reason = f"{error.filename}: cannot be read: {error.strerror}. Build again when it is there"
        raise ProjectError(reason) from error


def _nothing_to_do(
    out: Path,
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
    selectors: Sequence[str],
) -> Outcome | None:
    if journal.pending(out):
        return None
    return _in_place(manifest.read(out), out, inputs, versions, selectors)


def _in_place(
    last: Mapping[str, Any],
    out: Path,
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
    selectors: Sequence[str],
) -> Outcome | None:
    """Say that nothing is to do, from hashes alone: no table is read and no library loaded."""
    if last.get("inputs") != inputs or last.get("versions") != versions:
        return None
    from briefpress.press.plan import select

    chosen = select(last["plan"], selectors)
    entries = last["briefs"]
    if not all(brief in entries and manifest.in_place(out, entries[brief]) for brief in chosen):
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
        inputs: Mapping[str, str],
        versions: Mapping[str, str],
        before: journal.Before,
        steady: Steady,
    ) -> None:
        from briefpress.press.plan import names_of, plan

        self.project, self.out = project, out
        self.inputs, self.versions = inputs, versions
        self.before, self.last, self.steady = before, before.briefs, steady
        key = fingerprint.of_data(project, inputs, versions)
        reading = ready(project, out / CACHE, key, steady)
        if reading.errors:
            raise ProjectError(reading.errors)
        self.tables, self.mistakes = reading.tables, reading.mistakes
        self.names = names_of(self.tables)
        self.jobs = {job.brief: job for job in plan(project, self.tables)}
        self.entries: dict[str, manifest.Entry] = {}

    def build(self, selectors: Sequence[str], workers: int, reporter: Reporter) -> Outcome:
        from briefpress.press.plan import select

        chosen = set(select(self.jobs, selectors))
        outcome = Outcome()
        tasks = []
        for brief, task in self._tasks():
            entry = self.last.get(brief)
            same = entry is not None and entry["fingerprint"] == task.fingerprint
            if entry is not None and same and manifest.in_place(self.out, entry):
                self.entries[brief] = entry
                if brief in chosen:
                    outcome.kept.append(brief)
                continue
            if brief in chosen:
                tasks.append(task)
            elif entry is not None:
                self.entries[brief] = _left(entry)
        self._say_resumed(reporter)
        self._make(tasks, workers, outcome, reporter)
        outcome.rejected = self.tables.rows_rejected
        outcome.warnings = sum(one.level == "warning" for one in self.mistakes)
        for brief in sorted(chosen & self.entries.keys()):
            for gate in self.entries[brief].get("gates", ()):
                outcome.gated[brief] = gate
        return outcome

    def _make(
        self, tasks: Sequence[Task], workers: int, outcome: Outcome, reporter: Reporter
    ) -> None:
        from briefpress.press.workers import run

        reporter.start(len(tasks), outcome.kept)
        with explained(self.out):
            self.journal = journal.Journal(self.out, self.versions)
        with self.journal, held() as stop:
            try:
                for task, result in run(tasks, workers, began=reporter.began, stop=stop):
                    self._settle(task, result, outcome, reporter)
                self.steady.require_rest()
            except UnfinishedError:  # the journal has what is there, and the next build goes on
                raise
            except BaseException:
                self._finish()
                raise
            self._finish()
        settled = {*outcome.made, *outcome.failed}
        outcome.left = [task.job.brief for task in tasks if task.job.brief not in settled]

    def _tasks(self) -> Iterator[tuple[str, Task]]:
        from briefpress.model.slices import Slice, touching
        from briefpress.press.make import Task

        data = fingerprint.data_names(self.project)
        for brief, job in self.jobs.items():
            rows = self.tables.of(touching(self.tables, job.kind.over, job.key))
            cut = Slice(self.project.edition, rows, job.kind.over, job.key)
            print_ = fingerprint.of_brief(job, rows, self.inputs, self.versions, data)
            yield brief, Task(job, cut, self.names, self.project, print_)

    def _say_resumed(self, reporter: Reporter) -> None:
        count = len(self.before.finished & self.entries.keys())
        if count:
            briefs = "1 brief was" if count == 1 else f"{count} briefs were"
            reporter.note(f"{briefs} finished by a build that was interrupted")

    def _settle(
        self, task: Task, result: Made | BriefError, outcome: Outcome, reporter: Reporter
    ) -> None:
        brief = task.job.brief
        try:
            self.steady.require_rest()
            if isinstance(result, BriefError):
                raise result
            with explained(self.out):
                self.entries[brief] = self._publish(task, result)
        except BriefError as error:
            reason = str(error if error.brief else error.of(brief))
            outcome.failed[brief] = reason
            self.entries[brief] = {**self._last_good(task.job), "reason": reason}
            reporter.failed(brief, reason)
            return
        outcome.made.append(brief)
        outcome.seconds[brief] = result.seconds
        reporter.made(brief, result.pages, result.seconds)

    def _last_good(self, job: Job) -> manifest.Entry:
        """Return the brief as an earlier build has left it, if its files are of one build."""
        old = self.last.get(job.brief)
        return _left(old) if old and manifest.whole(self.out, old) else _failed(job)

    def _publish(self, task: Task, made: Made) -> manifest.Entry:
        """Put the files of a brief in place: all three or none. Raises OSError, BriefError."""
        stem = task.job.stem
        files = {
            f"{stem}.pdf": made.pdf,
            f"{stem}.json": made.facts,
            f"{stem}.png": made.thumbnail,
        }
        entry: manifest.Entry = {
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
        with staged(self.out, files) as new:
            require_sound(self.out / new[f"{stem}.pdf"], made.pages)
            self.journal.note(journal.Line(task.job.brief, entry, new))
        return entry

    def _finish(self) -> None:
        """Write the gallery, remove what no brief stands for any more, then write the manifest.

        Of a brief that this build was to make and did not come to, what an earlier one left stays.
        """
        from briefpress.press.gallery import gallery

        edition = self.project.edition
        self.entries |= journal.finish(self.out, self.journal.lines)
        for brief, job in self.jobs.items():
            if brief in self.last and brief not in self.entries:
                self.entries[brief] = self._last_good(job)
        ordered = {brief: self.entries[brief] for brief in self.jobs if brief in self.entries}
        kept = {name for entry in ordered.values() for name in entry["sha256"]}
        with explained(self.out):
            self._set_aside()
            write_whole(self.out / "index.html", gallery(self.project, self.names, ordered))
            for name in self.before.files - kept:
                (self.out / name).unlink(missing_ok=True)
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
            self.journal.empty()

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


def _left(entry: manifest.Entry) -> manifest.Entry:
    """Return an earlier build's brief as it is in this one: stale; it may never have been made."""
    return {**entry, "state": "stale" if entry["sha256"] else "failed"}


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
