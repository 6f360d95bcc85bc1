"""One source after another, each by its own reader, to rows of the canonical tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.config import Project, Source
from briefpress.errors import Mistake, ProjectError, did_you_mean
from briefpress.model.specs import SPECS
from briefpress.sources import format_of, shown, totalrow
from briefpress.sources.grid import Formats, Grid, Raw
from briefpress.sources.statement import ROWS, Had

if TYPE_CHECKING:
    from briefpress.model.tables import Tables


class Reader:
    """What has been read so far: rows, what is wrong, and rows that could not be used."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.raws: list[Raw] = []
        self.mistakes: list[Mistake] = []
        self.unread: list[str] = []
        """Tables of which not every row could be read, which is a mistake already."""
        self.had: list[Had] = []
        """What each file had, whatever became of it."""
        self._rejected: list[Mistake] = []
        self._known: dict[str, str] = {}
        """Where each activity of an IATI file stands."""

    def read(self, source: Source, files: Sequence[Path]) -> None:
        """Read one source. What is wrong with a file as a whole stops a build in any case."""
        if source.database:
            from briefpress.sources import database

            self._take(
                source, lambda found: self._canonical(database.read(source, found), source, found)
            )
        for path in files:
            name = shown(path, self.project)
            self._take(source, partial(self._file, path, name, source))

    def with_rejected(self, tables: Tables) -> Tables:
        """Add the rows that no reader could make sense of to those that were set aside."""
        import pandas as pd

        if not self._rejected:
            return tables
        rows = [
            {
                "file": one.file,
                "place": f"row {one.row}" if one.row else f"line {one.line}",
                "table": "",
                "id": one.id,
                "reason": f"{one.column}: {one.found}" if one.column else one.found,
                "content": json.dumps(one.content, ensure_ascii=False),
            }
            for one in self._rejected
        ]
        both = pd.concat([pd.DataFrame(rows, dtype=str), tables.rejected], ignore_index=True)
        return replace(tables, rejected=both)

    def _take(self, source: Source, read: Callable[[list[Mistake]], list[Raw]]) -> None:
        found: list[Mistake] = []
        try:
            self.raws += [replace(raw, set_aside=source.set_aside) for raw in read(found)]
        except ProjectError as error:
            self.mistakes += error.mistakes
            self.unread += [Path(one.file).stem for one in error.mistakes]
        if source.set_aside:
            self._rejected += [one for one in found if one.level == "error"]
            found = [
                replace(one, level="set aside") if one.level == "error" else one for one in found
            ]
        else:
            self.unread += [Path(one.file).stem for one in found if one.content]
        self.mistakes += found

    def _file(self, path: Path, name: str, source: Source, found: list[Mistake]) -> list[Raw]:
        kind = format_of(path, source)
        if kind == "iati":
            from briefpress.sources import iati

            raws = iati.read(path, name, found, self._known, self.had)
            return [replace(raw, derived=True) for raw in raws]
        return self._canonical(grids(kind, path, source, name, found), source, found)

    def _canonical(self, grids: Sequence[Grid], source: Source, found: list[Mistake]) -> list[Raw]:
        self._refuse_people(grids)
        own = source.columns is not None
        without = [totalrow.taken(grid, source, self.mistakes) for grid in grids]
        grids = [one.grid for one in without]
        for grid, one in zip(grids, without, strict=True):
            mapped = own or not (source.table in SPECS or grid.name in SPECS)
            self.had.append(
                Had(grid.file, ROWS, len(grid.numbers), grid.numbers, mapped, one.rows, one.differs)
            )
        if source.columns is not None:
            from briefpress.sources import mapping

            wanted = {use.heading for use in source.columns}
            chosen = [grid for grid in grids if wanted & set(grid.heading)] or list(grids[:1])
            found += [_unread(grid) for grid in grids if grid not in chosen]
            return [
                replace(raw, derived=True)
                for grid in chosen
                for raw in mapping.raws(grid, source.columns, source, found)
            ]
        raws: list[Raw] = []
        strays = []
        for grid in grids:
            table = source.table if source.table in SPECS else grid.name
            if table in SPECS:
                raws.append(_as_it_is(grid, table, source))
            elif any(grid.tags):
                from briefpress.sources import hxl, mapping

                tagged = mapping.raws(grid, hxl.uses(grid), source, found)
                raws += [replace(raw, derived=True) for raw in tagged]
            else:
                strays.append(_stray(grid))
        if strays:
            raise ProjectError(strays)
        return raws

    def _refuse_people(self, grids: Sequence[Grid]) -> None:
        """Raise ProjectError where rows are people, in sources that set rows aside too."""
        from briefpress.sources.persons import person_level

        allowed = self.project.disclosure.allowed_columns
        people = [mistake for grid in grids for mistake in person_level(grid, allowed)]
        if people:
            raise ProjectError(people)


def grids(kind: str, path: Path, source: Source, name: str, found: list[Mistake]) -> list[Grid]:
    """Return the tables of one file, by the reader of its kind. Raises ProjectError for a PDF."""
    from importlib import import_module

    from briefpress.sources import foreign

    foreign.refuse(path, name)

    module = {"csv": "csvfile", "jsonl": "jsonlines"}.get(kind, kind)
    reader: Callable[..., list[Grid]] = import_module(f"briefpress.sources.{module}").read
    return reader(path, source, name, found)


def _as_it_is(grid: Grid, table: str, source: Source) -> Raw:
    return Raw(
        table,
        grid.file,
        dict(zip(grid.heading, grid.columns, strict=True)),
        grid.numbers,
        grid.unit,
        formats=Formats(source.date_format, source.decimal_mark),
    )


def _unread(grid: Grid) -> Mistake:
    found = "has none of the headings in [source.columns] and is not read"
    return Mistake(grid.file, found=found, level="warning")


def _stray(grid: Grid) -> Mistake:
    name = Path(grid.file).name if Path(grid.file).stem == grid.name else grid.name
    found = f"'{name}' is no canonical table.{did_you_mean(grid.name, SPECS)}"
    return Mistake(
        grid.file,
        found=f"{found} There are: {', '.join(SPECS)}",
        mend=f"For a table of your own, see 'briefpress import {grid.file}'",
    )
