"""A project as it stands at one moment: settings, tables, and what each brief is made of.

What has not changed since the last snapshot is taken over from it, by content:
after a template is saved no row is read, hashed or checked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from briefpress import config
from briefpress.config import Project
from briefpress.documents import formats
from briefpress.drawing.drawn import Drawn
from briefpress.errors import BriefError, Mistake, ProjectError
from briefpress.language import Names
from briefpress.model.slices import touching
from briefpress.model.tables import Tables
from briefpress.press import fingerprint, guard
from briefpress.press.data import CACHE, CHARTS, Ready, ready
from briefpress.press.fetched import fetched
from briefpress.press.files import NAME as FILES
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import Ingredients
from briefpress.press.lateslice import LateSlice
from briefpress.press.plan import Job, names_of, plan
from briefpress.press.prints import Print, Prints
from briefpress.press.rowprints import Part, Rows
from briefpress.press.steady import Steady
from briefpress.press.storedrows import StoredRows
from briefpress.press.task import Task


@dataclass(frozen=True)
class Data:
    """An edition's tables, with what must not be printed taken out, and their rows' hashes.

    ``key`` is the hash of all that they are made of.
    """

    key: str
    reading: Ready
    tables: Tables
    names: Names
    rows: Rows | StoredRows


@dataclass(frozen=True)
class Snapshot:
    """A project with its data; ``jobs`` are the briefs of the edition by name."""

    project: Project
    folder: Path
    """The desk's own."""
    steady: Steady
    made_of: Ingredients
    data: Data
    jobs: Mapping[str, Job]
    prints: Prints
    known: dict[str, Print] = field(default_factory=dict)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Return what is to be said of the data, none of which stops a build."""
        return self.data.reading.mistakes

    def print_of(self, brief: str) -> Print:
        """Return what a brief is made of. Raises BriefError for too many rows."""
        if brief not in self.known:
            self.known[brief] = self.prints.of(self.jobs[brief], self._part(brief))
        return self.known[brief]

    def page_key(self, brief: str) -> str:
        """Return the hash of what a brief's HTML page is made of, asked for or not."""
        files = [self.made_of.inputs.get(f"templates/{name}") for name in formats.files(("html",))]
        made_of = self.print_of(brief).fingerprint
        return fingerprint.short([made_of, files, self.project.edition.languages])

    def task(self, brief: str) -> Task:
        """Return the brief as a worker is handed it. Raises BriefError for too many rows."""
        job, part, print_ = self.jobs[brief], self._part(brief), self.print_of(brief)
        pictures = (self.folder / CACHE / CHARTS).absolute()
        drawn = Drawn(pictures, print_.behind_charts, print_.words)
        cut = self._slice(job, part)
        return Task(job, cut, self.data.names, self.project, print_.fingerprint, drawn)

    def _part(self, brief: str) -> Part:
        job = self.jobs[brief]
        return self.data.rows.of(touching(self.data.tables, job.kind.over, job.key))

    def _slice(self, job: Job, part: Part) -> LateSlice:
        edition, over, key, store = (
            self.project.edition,
            job.kind.over,
            job.key,
            self.data.reading.store,
        )
        if store is None:
            return LateSlice(edition, part.tables, len(part.places["activities"]), over, key)
        ids = tuple(dict.fromkeys(part.whole.tables.activities["id"]))
        return LateSlice(edition, partial(store.of, ids), len(ids), over, key)

    @cached_property
    def code(self) -> str:
        """Return the hash of the modules that charts import: Python keeps them.

        A chart's own file is run anew for each text that it has (drawing/chart.py).
        """
        modules = self.prints.modules
        inputs = {**self.made_of.inputs, **modules}
        own = {f"charts/{name}.py" for name in self.prints.charts.names} - modules.keys()
        return fingerprint.short(
            [one for one in inputs.items() if one[0].endswith(".py") and one[0] not in own]
        )

    @cached_property
    def templates(self) -> str:
        """Return the hash of every template, sheet, font and picture."""
        inputs = self.made_of.inputs.items()
        return fingerprint.short([one for one in inputs if one[0].startswith("templates/")])

    @cached_property
    def style(self) -> str:
        """Return the hash of what is read once for all briefs: sheets, fonts and the logo."""
        logo, inputs = self.project.brand.logo, self.made_of.inputs.items()
        return fingerprint.short(
            [one for one in inputs if one[0].startswith(("templates/css/", "templates/fonts/"))]
            + [(logo, self.made_of.inputs.get(logo))]
        )


def take(root: Path, folder: Path, last: Snapshot | None) -> Snapshot:
    """Return a project as it stands now. Raises ProjectError with all that is wrong."""
    project = fetched(config.load(root), folder / CACHE)
    steady = Steady(project)
    made_of = _made_of(project, folder, last)
    data = _data(project, folder, made_of, steady, last)
    jobs = {job.brief: job for job in plan(project, data.tables)}
    prints = Prints(project, data.tables, data.names, made_of, data.rows)
    return Snapshot(project, folder, steady, made_of, data, jobs, prints)


def _made_of(project: Project, folder: Path, last: Snapshot | None) -> Ingredients:
    """Hash the project's files; the engine's do not change while it runs."""
    modules = list(last.prints.modules) if last else []
    try:
        if last is None:
            hashes = Hashes(folder / CACHE / FILES)
            return fingerprint.ingredients(project, hashes, modules)
        inputs = fingerprint.of_inputs(project, last.made_of.hashes, modules)
        return replace(last.made_of, inputs=inputs)
    except OSError as error:
        raise ProjectError(f"{error.filename}: cannot be read: {error.strerror}") from error


def _data(
    project: Project, folder: Path, made_of: Ingredients, steady: Steady, last: Snapshot | None
) -> Data:
    key = fingerprint.of_data(project, made_of.inputs, made_of.versions)
    earlier = [made_of.inputs.get(f"{one}/manifest.json") for one in project.disclosure.earlier]
    whole = fingerprint.short([key, project.disclosure, earlier, _dimensions(project)])
    if last and last.data.key == whole:
        return last.data
    reading = ready(project, folder / CACHE, key, steady)
    if reading.errors:
        raise ProjectError(reading.errors)
    tables = guard.of(project, reading).tables
    store, size = reading.store, project.limits.tables
    rows = StoredRows(store, size) if store else Rows(tables)
    return Data(whole, reading, tables, names_of(tables), rows)


def _dimensions(project: Project) -> list[str]:
    """Return what briefs are built over: where counts are hidden depends on it."""
    return [kind.over for kind in project.kinds]


def require(snapshot: Snapshot, brief: str) -> None:
    """Raise BriefError, with the nearest name, for a brief that is not in the edition."""
    if brief not in snapshot.jobs:
        from briefpress.errors import did_you_mean

        found = f"no brief of the edition has this name.{did_you_mean(brief, snapshot.jobs)}"
        raise BriefError(found, brief=brief)
