"""Rows of text to canonical tables: every check of every column, all mistakes at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from briefpress.errors import Mistake, did_you_mean
from briefpress.model.tables import SPECS, Column, Tables, TableSpec
from briefpress.sources import cells
from briefpress.sources.csvfile import Raw


def tables(raw: Iterable[Raw], mistakes: list[Mistake], unread: Collection[str] = ()) -> Tables:
    """Check and convert every table, adding what is wrong to ``mistakes``.

    ``unread`` are the tables whose file could not be read, which is a mistake
    already. A table that several files bring is joined; one that no file
    brings is empty: "no data". What is returned is only fit for use when no
    mistake was added.
    """
    brought: dict[str, list[Raw]] = {name: [] for name in SPECS}
    for item in raw:
        brought[item.table].append(item)
    rows = {name: _Rows(spec, brought[name], mistakes) for name, spec in SPECS.items()}
    absent = {name for name, items in brought.items() if not items}
    for name in absent - set(unread):
        if SPECS[name].required:
            mistakes.append(Mistake(f"{name}.csv", found="is missing; nothing can do without it"))
    known = {name: part for name, part in rows.items() if name not in absent & _expected(unread)}
    for name, part in rows.items():
        part.check_keys()
        part.check_references(known)
        _SENSE.get(name, _no_sense)(part)
    _check_vocabularies(rows["themes"], rows["vocabularies"])
    return Tables(**{name: part.with_ids(name) for name, part in rows.items()})


def _expected(unread: Collection[str]) -> set[str]:
    """Return the tables whose absence is said already, so that references to them are not."""
    return {*unread, *(name for name, spec in SPECS.items() if spec.required)}


class _Rows:
    """The rows of one table on their way: values, where each stands, and what is wrong.

    A cell that is wrong is not looked at again by later checks: one mistake is
    said once, and the rest of its row is checked all the same.
    """

    def __init__(self, spec: TableSpec, raw: Iterable[Raw], mistakes: list[Mistake]) -> None:
        self.spec, self.mistakes = spec, mistakes
        self.where: list[tuple[str, int]] = []
        self.bad: dict[str, set[int]] = {name: set() for name in spec.names}
        self.values: dict[str, list[Any]] = {name: [] for name in spec.names}
        for item in raw:
            self._take(item)
        self.table = pd.DataFrame(self.values, dtype=object)

    def wrong(self, at: int, column: str, found: str) -> None:
        """Note a mistake in the row at this position."""
        self.bad[column].add(at)
        file, row = self.where[at]
        self.mistakes.append(Mistake(file, row, column, found))

    def good(self, *columns: str) -> pd.DataFrame:
        """Return these columns, of the rows in which none of them is wrong so far."""
        bad = set().union(*(self.bad[column] for column in columns))
        return self.table[list(columns)].drop(index=list(bad))

    def _take(self, item: Raw) -> None:
        for heading in item.heading:
            if heading not in self.spec.names:
                hint = did_you_mean(heading, self.spec.names)
                found = f"is unknown.{hint}" if heading else "a column has no heading"
                self.mistakes.append(Mistake(item.file, 1, heading, found))
        first = len(self.where)
        self.where += [(item.file, number) for number, _ in item.rows]
        for column in self.spec.columns:
            if column.name in item.heading:
                at = item.heading.index(column.name)
                self._convert([row[at].strip() for _, row in item.rows], column, first)
            else:
                if column.required:
                    found = "is missing; the table cannot do without it"
                    self.mistakes.append(Mistake(item.file, 1, column.name, found))
                    self.bad[column.name].update(range(first, len(self.where)))
                self.values[column.name] += [cells.blank(column)] * len(item.rows)

    def _convert(self, column_cells: list[str], column: Column, first: int) -> None:
        """Convert one column: each distinct text is parsed once, each bad row is named."""
        values: dict[str, Any] = {"": cells.blank(column)}
        wrong = {"": "is empty; every row needs one"} if column.required else {}
        for cell in dict.fromkeys(column_cells):
            if cell:
                try:
                    values[cell] = cells.parse(cell, column)
                except ValueError as error:
                    values[cell], wrong[cell] = cells.blank(column), str(error)
        self.values[column.name] += [values[cell] for cell in column_cells]
        for at, cell in enumerate(column_cells, start=first):
            if cell in wrong:
                self.wrong(at, column.name, wrong[cell])

    def check_keys(self) -> None:
        """Each row is named by its key; a second row with the same key is a mistake."""
        first: dict[tuple[str, ...], int] = {}
        for at, *key in self.good(*self.spec.key).itertuples():
            if first.setdefault(tuple(key), at) != at:
                file, row = self.where[first[tuple(key)]]
                elsewhere = f" of {file}" if file != self.where[at][0] else ""
                column = [name for name, part in zip(self.spec.key, key, strict=True) if part][-1]
                named = " / ".join(part for part in key if part)
                self.wrong(at, column, f"'{named}' stands in row {row}{elsewhere} already")

    def check_references(self, known: Mapping[str, _Rows]) -> None:
        """A value that refers to another table must be there."""
        for column in self.spec.columns:
            if column.refers not in known:
                continue
            keys = set(known[column.refers].table[SPECS[column.refers].key[-1]])
            hints: dict[str, str] = {}
            for at, cell in self.table[column.name].items():
                if cell and cell not in keys:
                    if cell not in hints and len(hints) < _MOST_HINTS:
                        hints[cell] = did_you_mean(cell, keys)
                    found = f"'{cell}' is not in {column.refers}.{hints.get(cell, '')}"
                    self.wrong(int(str(at)), column.name, found)

    def with_ids(self, name: str) -> pd.DataFrame:
        """Give each row its id and its origin: file and row, and what the data itself cites."""
        keys = self.table[list(self.spec.key)].to_numpy().tolist()
        ids = ["/".join([name, *(_part(part) for part in key if part)]) for key in keys]
        origins = [
            f"{file}, row {row}{f' ({cited})' if cited else ''}"
            for (file, row), cited in zip(self.where, self.table["origin"], strict=True)
        ]
        texts = {column.name: str for column in self.spec.columns if cells.blank(column) == ""}
        return self.table.assign(row=ids, origin=origins).astype({**texts, "row": str})


_MOST_HINTS = 50
"""Looking for the nearest of thousands of ids takes milliseconds, and nobody reads so many."""


def _part(key: str) -> str:
    return key.replace("%", "%25").replace("/", "%2F")


def _check_vocabularies(themes: _Rows, vocabularies: _Rows) -> None:
    """A theme's code must be one of its own vocabulary."""
    pairs = set(vocabularies.table[["vocabulary", "code"]].itertuples(index=False, name=None))
    for at, vocabulary, code in themes.good("vocabulary", "code").itertuples():
        right = [name for name, known in pairs if known == code]
        if right and (vocabulary, code) not in pairs:
            found = f"'{vocabulary}' is not the vocabulary of '{code}'."
            themes.wrong(at, "vocabulary", f"{found} Did you mean '{right[0]}'?")


def _order_of_dates(rows: _Rows) -> None:
    for at, start, end in rows.good("start_date", "end_date").itertuples():
        if start and end and start > end:
            rows.wrong(at, "end_date", f"{end} is before the start, {start}")


def _one_place(rows: _Rows) -> None:
    for at, country, region in rows.good("country", "region").itertuples():
        if bool(country) == bool(region):
            rows.wrong(at, "country", "a row names one country or one region, not both, not none")
    _percentages(rows, ["activity"])


def _unique_codes(rows: _Rows) -> None:
    """A code names one theme: it is in the name of its brief."""
    first: dict[str, str] = {}
    for at, vocabulary, code in rows.good("vocabulary", "code").itertuples():
        if first.setdefault(code, vocabulary) != vocabulary:
            rows.wrong(at, "code", f"'{code}' stands in the vocabulary '{first[code]}' already")


def _theme_percentages(rows: _Rows) -> None:
    _percentages(rows, ["activity", "vocabulary"])


def _percentages(rows: _Rows, by: list[str]) -> None:
    """Either all of an activity's rows have a percentage or none has: half is not to be guessed."""
    table = rows.good(*by, "percentage")
    given = table["percentage"].notna()
    others = given.groupby([table[column] for column in by]).transform("any")
    for at in table.index[others.astype(bool) & ~given]:
        rows.wrong(at, "percentage", "is empty, but other rows of the activity have one")


def _one_name(rows: _Rows) -> None:
    names: dict[str, str] = {}
    for at, organisation, name in rows.good("organisation", "name").itertuples():
        if names.setdefault(organisation, name) != name:
            rows.wrong(at, "name", f"'{organisation}' is '{names[organisation]}' in another row")


def _no_sense(rows: _Rows) -> None:
    """Most tables make sense when their cells do."""


_SENSE: dict[str, Callable[[_Rows], None]] = {
    "activities": _order_of_dates,
    "vocabularies": _unique_codes,
    "places": _one_place,
    "themes": _theme_percentages,
    "organisations": _one_name,
    "budgets": _order_of_dates,
    "results": _order_of_dates,
}
