"""One build of an edition: the jobs, what earlier builds left, and the manifest that grows."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import partial
from pathlib import Path

from briefpress.config import Project
from briefpress.drawing.drawn import Drawn
from briefpress.errors import BriefError, ProjectError, UnfinishedError
from briefpress.model.finding import Finding
from briefpress.model.slices import Slice, Touched
from briefpress.press import explain, fingerprint, guard, journal, manifest, reconcile, stated
from briefpress.press import kept as kept_prints
from briefpress.press import previous as edition_before
from briefpress.press.build import Foreseen, Outcome
from briefpress.press.closing import Whole, close
from briefpress.press.data import CACHE, CHARTS, ready
from briefpress.press.early import Early
from briefpress.press.expected import expected
from briefpress.press.fingerprint import Ingredients
from briefpress.press.interrupt import Stop, held
from briefpress.press.lateslice import LateSlice
from briefpress.press.plan import Job, names_of, plan, select
from briefpress.press.prints import Print, Prints
from briefpress.press.progress import Reporter
from briefpress.press.publish import explained, require_sound, staged
from briefpress.press.rowprints import Part, Rows
from briefpress.press.shards import Shard
from briefpress.press.steady import Steady
from briefpress.press.storedrows import StoredRows
from briefpress.press.task import Made, Task
from briefpress.press.workers import run
from briefpress.sources import statement

_ROWS = 4_000
"""So many rows are unpacked in the time that it saves one brief: measured."""


class Edition:
    """What is to be built. Raises ProjectError when the data is wrong; writes no brief yet."""

    def __init__(
        self,
        project: Project,
        out: Path,
        made_of: Ingredients,
        before: journal.Before,
        steady: Steady,
        *,
        keep: bool = True,
        shard: Shard | None = None,
    ) -> None:
        self.project, self.out, self.steady, self.shard = project, out, steady, shard
        self.hashes, self.versions = made_of.hashes, made_of.versions
        self.before, self.last = before, before.briefs
        self.previous = edition_before.read(project, out, self.hashes.of)
        key = fingerprint.of_data(project, made_of.inputs, made_of.versions)
        reading = ready(project, out / CACHE, key, steady, keep=keep)
        if reading.errors:
            raise ProjectError(reading.errors)
        self.mistakes, self.store = reading.mistakes, reading.store
        self.accounts = reading.accounts
        self.stated = [
            *statement.losses(reading.accounts),
            *stated.differences(project, reading.tables),
        ]
        safe = guard.of(project, reading)
        self.tables, self.suppressed = safe.tables, guard.log(project, safe)
        self.waiting: dict[str, list[str]] = {}
        """The texts of each activity that somebody has to read first, by where they stand."""
        for one in safe.waiting:
            self.waiting.setdefault(one.activity, []).append(one.place)
        self.to_read = [str(one) for one in safe.waiting]
        self.names = names_of(self.tables)
        self.jobs = {job.brief: job for job in plan(project, self.tables)}
        rows = StoredRows(self.store, project.limits.tables) if self.store else None
        self.prints = Prints(project, self.tables, self.names, made_of, rows)
        self.inputs = {**made_of.inputs, **self.prints.modules}
        self.touched = Touched(self.tables)
        self.known = kept_prints.read(out)
        self.planned: dict[str, Print] = {}
        self.reasons: dict[str, list[str]] = {}
        self.entries: dict[str, manifest.Entry] = {}
        self.outcome = Outcome()

    def plan(self, selectors: Sequence[str]) -> list[Task]:
        """Return what is to be made; the rest is in the outcome, or was not asked for."""
        chosen = set(self.shard.of(self.jobs) if self.shard else select(self.jobs, selectors))
        looked_at = self.jobs if self.waiting else chosen | self.last.keys()
        tasks = []
        for job, part in self._parts(looked_at):
            brief = job.brief
            entry = self.last.get(brief)
            if isinstance(part, BriefError):
                if brief in chosen:
                    self._fail(job, part)
                elif entry is not None:
                    self.entries[brief] = _left(entry)
                continue
            if texts := self._waiting(part):
                self._hold(job, texts, told=brief in chosen)
                continue
            print_ = self.prints.of(job, part, self.previous.of(job))
            same = entry is not None and entry["fingerprint"] == print_.fingerprint
            if entry is not None and same and manifest.in_place(self.out, entry, self.hashes.of):
                self.entries[brief] = entry
                self.known[brief] = kept_prints.known(
                    print_, kept_prints.seconds(brief, self.known)
                )
                if brief in chosen:
                    self.outcome.kept.append(brief)
            elif brief in chosen:
                tasks.append(self._task(job, part, print_))
                self.planned[brief] = print_
                lost = manifest.missing(self.out, entry, self.hashes.of) if entry else []
                self.reasons[brief] = explain.why(entry, self.known.get(brief), print_, lost)
            elif entry is not None:
                self.entries[brief] = _left(entry)
        self._say_of_the_data()
        return tasks

    def _waiting(self, part: Part) -> list[str]:
        """Return where the texts stand that a brief would print and that wait for a word."""
        if not self.waiting:
            return []
        ids = part.values("activities", "id")
        return [place for one, places in self.waiting.items() if one in ids for place in places]

    def _hold(self, job: Job, texts: Sequence[str], *, told: bool) -> None:
        """Make no brief, and let none stand, before somebody has read some of its texts."""
        more = f" and {len(texts) - 3} more" if len(texts) > 3 else ""
        reason = f"held until somebody has read {'; '.join(texts[:3])}{more}"
        self.entries[job.brief] = {**_failed(job), "reason": reason, "held": True}
        if told:
            self.outcome.gated[job.brief] = reason
            self.outcome.to_read = self.to_read

    def tasks(self, selectors: Sequence[str]) -> Iterator[Task]:
        """Give what a worker would be handed for each brief, whether it is to be made or not.

        Raises ProjectError for a selector that names no brief, and BriefError for a brief
        that is too large.
        """
        for job, part in self._parts(set(select(self.jobs, selectors))):
            if isinstance(part, BriefError):
                raise part.of(job.brief)
            yield self._task(job, part, self.prints.of(job, part))

    def foreseen(self, tasks: Sequence[Task], workers: int) -> Foreseen:
        """Return what is going to be done, with about how long it takes.

        Nobody knows how long on a cluster: there are 0 ``workers`` then.
        """
        seconds = kept_prints.expected([task.job.brief for task in tasks], self.known)
        if seconds is not None:
            seconds = seconds / max(1, min(workers, len(tasks))) if workers else None
        return Foreseen(self.reasons, len(self.outcome.kept), seconds)

    def build(
        self,
        tasks: Sequence[Task],
        workers: int,
        reporter: Reporter,
        cluster: str = "",
        early: Early | None = None,
    ) -> Outcome:
        """Make the briefs that ``plan`` gave, here or on a cluster, and put each in its place.

        ``early`` is a worker that was started before there was a plan.
        """
        outcome, rows = self.outcome, self.prints.rows
        if isinstance(rows, Rows) and len(tasks) > len(rows.ids) / _ROWS:
            rows.unpack()
        self._say_resumed(reporter)
        reporter.start(len(tasks) + len(outcome.failed), outcome.kept)
        for brief, reason in outcome.failed.items():  # too large to be begun
            reporter.failed(brief, reason)
        with explained(self.out):
            self.journal = journal.Journal(self.out, self.versions)
        with self.journal, held() as stop:
            try:
                for task, result in self._made(tasks, workers, reporter, cluster, stop, early):
                    self._settle(task, result, reporter)
                self.steady.require_rest()
            except UnfinishedError:  # the journal has what is there, and the next build goes on
                raise
            except BaseException:
                self._finish()
                raise
            self._finish()
        order = {brief: at for at, brief in enumerate(self.jobs)}
        outcome.made.sort(key=order.__getitem__)
        settled = {*outcome.made, *outcome.failed}
        outcome.left = [task.job.brief for task in tasks if task.job.brief not in settled]
        return outcome

    def _made(
        self,
        tasks: Sequence[Task],
        workers: int,
        reporter: Reporter,
        cluster: str,
        stop: Stop,
        early: Early | None,
    ) -> Iterator[tuple[Task, Made | BriefError]]:
        if not cluster:
            limits = self.project.limits
            return run(tasks, workers, limits, reporter.began, stop, early)
        from briefpress.press import cluster as far

        return far.run(tasks, cluster, began=reporter.began, stop=stop)

    def _parts(self, wanted: Container[str]) -> Iterator[tuple[Job, Part | BriefError]]:
        """Give each of these briefs' jobs with its rows, or why they are too many.

        The languages of one slice come one after the other.
        """
        at = None
        part: Part | BriefError
        for job in self.jobs.values():
            if job.brief not in wanted:
                continue
            if at != (job.kind.over, job.key):
                at = (job.kind.over, job.key)
                try:
                    part = self.prints.rows.of(self.touched.of(*at))
                except BriefError as error:
                    part = error
            yield job, part

    def _task(self, job: Job, part: Part, print_: Print) -> Task:
        cut = self._slice(job, part)
        drawn = Drawn((self.out / CACHE / CHARTS).absolute(), print_.behind_charts, print_.words)
        return Task(job, cut, self.names, self.project, print_.fingerprint, drawn)

    def _slice(self, job: Job, part: Part) -> Slice:
        edition, over, key = self.project.edition, job.kind.over, job.key
        before = self.previous.of(job)
        if self.store is None:
            size = len(part.places["activities"])
            return LateSlice(edition, part.tables, size, over, key, before)
        ids = tuple(dict.fromkeys(part.whole.tables.activities["id"]))
        return LateSlice(edition, partial(self.store.of, ids), len(ids), over, key, before)

    def _say_of_the_data(self) -> None:
        self.outcome.rejected = self.tables.rows_rejected
        self.outcome.warnings = sum(one.level == "warning" for one in self.mistakes)
        for brief in self.outcome.kept:
            self._gate(brief)

    def _gate(self, brief: str) -> None:
        if gates := manifest.gates(brief, self.entries[brief], self.project.checks):
            self.outcome.gated[brief] = "; ".join(gates)

    def _say_resumed(self, reporter: Reporter) -> None:
        count = len(self.before.finished & self.entries.keys())
        if count:
            briefs = "1 brief was" if count == 1 else f"{count} briefs were"
            reporter.note(f"{briefs} finished by a build that was interrupted")

    def _settle(self, task: Task, result: Made | BriefError, reporter: Reporter) -> None:
        brief, outcome = task.job.brief, self.outcome
        try:
            self.steady.require_rest()
            if isinstance(result, BriefError):
                raise result
            with explained(self.out):
                self.entries[brief] = self._publish(task, result)
        except BriefError as error:
            reporter.failed(brief, self._fail(task.job, error))
            return
        self.known[brief] = kept_prints.known(self.planned[brief], result.seconds)
        self._gate(brief)
        outcome.made.append(brief)
        outcome.seconds[brief] = result.seconds
        reporter.made(brief, result.pages, result.seconds)

    def _fail(self, job: Job, error: BriefError) -> str:
        reason = str(error if error.brief else error.of(job.brief))
        self.outcome.failed[job.brief] = reason
        entry = {**self._last_good(job), "reason": reason, "findings": []}
        if error.check:
            where = f"{error.where}: " if error.where else ""
            entry["findings"] = [Finding(error.check, f"{where}{error.found}").plain()]
        self.entries[job.brief] = entry
        return reason

    def _last_good(self, job: Job) -> manifest.Entry:
        """Return the brief as an earlier build has left it, if its files are of one build."""
        old = self.last.get(job.brief)
        return _left(old) if old and manifest.whole(self.out, old) else _failed(job)

    def _publish(self, task: Task, made: Made) -> manifest.Entry:
        """Put the files of a brief in place: all of them or none. Raises OSError, BriefError."""
        stem = task.job.stem
        files = {
            f"{stem}.pdf": made.pdf,
            f"{stem}.json": made.facts,
            f"{stem}.png": made.thumbnail,
            **{stem + ending: content for ending, content in made.more.items()},
        }
        entry: manifest.Entry = {
            "title": task.job.title,
            "pdf": f"{stem}.pdf",
            "facts": f"{stem}.json",
            "thumbnail": f"{stem}.png",
            **{ending.lstrip("."): stem + ending for ending in made.more},
            "sha256": {name: manifest.digest(content) for name, content in files.items()},
            "pages": made.pages,
            "state": "fresh",
            "fingerprint": task.fingerprint,
            "warnings": list(made.warnings),
            "gates": list(made.gates),
            "findings": [one.plain() for one in made.findings],
            "about": {over: list(codes) for over, codes in made.about.items()},
        }
        with staged(self.out, files) as new:
            require_sound(self.out / new[f"{stem}.pdf"], made.pages)
            self.journal.note(journal.Line(task.job.brief, entry, new))
        return entry

    def _finish(self) -> None:
        """Write the gallery, remove what no brief stands for any more, then write the manifest.

        Of a brief that this build was to make and did not come to, what an earlier one left stays.
        """
        self.entries |= journal.finish(self.out, self.journal.lines)
        for brief, job in self.jobs.items():
            if brief in self.last and brief not in self.entries:
                self.entries[brief] = self._last_good(job)
        whole = Whole(
            self.project,
            self.tables,
            self.names,
            self.inputs,
            self.versions,
            list(self.jobs),
            self.shard,
            suppressed=self.suppressed,
            accounts=self.accounts,
        )
        self.outcome.differences = [*self.stated, *self._differences()]
        with explained(self.out):
            close(
                self.out,
                whole,
                self.entries,
                self.known,
                self.before.files,
                self.outcome.differences,
            )
            self.journal.empty()

    def _differences(self) -> Iterator[str]:
        """Hold the briefs that are there against all data, so far as that is in memory."""
        keys, whole, rows = reconcile.keys(self.jobs.values()), None, self.prints.rows
        if isinstance(rows, Rows):
            made_of = [rows.digest, self.versions["briefpress"]]
            edition, cache = self.project.edition, self.out / CACHE
            whole = expected(edition, self.tables, keys.values(), cache, made_of)
        return reconcile.differences(self.out, self.entries, keys, whole)


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
