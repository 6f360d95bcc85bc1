"""From partitioned sources to a store: read, checked and prepared as any data, part by part."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from briefpress import garbage
from briefpress.config import FILE, Project
from briefpress.errors import Mistake
from briefpress.measures.currencies import convert, read_rates, unconverted, without_rate
from briefpress.measures.donors import with_donors
from briefpress.measures.levels import at_level, counts, reported
from briefpress.model.specs import SPECS
from briefpress.model.tables import Tables
from briefpress.press.store import OF_ACTIVITIES, read_part, seal, write_part
from briefpress.sources import bounds, main_vocabulary, passed_over
from briefpress.sources.across import Across
from briefpress.sources.parted import Parted
from briefpress.sources.scatter import ORDER

_GATHERED = "gathered"

_KNOWN_BY = {
    "places": ["activity", "country", "region"],
    "themes": ["activity", "code"],
    "organisations": ["activity", "organisation", "role", "name"],
    "transactions": ["activity", "donor", "provider_name"],
}
"""What of each table says which briefs there are, and whose: once for each activity."""


def store(project: Project, folder: Path) -> list[Mistake]:
    """Make a store in a folder that is there; return all that is wrong with the data.

    When something of it is an error, what is in the folder is no store. Raises
    ProjectError for bad rates, and OSError when the disk does not take it.
    """
    rates = read_rates(project)
    checked = _Checked(project, folder)
    mistakes = checked.mistakes
    if _wrong(mistakes):
        return mistakes
    edition = project.edition
    kept, said = reported(checked.counted, edition.hierarchy)
    mistakes += said
    if _wrong(mistakes):
        return mistakes
    everyone = checked.organisations(kept)
    missing: Counter[str] = Counter()
    spine: list[Tables] = []
    for number, (name, tables) in enumerate(checked.parts()):
        with garbage.kept():
            level = at_level(tables, kept) if kept else tables
            # a provider may be named as another part names it
            donors = with_donors(replace(level, organisations=everyone))
            level = replace(donors, organisations=level.organisations)
            prepared, _ = convert(level, edition, rates)
            placed = write_part(folder / name, prepared)
        missing += without_rate(prepared, edition)
        left = _with_order(prepared.other_levels, tables)
        spine.append(_spine(prepared, placed.assign(part=number), left))
    mistakes += unconverted(missing, edition)
    whole = checked.parted.reader.with_rejected(_joined(spine, checked.rejected()))
    seal(folder, whole, list(dict.fromkeys(mistakes)), checked.names)
    return list(dict.fromkeys(mistakes))


class _Checked:
    """All parts, read and checked, each and together; written as they were read."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []
        self.counted: Counter[tuple[int, str]] = Counter()
        self._rejected: list[pd.DataFrame] = []
        self._organisations: list[pd.DataFrame] = []
        self.parted = Parted(project, folder / _GATHERED, project.limits.tables)
        self.mistakes = [*self.parted.gather(), *passed_over(project)]
        if not _wrong(self.mistakes):
            self._check(project)
        shutil.rmtree(folder / _GATHERED, ignore_errors=True)

    def _check(self, project: Project) -> None:
        across = Across()
        for tables, mistakes in self.parted.parts():
            self.mistakes += mistakes
            self.vocabularies = tables.vocabularies
            self._rejected.append(tables.rejected)
            wrong = _wrong(self.mistakes)
            if len(wrong) > bounds.MOST_MISTAKES:  # nobody mends more before looking again
                break
            if not wrong:
                across.add(tables)
                self._count(tables)
                name = f"part-{len(self.names):05}"
                self.names.append(name)
                write_part(self.folder / name, tables)
        if not _wrong(self.mistakes):
            self.mistakes += across.mistakes(lambda: (tables for _, tables in self.parts()))
            self.mistakes += main_vocabulary(project, tables)
        if not self.counted and not _wrong(self.mistakes):
            found = "there are no activities in the data: nothing to report"
            self.mistakes.append(Mistake(FILE, found=found))

    def _count(self, tables: Tables) -> None:
        self.counted += counts(tables)
        levels = tables.activities.set_index("id")["hierarchy"].map(lambda one: one or 0)
        table = tables.organisations
        table = table.assign(level=levels.reindex(table["activity"]).to_numpy())
        once = table.sort_values(ORDER).drop_duplicates(["organisation", "name", "level"])
        self._organisations.append(once)

    def parts(self) -> Iterator[tuple[str, Tables]]:
        """Give each part as it was checked."""
        none = pd.DataFrame(columns=["row", "origin"], dtype=str)
        for name in self.names:
            yield (
                name,
                Tables(
                    **read_part(self.folder / name),
                    vocabularies=self.vocabularies,
                    rejected=self._rejected[0].take([]),
                    other_levels=none,
                ),
            )

    def organisations(self, level: int) -> pd.DataFrame:
        """Return the organisations of a level (0: of all), each name once, in the data's order."""
        every = pd.concat(self._organisations)
        return (every[every["level"].isin([level, 0])] if level else every).sort_values(ORDER)

    def rejected(self) -> pd.DataFrame:
        """Return the rows set aside, in the order in which they would be without parts."""
        every = pd.concat(self._rejected, ignore_index=True)
        files = {head.file: at for at, head in enumerate(self.parted.buckets.heads)}
        again = every.duplicated() & (every["table"] == "vocabularies")  # each part has them
        every = every[~again]
        order = every.assign(
            table=every["table"].map(list(SPECS).index),
            file=every["file"].map(files),
            place=every["place"].str.extract(r"(\d+)$")[0].astype("int64"),
        ).sort_values(["table", "file", "place"], kind="stable")
        return every.loc[order.index].reset_index(drop=True)


def _wrong(mistakes: list[Mistake]) -> list[Mistake]:
    return [one for one in mistakes if one.level == "error"]


def _with_order(left: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    both = [tables.budgets[["row", ORDER]], tables.transactions[["row", ORDER]]]
    order = pd.concat(both).set_index("row")[ORDER] if len(left) else pd.Series(dtype="int64")
    return left.assign(**{ORDER: order.reindex(left["row"]).to_numpy()})


def _spine(tables: Tables, placed: pd.DataFrame, left: pd.DataFrame) -> Tables:
    """Return what is to be known of a part when it is not there."""
    # taken, because a slice of a table, and its copy, keep all of it in memory
    found = {name: table.take([]) for name, table in tables.each().items()}
    for name, columns in _KNOWN_BY.items():
        table = tables.each()[name]
        if name == "transactions":
            table = table[table["donor"] != ""]
        # the last, because the last name of a donor is the one that is printed
        found[name] = table.drop_duplicates(columns, keep="last")[[*columns, ORDER]]
    found["activities"] = placed
    found["vocabularies"] = tables.vocabularies
    return replace(tables, **found, other_levels=left)


def _joined(spine: list[Tables], rejected: pd.DataFrame) -> Tables:
    first = spine[0]
    found = {}
    for name in _KNOWN_BY:
        table = pd.concat([one.each()[name] for one in spine])
        found[name] = table.sort_values(ORDER, ignore_index=True).drop(columns=ORDER)
    placed = pd.concat([one.activities for one in spine], ignore_index=True)
    found["activities"] = placed.astype({"at": object, "rows": object, "part": object})
    left = pd.concat([one.other_levels for one in spine])
    of_transactions = left["row"].str.startswith("transactions/")
    left = left.assign(late=of_transactions).sort_values(["late", ORDER], ignore_index=True)
    rest = {name: first.each()[name].drop(columns=ORDER) for name in OF_ACTIVITIES
            if name not in found}  # fmt: skip
    return replace(first, **found, **rest, rejected=rejected, other_levels=left[["row", "origin"]])
