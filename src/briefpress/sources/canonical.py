"""Rows of text to canonical tables: every check of every column, all mistakes at once."""

from __future__ import annotations

import json
import operator
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from briefpress.errors import Mistake, did_you_mean
from briefpress.model import places
from briefpress.model.specs import SPECS, Column, TableSpec
from briefpress.model.tables import Tables
from briefpress.sources import cells
from briefpress.sources.grid import Raw

REJECTED = ("file", "place", "table", "id", "reason", "content")


def tables(
    raw: Iterable[Raw],
    mistakes: list[Mistake],
    unread: Collection[str] = (),
    kept: dict[str, Sequence[int]] | None = None,
) -> Tables:
    """Check and convert every table, adding what is wrong to ``mistakes``.

    ``unread`` are the tables of which not every row could be read, which is a
    mistake already: what refers to them is not looked up. A table that several
    files bring is joined; one that no file brings is empty: "no data". Wrong rows
    of a source that sets them aside are in ``rejected``, with all that refers to
    them, and are no errors. What is returned is only fit for use when no error
    was added. ``kept`` is told, by table, where among its rows each one that is
    returned stood.
    """
    brought: dict[str, list[Raw]] = {name: [] for name in SPECS}
    for item in raw:
        brought[item.table].append(item)
    rows = {name: _Rows(name, spec, brought.pop(name)) for name, spec in SPECS.items()}
    absent = {name for name, part in rows.items() if not part.files}
    for name in absent - set(unread):
        if SPECS[name].required:
            mistakes.append(Mistake(f"{name}.csv", found="is missing; nothing can do without it"))
    required = {name for name, spec in SPECS.items() if spec.required}
    known = {name: rows[name] for name in rows if name not in {*unread, *(absent & required)}}
    for name, part in rows.items():
        part.check_keys()
        part.check_references(known)
        _SENSE.get(name, _no_sense)(part)
    _check_vocabularies(rows["themes"], rows["vocabularies"])
    for name in ("places", "themes"):
        _check_transactions(rows[name], rows["transactions"])
    rejected = [row for part in rows.values() for row in part.rejected(rows)]
    for part in rows.values():
        mistakes += part.mistakes
    if kept is not None:
        kept |= {name: part.table.index.to_list() for name, part in rows.items()}
    return Tables(
        **{name: part.with_ids() for name, part in rows.items()},
        rejected=pd.DataFrame(rejected, columns=list(REJECTED), dtype=str),
        other_levels=pd.DataFrame(columns=["row", "origin"], dtype=str),
    )


class _Rows:
    """The rows of one table on their way: values, where each stands, and what is wrong.

    A cell that is wrong is not looked at again by later checks: one mistake is
    said once, and the rest of its row is checked all the same.
    """

    def __init__(self, name: str, spec: TableSpec, raw: Iterable[Raw]) -> None:
        self.name, self.spec, self.files = name, spec, tuple(raw)
        self.mistakes: list[Mistake] = []
        self.bad: dict[str, set[int]] = {name: set() for name in spec.names}
        self.reasons: dict[int, str] = {}
        self.dropped: set[int] = set()
        self.starts: list[int] = []
        values: dict[str, list[Any]] = {name: [] for name in spec.names}
        for item in self.files:
            self._take(item, values)
        self.table = pd.DataFrame({name: _column(cells) for name, cells in values.items()})

    def where(self, at: int) -> tuple[Raw, int]:
        """Return the file of the row at this position, and its number there."""
        number = bisect_right(self.starts, at) - 1  # of those that start here, the last has rows
        item = self.files[number]
        return item, item.numbers[at - self.starts[number]]

    def wrong(self, at: int, column: str, found: str) -> None:
        """Note a mistake in the row at this position."""
        self.bad[column].add(at)
        item, number = self.where(at)
        heading = item.headings.get(column, column)
        if item.set_aside:
            self.reasons.setdefault(at, f"{heading}: {found}")
        self.mistakes.append(
            Mistake(
                item.file,
                row=number if item.unit == "row" else 0,
                line=number if item.unit == "line" else 0,
                column=heading,
                found=found,
                id=self._id(item, at),
                level="set aside" if item.set_aside else "error",
            )
        )

    def _id(self, item: Raw, at: int) -> str:
        ids = item.columns.get("activity", item.columns.get("id"))
        return ids[at - self.starts[self.files.index(item)]] if ids and item.unit == "line" else ""

    def good(self, *columns: str) -> pd.DataFrame:
        """Return these columns, of the rows in which none of them is wrong so far."""
        bad = set().union(*(self.bad[column] for column in columns))
        table = self.table[list(columns)]
        return table.drop(index=list(bad)) if bad else table

    def _take(self, item: Raw, values: dict[str, list[Any]]) -> None:
        for heading in item.columns:
            if heading not in self.spec.names:
                hint = did_you_mean(heading, self.spec.names)
                found = f"is unknown.{hint}" if heading else "a column has no heading"
                self.mistakes.append(Mistake(item.file, 1, heading, found))
        first = (
            self.starts[-1] + len(self.files[len(self.starts) - 1].numbers) if self.starts else 0
        )
        self.starts.append(first)
        for column in self.spec.columns:
            if column.name in item.columns:
                values[column.name] += self._converted(item, column, first)
            else:
                if column.required and item.numbers:
                    found = "is missing; the table cannot do without it"
                    self.mistakes.append(Mistake(item.file, 1, column.name, found))
                    self.bad[column.name].update(range(first, first + len(item.numbers)))
                values[column.name] += [cells.blank(column)] * len(item.numbers)

    def _converted(self, item: Raw, column: Column, first: int) -> Sequence[Any]:
        """Convert one column: each distinct text is parsed once, each bad row is named."""
        blank, parse = cells.blank(column), cells.parser(column, item.formats)
        given = item.columns[column.name]
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for cell in dict.fromkeys(given):
            text, values[cell] = cell.strip(), blank
            if text in cells.SHEET_ERRORS:
                wrong[cell] = f"is {text}, an error of the spreadsheet program"
            elif text:
                try:
                    values[cell] = parse(text)
                except ValueError as error:
                    wrong[cell] = str(error)
            elif column.required:
                wrong[cell] = "is empty; every row needs one"
        if wrong:
            for at, cell in enumerate(given, start=first):
                if cell in wrong:
                    self.wrong(at, column.name, wrong[cell])
        if all(map(operator.is_, values, values.values())):
            return given  # ids and codes are values as they stand
        return [values[cell] for cell in given]

    def check_keys(self) -> None:
        """Each row is named by its key; a second row with the same key is a mistake."""
        keys = self.good(*self.spec.key)
        if not keys.duplicated().any():
            return
        first: dict[tuple[str, ...], int] = {}
        for at, *key in keys.itertuples():
            if first.setdefault(tuple(key), at) != at:
                item, row = self.where(first[tuple(key)])
                elsewhere = f" of {item.file}" if item.file != self.where(at)[0].file else ""
                column = [name for name, part in zip(self.spec.key, key, strict=True) if part][-1]
                named = " / ".join(part for part in key if part)
                found = f"'{named}' stands in {item.unit} {row}{elsewhere} already"
                self.wrong(at, column, found)

    def check_references(self, known: Mapping[str, _Rows]) -> None:
        """A value that refers to another table must be there."""
        for column in self.spec.columns:
            if column.refers not in known:
                continue
            keys = known[column.refers].table[SPECS[column.refers].key[-1]]
            cells_given = self.table[column.name]
            unknown = set(cells_given).difference(keys, ("",))
            lost = cells_given[cells_given.isin(unknown)] if unknown else cells_given[:0]
            hints: dict[str, str] = {}
            near = _Near(keys if len(lost) and len(keys) <= _MOST_KEYS else ())
            for at, cell in lost.items():
                if cell not in hints and len(hints) < _MOST_HINTS:
                    hints[cell] = did_you_mean(cell, near.to(cell))
                found = f"'{cell}' is not in {column.refers}.{hints.get(cell, '')}"
                self.wrong(int(str(at)), column.name, found)

    def rejected(self, rows: Mapping[str, _Rows]) -> list[dict[str, str]]:
        """Drop the rows that are to be set aside, and what refers to them; return them as text.

        ``rows`` are all tables: those that this one refers to stand before it
        and have dropped theirs.
        """
        for column in self.spec.columns:
            if column.refers and rows[column.refers].reasons:
                kept = rows[column.refers].table[SPECS[column.refers].key[-1]]
                cells_given = self.table[column.name]
                for at, cell in cells_given[(cells_given != "") & ~cells_given.isin(kept)].items():
                    item, _ = self.where(int(str(at)))
                    if item.set_aside:
                        reason = f"'{cell}' of {column.refers} was set aside"
                        self.reasons.setdefault(int(str(at)), reason)
        found = [self._as_text(at, reason) for at, reason in sorted(self.reasons.items())]
        self.dropped = set(self.reasons) - self._unspecified(rows)
        self.table = self.table.drop(index=list(self.dropped))
        return found

    def _unspecified(self, rows: Mapping[str, _Rows]) -> set[int]:
        """Let the share of places that are set aside count as given to no place.

        Else it would fall to the other places of its activity. Returns the rows
        that stay for it, one an activity or transaction.
        """
        if self.name != "places" or not self.reasons:
            return set()
        kept: set[int] = set()
        lost = self.table.loc[list(self.reasons)]
        for column, table in (("activity", "activities"), ("transaction", "transactions")):
            lost = lost[lost[column].isin([*rows[table].table["id"], *_NONE[column]])]
        left = set(self.table["activity"].drop(index=list(self.reasons)))
        for (activity, transaction), part in lost.groupby(["activity", "transaction"], sort=False):
            if not transaction and activity not in left:
                continue  # it has no other places: all of it is unallocated as it is
            first = int(str(part.index[0]))
            known = [value for value in part["percentage"] if value is not None]
            self.table.loc[first, ["country", "region"]] = ["", places.UNSPECIFIED]
            self.table.loc[first, "percentage"] = sum(known) if len(known) == len(part) else None
            kept.add(first)
        return kept

    def _as_text(self, at: int, reason: str) -> dict[str, str]:
        item, number = self.where(at)
        inside = at - self.starts[self.files.index(item)]
        content = {name: given[inside] for name, given in item.columns.items() if given[inside]}
        return {
            "file": item.file,
            "place": f"{item.unit} {number}",
            "table": self.name,
            "id": content.get("id", content.get("activity", "")),
            "reason": reason,
            "content": json.dumps(content, ensure_ascii=False),
        }

    def with_ids(self) -> pd.DataFrame:
        """Give each row its id and its origin: file and row, and what the data itself cites."""
        parts = [_escaped(self.table[name]) for name in self.spec.key]
        if len(parts) == 1:
            ids = [f"{self.name}/{key}" for key in parts[0]]
        else:
            ids = ["/".join([self.name, *filter(None, key)]) for key in zip(*parts, strict=True)]
        stands = [
            f"{item.file}, {item.unit} {number}" for item in self.files for number in item.numbers
        ]
        if self.dropped:
            stands = [place for at, place in enumerate(stands) if at not in self.dropped]
        origins = [
            f"{place} ({cited})" if cited else place
            for place, cited in zip(stands, self.table["origin"], strict=True)
        ]
        texts = {column.name: str for column in self.spec.columns if cells.blank(column) == ""}
        table = self.table.assign(row=ids, origin=origins).astype({**texts, "row": str})
        return table.reset_index(drop=True)


_NONE = {"activity": (), "transaction": ("",)}
_MOST_HINTS, _MOST_KEYS = 20, 10_000
"""Nobody reads more hints, and looking for the nearest of more ids takes long."""

_ON_EACH_SIDE = 40
_LONGEST_HINT = 200


class _Near:
    """Known keys, of which a mistyped one is held against those that begin or end like it.

    To compare it with thousands takes half a second for each.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        known = {key for key in keys if len(key) <= _LONGEST_HINT}
        self.begins = sorted((key.lower(), key) for key in known)
        self.ends = sorted((key.lower()[::-1], key) for key in known)

    def to(self, word: str) -> set[str]:
        """Return the keys that stand around the word in the order of letters, from both ends."""
        if len(word) > _LONGEST_HINT:
            return set()
        word = word.lower()
        found = set()
        for keys, given in ((self.begins, word), (self.ends, word[::-1])):
            at = bisect_left(keys, (given,))
            found |= {key for _, key in keys[max(0, at - _ON_EACH_SIDE) : at + _ON_EACH_SIDE]}
        return found


def _column(values: list[Any]) -> pd.Series[Any]:
    return pd.Series(values, dtype=object)


def _escaped(keys: pd.Series[str]) -> Sequence[str]:
    return [
        key.replace("%", "%25").replace("/", "%2F") if "%" in key or "/" in key else key
        for key in keys.tolist()
    ]


def _check_vocabularies(themes: _Rows, vocabularies: _Rows) -> None:
    """A theme's code must be one of its own vocabulary."""
    pairs = set(vocabularies.table[["vocabulary", "code"]].itertuples(index=False, name=None))
    of_code = {code: vocabulary for vocabulary, code in sorted(pairs, reverse=True)}
    table = themes.good("vocabulary", "code")
    for vocabulary, code in table.drop_duplicates().itertuples(index=False, name=None):
        if code in of_code and (vocabulary, code) not in pairs:
            found = f"'{vocabulary}' is not the vocabulary of '{code}'."
            same = table[(table["vocabulary"] == vocabulary) & (table["code"] == code)]
            for at in same.index:
                themes.wrong(at, "vocabulary", f"{found} Did you mean '{of_code[code]}'?")


def _check_transactions(rows: _Rows, transactions: _Rows) -> None:
    """A transaction that a place or theme is about must be its activity's."""
    table = rows.good("activity", "transaction")
    table = table[table["transaction"] != ""]
    if table.empty:
        return
    owner = dict(zip(transactions.table["id"], transactions.table["activity"], strict=True))
    for at, activity, transaction in table.itertuples():
        if owner.get(transaction, activity) != activity:
            found = f"'{transaction}' is a transaction of '{owner[transaction]}'"
            rows.wrong(at, "transaction", f"{found}, not of '{activity}'")


def _order_of_dates(rows: _Rows) -> None:
    dates = rows.good("start_date", "end_date").dropna()
    for at, start, end in dates[dates["start_date"] > dates["end_date"]].itertuples():
        rows.wrong(at, "end_date", f"{end} is before the start, {start}")


def _one_place(rows: _Rows) -> None:
    named = rows.good("country", "region").astype(bool)
    for at in named.index[named["country"] == named["region"]]:
        rows.wrong(at, "country", "a row names one country or one region, not both, not none")
    _percentages(rows, ["activity", "transaction"])


def _unique_codes(rows: _Rows) -> None:
    """A code names one theme: it is in the name of its brief."""
    first: dict[str, str] = {}
    for at, vocabulary, code in rows.good("vocabulary", "code").itertuples():
        if first.setdefault(code, vocabulary) != vocabulary:
            rows.wrong(at, "code", f"'{code}' stands in the vocabulary '{first[code]}' already")


def _theme_percentages(rows: _Rows) -> None:
    _percentages(rows, ["activity", "transaction", "vocabulary"])


def _percentages(rows: _Rows, by: list[str]) -> None:
    """Either all of an activity's rows have a percentage or none has: half is not to be guessed."""
    table = rows.good(*by, "percentage")
    given = table["percentage"].notna()
    if given.all() or not given.any():
        return
    others = given.groupby([table[column] for column in by]).transform("any")
    for at in table.index[others.astype(bool) & ~given]:
        rows.wrong(at, "percentage", "is empty, but other rows of the activity have one")


def _one_name(rows: _Rows) -> None:
    pairs = rows.good("organisation", "name").drop_duplicates()
    names: dict[str, str] = {}
    if not pairs["organisation"].duplicated().any():
        return
    for at, organisation, name in rows.good("organisation", "name").itertuples():
        if names.setdefault(organisation, name) != name:
            rows.wrong(at, "name", f"'{organisation}' is '{names[organisation]}' in another row")


def _no_sense(rows: _Rows) -> None:
    """Most tables make sense when their cells do."""


def _results(rows: _Rows) -> None:
    """Dates in order, and a percentage only where the row is measured in per cent."""
    _order_of_dates(rows)
    for start, item in zip(rows.starts, rows.files, strict=True):
        measures = item.columns.get("measure", [""] * len(item.numbers))
        for name in ("baseline", "target", "actual"):
            for at, cell in enumerate(item.columns.get(name, ())):
                if cell.rstrip().endswith("%") and measures[at].strip() != "percentage":
                    rows.wrong(start + at, name, f"'{cell}' is a percentage; its measure is not")


_SENSE: dict[str, Callable[[_Rows], None]] = {
    "activities": _order_of_dates,
    "vocabularies": _unique_codes,
    "places": _one_place,
    "themes": _theme_percentages,
    "organisations": _one_name,
    "budgets": _order_of_dates,
    "planned_disbursements": _order_of_dates,
    "results": _results,
}
