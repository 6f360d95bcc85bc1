"""A brief's facts against what was recomputed: every number, cell, row and rate, or it is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Any

from recomputing import charts
from recomputing.edition import Edition, View, brief_key
from recomputing.numbers import Number, numbers
from recomputing.published import ecb
from recomputing.splitting import converted
from recomputing.tables import SOURCE, tables

Table = list[dict[str, Any]]

DIMENSIONS = ("country", "region", "theme", "donor")

WORDS = {
    "partners": ("name", "type"),
    "donors": ("name", "type"),
    "activities": ("title", "summary", "title_language", "summary_language"),
}
"""Columns that are words in a language, not numbers: they are not recomputed."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "themes": ("theme",),
    "forms": ("vocabulary", "theme"),
    "regions": ("region",),
    "countries": ("country",),
    "years": ("year",),
    "scopes": ("scope",),
    "partners": ("organisation",),
    "donors": ("organisation",),
    "coverage": ("field",),
    "activities": ("id",),
    "index": ("country",),
    "funding_years": ("year",),
    "funding_places": ("place",),
    "funding_donors": ("donor",),
    "earmarking": ("earmarking",),
    "unconverted": ("kind", "currency"),
    "rates": ("currency", "source"),
    "results": ("rows",),
    "people": ("rows",),
}
"""What names a row of each table."""

PEOPLE = ("baseline", "actual", "value")
"""Columns whose small values are hidden where an indicator is sensitive; a target is a plan."""

_ROWLESS = ("narratives", "related", "markers", "planned_disbursements")
"""Tables of the sources of which no number is made."""


class Compared:
    """Holds briefs against a recomputed edition, and counts what was compared."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.numbers = self.cells = self.hidden = 0
        self._views: dict[tuple[str, str, str, str], tuple[dict, dict, dict]] = {}

    def missing(self, plan: Sequence[str]) -> Iterator[str]:
        """Say which briefs an edition must have and has not, and the other way round."""
        settings = self.edition.settings
        wanted = {
            (kind, key, language): False
            for kind, over in settings.kinds
            for key in self.edition.keys(over)
            for language in settings.languages
        }
        overs = dict(settings.kinds)
        for brief in plan:
            kind, name, language = brief.split("/")
            key = brief_key(name, self.edition.keys(overs[kind]))
            if (kind, key, language) not in wanted:
                yield f"{brief}: nothing in the sources asks for it"
            else:
                wanted[kind, str(key), language] = True
        for one, there in wanted.items():
            if not there:
                yield f"{'/'.join(one)}: is not in the plan"

    def differences(self, facts: Mapping[str, Any]) -> Iterator[str]:
        """Give one line for each number or cell of a brief that is not as recomputed."""
        kind, name, _ = facts["brief"].split("/")
        over = dict(self.edition.settings.kinds)[kind]
        key = brief_key(name, self.edition.keys(over))
        if key is None:
            yield f"nothing in the sources is called {name}"
            return
        view = self.edition.view(over, key)
        views = {"": view}
        for inner in DIMENSIONS:
            if any(one.startswith(f"{inner}.") for one in facts["numbers"]):
                views |= {f"{inner}.{one}.": view.narrow(inner, one) for one in view.keys(inner)}
        wanted: dict[str, Number] = {}
        rows: dict[str, Table] = {}
        drawn: dict[str, Table] = {}
        for prefix, one in views.items():
            mine, own, charts = self._recomputed(over, key, one)
            wanted |= {prefix + name: number for name, number in mine.items()}
            rows |= {prefix + name: table for name, table in own.items()}
            drawn |= {prefix + name: table for name, table in charts.items()}
        yield from self._numbers(facts["numbers"], wanted)
        yield from self._tables(facts["tables"], rows)
        yield from self._charts(facts["charts"], drawn)
        yield from self._rows(facts)
        yield from self._ledger(facts["money"], wanted)

    def _recomputed(self, over: str, key: str, view: View) -> tuple[dict, dict, dict]:
        """Recompute a view once for all languages."""
        at = (over, key, view.over, view.key)
        if at not in self._views:
            own = tables(view)
            self._views[at] = dict(numbers(view)), own, charts.charts(view, own)
        return self._views[at]

    def _numbers(self, found: Mapping[str, Any], wanted: Mapping[str, Number]) -> Iterator[str]:
        yield from _names(found, wanted, "")
        for name in found.keys() & wanted.keys():
            self.numbers += 1
            for what in _number(found[name], wanted[name]):
                yield f"{name} {what}"

    def _tables(self, found: Mapping[str, Any], wanted: Mapping[str, Table]) -> Iterator[str]:
        yield from _names(found, wanted, "table ")
        for name in found.keys() & wanted.keys():
            short = name.rpartition(".")[2]
            words = WORDS.get(short, ())
            for what in self._table(KEYS[short], words, found[name], wanted[name]):
                yield f"table {name}: {what}"

    def _charts(self, found: Mapping[str, Any], wanted: Mapping[str, Table]) -> Iterator[str]:
        for name in found:
            short, table = name.rpartition(".")[2], found[name]["table"]
            if name not in wanted:
                yield f"chart {name} is not recomputed"
                continue
            mine = wanted[name]
            if short in charts.SHORTENED:
                shown = {row["theme"] for row in table}
                mine = [row for row in mine if row["theme"] in shown]
            for what in self._table(charts.KEYS[short], (), table, mine):
                yield f"chart {name}: {what}"

    def _table(
        self, by: Sequence[str], words: Sequence[str], found: Table, wanted: Table
    ) -> Iterator[str]:
        mine, theirs = _by_key(by, wanted), _by_key(by, found)
        if len(theirs) < len(found) or len(mine) < len(wanted):
            yield "has two rows of one name"
        yield from (f"has {key}, which is not recomputed" for key in theirs.keys() - mine.keys())
        yield from (f"lacks {key}" for key in mine.keys() - theirs.keys())
        for key in theirs.keys() & mine.keys():
            columns = {one for one in theirs[key] if one not in words}
            if columns != set(mine[key]):
                yield f"{key}: has the columns {sorted(columns)}, not {sorted(mine[key])}"
            for column in columns & set(mine[key]):
                self.cells += 1
                said, value = theirs[key][column], mine[key][column]
                if said == "suppressed" and self._may_hide(mine[key]):
                    self.hidden += 1
                elif not _same(said, value, column):
                    yield f"{key}: {column} is {_short(said)}, recomputed {_short(value)}"
                elif column in PEOPLE and self._must_hide(mine[key], value):
                    yield f"{key}: {column} is printed, and too small for what is sensitive"

    def _may_hide(self, row: Mapping[str, Any]) -> bool:
        """Say whether an indicator is declared sensitive: only such a value may be hidden."""
        patterns = [one.lower() for one in self.edition.settings.sensitive]
        return any(fnmatchcase(str(row.get("indicator", "")).lower(), one) for one in patterns)

    def _must_hide(self, row: Mapping[str, Any], value: Any) -> bool:
        small = isinstance(value, Fraction) and 0 < value < self.edition.settings.threshold
        return small and row.get("measure", "unit") == "unit" and self._may_hide(row)

    def _rows(self, facts: Mapping[str, Any]) -> Iterator[str]:
        """Hold the places that the facts give for rows against where the rows stand."""
        stands = self.edition.said.stands
        for row, place in facts["rows"].items():
            if stands.get(row) != place and not row.startswith(_ROWLESS):
                yield f"{row} stands in {stands.get(row)}, not in {place}"
        named = {row for one in facts["numbers"].values() for row in one["rows"]}
        for row in named - facts["rows"].keys():
            yield f"{row} is named by a number and has no place"

    def _ledger(self, money: Mapping[str, Any], wanted: Mapping[str, Number]) -> Iterator[str]:
        """Hold what each row of a sum says, and its rate, against the source and the ECB."""
        settings = self.edition.settings
        summed = {
            row
            for name, one in wanted.items()
            if name.startswith("funding.") and one.brings and one.value is not None
            for row in one.rows
        }
        if summed != set(money["rows"]):
            others = sorted(summed ^ set(money["rows"]))
            yield f"money has not the rows of the sums: {_short(others)}"
        monies = self.edition.monies
        for row in summed & money["rows"].keys():
            self.cells += 1
            said, one = money["rows"][row], monies[row]
            amount = converted(one, settings.currency, settings.rates)
            if (Decimal(said["value"]), said["currency"]) != (one.value, one.currency):
                yield f"money: {row} says {one.value} {one.currency}, not {_short(said)}"
            if amount is None or Fraction(said["amount"]) != amount:
                yield f"money: {row} is {said['amount']}, recomputed {_short(amount)}"
            if ("rate" in said) != (one.currency != settings.currency):
                yield f"money: {row} has a rate or has none, wrongly"
            elif "rate" in said:
                rate = money["rates"][said["rate"]]
                known = ecb(one.currency, settings.currency, one.rate_day)
                assert known
                right = (one.currency, known[1].isoformat(), SOURCE)
                near = abs(Fraction(rate["rate"]) / known[0] - 1) < Fraction(1, 10**10)
                if (rate["currency"], rate["date"], rate["source"]) != right or not near:
                    yield f"money: {row} is converted at {_short(rate)}, the ECB has {known[1]}"


def _names(found: Mapping[str, Any], wanted: Mapping[str, Any], what: str) -> Iterator[str]:
    for name in found.keys() - wanted.keys():
        yield f"{what}{name} is not recomputed"
    for name in wanted.keys() - found.keys():
        yield f"{what}{name} is missing"


def _number(found: Mapping[str, Any], wanted: Number) -> Iterator[str]:
    value = None if found["value"] is None else Fraction(str(found["value"]))
    if value != wanted.value:
        yield f"is {found['value']}, recomputed {_short(wanted.value)}"
    for name in ("status", "unit"):
        if found[name] != getattr(wanted, name):
            yield f"has the {name} '{found[name]}', recomputed '{getattr(wanted, name)}'"
    if Counter(found["rows"]) != Counter(wanted.rows):
        yield f"has other rows: {_short(sorted({*found['rows']} ^ {*wanted.rows}))}"
    brings = wanted.brings or {}
    if found["unit"] != "activities" and brings:
        amounts = dict(zip(found["rows"], map(Fraction, found.get("amounts", ())), strict=False))
        if wrong := [row for row in brings if amounts.get(row) != brings[row][0]]:
            right = brings[wrong[0]][0]
            yield f"says that {wrong[0]} brings {amounts.get(wrong[0])}, recomputed {_short(right)}"
    elif "amounts" in found:
        yield "has amounts that are not recomputed"
    given = found.get("shares", ["1"] * len(found["rows"] if brings else ()))
    shares = dict(zip(found["rows"], map(Fraction, given), strict=False))
    if wrong := [row for row in brings if shares.get(row) != brings[row][1]]:
        yield f"has {shares.get(wrong[0])} of {wrong[0]}, recomputed {brings[wrong[0]][1]}"


def _by_key(by: Sequence[str], rows: Table) -> dict[Any, dict[str, Any]]:
    def key(row: Mapping[str, Any]) -> Any:
        return tuple(sorted(row["rows"])) if by == ("rows",) else tuple(row[one] for one in by)

    return {key(row): row for row in rows}


def _same(said: Any, value: Any, column: str) -> bool:
    if isinstance(value, list):
        alike = set(said) == set(value) and len(said) == len(value)
        return alike and (column in ("rows", "missing", "activities") or list(said) == value)
    if isinstance(value, Fraction):
        return said is not None and Fraction(str(said)) == value
    return bool(said == value)


def _short(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(int(value)) if value.denominator == 1 else f"{float(value):.4f}"
    text = str(value)
    return text if len(text) < 200 else f"{text[:200]}…"
