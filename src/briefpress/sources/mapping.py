"""A person's own table to rows of the canonical tables, as ``[source.columns]`` says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from briefpress.config import ColumnUse, Source
from briefpress.errors import Level, Mistake, did_you_mean
from briefpress.model import places
from briefpress.model.codelists import codes
from briefpress.model.specs import SPECS
from briefpress.sourceconfig import IGNORED
from briefpress.sources import affixes, totalrow
from briefpress.sources.cells import SHEET_ERRORS
from briefpress.sources.grid import Formats, Grid, Raw
from briefpress.sources.iati.codes import DAC_REGION
from briefpress.sources.sectors import DAC, Sectors, sectors
from briefpress.sources.slug import slug

Row = dict[str, str]

YES = ("1", "true", "yes", "x", "✓", "✔", "oui", "sí", "si", "да", "是", "نعم")
"""What stands in a column of a survey whose answer was chosen."""

_NOTHING = ("n/a", "#n/a", "-", "–", "—", "none", "null")
"""What people write for "nothing" in a cell; NA is Namibia and not among them."""

_ONCE = ("places", "themes", "organisations", "markers", "related", "narratives", "vocabularies")
"""Tables in which saying the same again adds nothing: a 3W has many rows an activity."""

_AMOUNTS = ("budgets", "transactions", "planned_disbursements", "results")
"""Tables whose rows add up."""

_NAMED = {"places": ("country", "region", "place"), "themes": ("code",),
          "organisations": ("organisation", "name"), "budgets": ("value",),
          "transactions": ("value",), "planned_disbursements": ("value",),
          "results": ("baseline", "target", "actual", "indicator")}  # fmt: skip

_SHARE = re.compile(
    r"(?P<before>[\d.,]+)\s?%\s?(?P<name>.+)|(?P<text>.+?)\s?[(:\s]\s?(?P<after>[\d.,]+)\s?%?\s?\)?"
)


def raws(
    grid: Grid, uses: Sequence[ColumnUse], source: Source, mistakes: list[Mistake]
) -> list[Raw]:
    """Return the canonical rows that a table holds, as text.

    Without a column that is ``activities.id`` each row is an activity of its
    own; with one that is another table's ``activity`` the rows are about
    activities that stand elsewhere (a survey's repeat group). Rows that name one
    activity again add to it, and must not contradict what was said of it. A
    heading that is mapped but not there is a mistake; a warning names those that
    are there but not mapped.
    """
    columns = dict(zip(grid.heading, grid.columns, strict=True))
    known = [use for use in uses if use.to != IGNORED and use.heading in columns]
    _check_headings(grid, uses, mistakes)
    if known and not any(use.table not in _AMOUNTS or use.column == "activity" for use in known):
        found = "no column says which activity the rows are about"
        mend = f"Map one to 'activities.id', or to '{known[0].table}.activity'"
        mistakes.append(Mistake(grid.file, found=found, mend=mend))
        return []
    made = _Made(grid, known, mistakes)
    cells = [columns[use.heading] for use in known]
    totals = dict(totalrow.alone(grid))
    for number, *row in zip(grid.numbers, *cells, strict=True):
        if number in totals:
            made.left_out(number, totals[number])
        else:
            made.add(number, row)
    formats = Formats(source.date_format, source.decimal_mark)
    return made.raws(formats, source.set_aside)


def _check_headings(grid: Grid, uses: Sequence[ColumnUse], mistakes: list[Mistake]) -> None:
    wanted = {use.heading for use in uses}
    for use in uses:
        if use.heading not in grid.heading:
            hint = did_you_mean(use.heading, grid.heading)
            found = f"[source.columns] '{use.heading}' is no heading of this table.{hint}"
            mistakes.append(Mistake(grid.file, found=found))
    left = [heading for heading in grid.heading if heading and heading not in wanted]
    if left and not grid.tags:
        listed = ", ".join(f"'{heading}'" for heading in left)
        mend = f'Say in [source.columns] what they are, or "{left[0]}" = "{IGNORED}"'
        found = f"columns that are not read: {listed}"
        mistakes.append(Mistake(grid.file, found=found, mend=mend, level="warning"))


@dataclass
class _Made:
    """The canonical rows made so far, each with the number of the row it comes from."""

    grid: Grid
    uses: Sequence[ColumnUse]
    mistakes: list[Mistake]
    rows: dict[tuple[str, str], list[tuple[int, Row]]] = field(default_factory=dict)
    activities: dict[str, tuple[int, Row]] = field(default_factory=dict)
    seen: dict[tuple[str, ...], tuple[int, str]] = field(default_factory=dict)
    """Where each row of a table of ``_ONCE`` stands first, and the share that it gives."""
    repeats: dict[tuple[Any, ...], int] = field(default_factory=dict)
    """Where each amount and result stands first."""
    names: dict[str, str] = field(default_factory=dict)
    """What each organisation is called where it first stands."""

    def __post_init__(self) -> None:
        self.stem = slug(Path(self.grid.name).stem) or "row"
        groups: dict[tuple[str, str], list[int]] = {}
        self.parent = next(
            (at for at, use in enumerate(self.uses) if use.column == "activity"), None
        )
        for at, use in enumerate(self.uses):
            if use.column == "activity":
                continue
            groups.setdefault((use.table, use.group), []).append(at)
        self.groups = {
            (table, group if not nth else f"{group}{nth + 1}"): which
            for (table, group), all_of in groups.items()
            for nth, which in enumerate(self._apart(table, all_of))
        }
        self.numbered = {number: at for at, number in enumerate(self.grid.numbers)}
        self.has_title = any(use.to == "activities.title" for use in self.uses)
        self.values = [dict(use.values) for use in self.uses]
        self.sectors = {
            one: sectors(one, self._themes(one))
            for one in {dict(use.constants).get("vocabulary", "") for use in self.uses} & DAC.keys()
        }
        self.money = [
            (at, dict(use.constants)["currency"])
            for at, use in enumerate(self.uses)
            if use.column == "value" and "currency" in dict(use.constants)
        ]

    def _themes(self, vocabulary: str) -> Iterator[str]:
        """Give the themes that cells name in one vocabulary, each distinct cell taken once."""
        columns = dict(zip(self.grid.heading, self.grid.columns, strict=True))
        for use in self.uses:
            if use.to == "themes.code" and dict(use.constants).get("vocabulary") == vocabulary:
                values = dict(use.values)
                for cell in dict.fromkeys(columns[use.heading]):
                    found = _split(values.get(cell.strip(), cell.strip()), use.separator)
                    yield from _shares(found)[0] if use.percentages else found

    def _apart(self, table: str, which: Sequence[int]) -> list[list[int]]:
        """Take columns that fill the same apart: each fills a row of its own, with all others."""
        if table == "activities":
            return [list(which)]
        same: dict[str, list[int]] = {}
        for at in which:
            if not self.uses[at].marked:
                same.setdefault(self.uses[at].column, []).append(at)
        rows = max(map(len, same.values()), default=1)
        marked = [at for at in which if self.uses[at].marked]
        return [
            [columns[min(nth, len(columns) - 1)] for columns in same.values()]
            + (marked if not nth else [])
            for nth in range(rows)
        ]

    def left_out(self, number: int, word: str) -> None:
        """Say that a row of totals is not counted: it has what the others have once more."""
        found = f"'{word}' and numbers alone: a row of totals, which is not counted"
        mend = f'To have it compared, write total_row = "{word}" in its [[source]]'
        self._say(number, "", found, mend, "warning")

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Add what one row says."""
        for use, cell in zip(self.uses, cells, strict=True):
            if cell.strip() in SHEET_ERRORS and cell.strip().lower() not in _NOTHING:
                found = f"is {cell.strip()}, an error of the spreadsheet program"
                self._wrong(number, use.heading, found)
                return
        cells = [
            translated.get(cell.strip(), "" if cell.strip().lower() in _NOTHING else cell.strip())
            for cell, translated in zip(cells, self.values, strict=True)
        ]
        for at, currency in self.money:
            cells[at] = affixes.without(cells[at], currency)
        activity = self._activity(number, cells) if self.parent is None else cells[self.parent]
        if not activity:
            return
        named: list[Row] = []
        for (table, group), which in self.groups.items():
            if table == "activities":
                self._narratives(number, activity, which, cells)
                continue
            for nth, row in enumerate(self._rows(number, table, which, cells)):
                if not any(row.get(name) for name in _NAMED.get(table, SPECS[table].names)):
                    continue  # a share of nothing, a currency without an amount
                self._complete(table, row, activity, f"{number}{group and f'-{group}'}", nth)
                if table in _AMOUNTS:
                    self._repeated(table, which, number, row)
                elif table == "places":
                    named.append(row)
                else:
                    self._put(table, number, row)
        for row in _places(named):
            self._put("places", number, row)

    def _activity(self, number: int, cells: Sequence[str]) -> str:
        """Note what the row says of its activity, and return the activity's id."""
        row: Row = {}
        for at in self.groups.get(("activities", ""), []):
            use = self.uses[at]
            if use.column in SPECS["activities"].names:
                row |= dict(use.constants)
                row[use.column] = cells[at] or row.get(use.column, "")
        id_ = row.get("id", "")
        if not id_ and "id" in row:
            self._wrong(number, self._heading("activities", "id"), "is empty; every row needs one")
            return ""
        id_ = row["id"] = id_ or f"{self.stem}-{number}"
        if not self.has_title:
            row["title"] = self._title(cells) or id_
        first = self.activities.get(id_)
        if first is None:
            self.activities[id_] = (number, row)
            return id_
        for name, value in row.items():
            before = first[1].get(name, "")
            if value and before and value != before and (name != "title" or self.has_title):
                found = f"says '{value}' of '{id_}', {self.grid.unit} {first[0]} says '{before}'"
                self._wrong(number, self._heading("activities", name), found)
                return ""  # of the row, none is used
            elif value and not before:
                first[1][name] = value
        return id_

    def _title(self, cells: Sequence[str]) -> str:
        """Make a title for a row: a 3W says what by its sector and its organisation."""
        parts = [
            self._called(dict(use.constants).get("vocabulary", ""), cell)
            for wanted in ("themes.code", "organisations.name")
            for use, cell in zip(self.uses, cells, strict=True)
            if use.to == wanted and cell
        ]
        return ", ".join(dict.fromkeys(parts))

    def _called(self, vocabulary: str, cell: str) -> str:
        return self.sectors.get(vocabulary, Sectors()).named.get(cell, ("", cell))[1]

    def _narratives(
        self, number: int, activity: str, which: Sequence[int], cells: Sequence[str]
    ) -> None:
        for at in which:
            found = re.fullmatch(r"(title|summary)_(.+)", self.uses[at].column)
            if found and cells[at]:
                row = {"activity": activity, "element": found[1], "language": found[2]}
                self._put("narratives", number, row | {"text": cells[at]})

    def _rows(
        self, number: int, table: str, which: Sequence[int], cells: Sequence[str]
    ) -> Iterator[Row]:
        """Give the rows of one table that the cells of one group hold: one, or one a value."""
        constants: Row = {}
        lists: dict[str, list[str]] = {}
        shares: list[str] = []
        for at in which:
            use, cell = self.uses[at], cells[at]
            if use.marked:
                if cell.lower() in YES:
                    yield dict(use.constants)
                continue
            constants |= dict(use.constants)
            values = _split(cell, use.separator)
            if use.percentages:
                values, shares = _shares(values)
            if values:
                lists[use.column] = values
        if any(shares):
            lists["percentage"] = shares
        if not lists:
            return
        most = max(map(len, lists.values()))
        for column, values in lists.items():
            if len(values) not in (1, most):
                found = f"has {len(values)} values where another column of the row has {most}"
                self._wrong(number, self._heading(table, column), found)
                return
        for at in range(most):
            row = {name: values[at if len(values) > 1 else 0] for name, values in lists.items()}
            yield {**constants, **row}

    def _complete(self, table: str, row: Row, activity: str, place: str, nth: int) -> None:
        """Fill in what follows from the rest of a row: its activity, ids, codes."""
        if "activity" in SPECS[table].names:
            row["activity"] = activity
        if "id" in SPECS[table].names and not row.get("id"):
            row["id"] = f"{activity}#{table}-{place}{f'-{nth + 1}' if nth else ''}"
        if table == "organisations":
            name = row.get("name") or row.get("organisation", "")
            row["organisation"] = row.get("organisation") or slug(name)
            row["name"] = self.names.setdefault(row["organisation"], name)
            row.setdefault("role", "implementing")
        if place and "place" in row:
            named = row.pop("place")
            row["region" if named in _dac_regions() or _is_region(named) else "country"] = named
        if row.get("region") in _dac_regions():
            row["region"] = _dac_regions()[row["region"]]
        if table == "themes":
            self._theme(row, int(place.split("-")[0]))

    def _theme(self, row: Row, number: int) -> None:
        """A theme in a person's table is a name, its code is made of it; or a code of the DAC."""
        name = row.get("code", "")
        vocabulary = row.setdefault("vocabulary", "theme")
        found = self.sectors.get(vocabulary, Sectors())
        if name in found.unknown:
            said = f"'{name}' is no sector of the DAC"
            self._say(number, self._heading("themes", "code"), said, "", "warning")
        code, name = found.named.get(name, (slug(name), name))
        row["code"] = code
        named = {"vocabulary": row["vocabulary"], "code": row["code"], "name": name}
        self._put("vocabularies", number, named)

    def _put(self, table: str, number: int, row: Row) -> None:
        if table in _ONCE:
            key = (table, *(row.get(name, "") for name in SPECS[table].key))
            share, (first, before) = row.get("percentage", ""), self.seen.get(key, (0, ""))
            if first and share != before:
                named = next((row[name] for name in _NAMED[table] if row.get(name)), "")
                found = f"says {share or 'no'} % of '{named}', {self.grid.unit} {first} says"
                self._wrong(number, self._heading(table, "percentage"), f"{found} {before or 'no'}")
            if first:
                return
            self.seen[key] = (number, share)
        self.rows.setdefault((table, ""), []).append((number, row))

    def _repeated(self, table: str, which: Sequence[int], number: int, row: Row) -> None:
        """Add an amount or a result; one that repeats another of its activity is named or left out.

        A 3W says the whole project's budget again in each of the project's rows.
        """
        key = (table, *which, *((name, row[name]) for name in sorted(row) if name != "id"))
        first = self.repeats.setdefault(key, number)
        if first != number and any(self.uses[at].once for at in which):
            return
        if first != number:
            heading = self._heading_of(which)
            found = f"repeats what {self.grid.unit} {first} says of '{row['activity']}'; both count"
            mend = f"If it is the same, write in [source.columns] of '{heading}': once = true"
            self._say(number, heading, found, mend, "warning")
        self.rows.setdefault((table, "-".join(map(str, which))), []).append((number, row))

    def _heading_of(self, which: Sequence[int]) -> str:
        """Return the heading of the amount among these columns, or of the first."""
        amounts = [at for at in which if self.uses[at].column in ("value", "actual", "target")]
        return self.uses[(amounts or list(which))[0]].heading

    def _heading(self, table: str, column: str) -> str:
        same = [use.heading for use in self.uses if (use.table, use.column) == (table, column)]
        return same[0] if same else column

    def _wrong(self, number: int, column: str, found: str) -> None:
        self._say(number, column, found, "", "error")

    def _say(self, number: int, column: str, found: str, mend: str, level: Level) -> None:
        row, line = (number, 0) if self.grid.unit == "row" else (0, number)
        content: tuple[str, ...] = ()
        if level == "error":
            content = tuple(cells[self.numbered[number]] for cells in self.grid.columns)
        mistake = Mistake(
            self.grid.file, row, column, found, line=line, mend=mend, level=level, content=content
        )
        self.mistakes.append(mistake)

    def raws(self, formats: Formats, set_aside: bool) -> list[Raw]:
        """Return the rows table by table, each with the person's headings."""
        tables = {("activities", ""): list(self.activities.values()), **self.rows}
        return [
            Raw(
                table,
                self.grid.file,
                {
                    name: [row.get(name, "") for _, row in rows]
                    for name in SPECS[table].names
                    if any(name in row for _, row in rows)
                },
                [number for number, _ in rows],
                self.grid.unit,
                self._headings(table, group),
                formats,
                set_aside,
            )
            for (table, group), rows in tables.items()
            if rows
        ]

    def _headings(self, table: str, group: str) -> Mapping[str, str]:
        uses: Sequence[ColumnUse] = [use for use in self.uses if use.table == table]
        if table in _AMOUNTS:
            uses = [self.uses[int(at)] for at in group.split("-")]
        found = {use.column: use.heading for use in reversed(uses)}
        if "place" in found:
            found |= {"country": found["place"], "region": found["place"]}
        return found


def _places(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the places of one row without the region around a country of it: it says no more."""
    found = [places.find_country(row["country"]) for row in rows if row.get("country")]
    countries = {one.code for one in found if isinstance(one, places.Found)}
    for row in rows:
        region = places.find_region(row.get("region", ""))
        if row.get("country") and row.get("region"):
            row = {name: value for name, value in row.items() if name != "region"}
        elif isinstance(region, places.Found) and not row.get("percentage"):
            around = not countries.isdisjoint(places.within(region.code))
            if around:
                continue
        yield row


def _split(cell: str, separator: str) -> list[str]:
    if not separator:
        return [cell] if cell else []
    return [part for part in map(str.strip, cell.split(separator)) if part]


def _shares(values: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take the share out of "Kenya (60 %)", "60% Kenya", "Kenya: 60"."""
    names, shares = [], []
    for value in values:
        value = " ".join(value.split())
        found = _SHARE.fullmatch(value)
        names.append((found["name"] or found["text"]).strip() if found else value)
        shares.append((found["before"] or found["after"]) if found else "")
    return names, shares


@cache
def _dac_regions() -> Mapping[str, str]:
    """Return the names of the DAC's regions ("Bilateral, unspecified"), each as M49 has it."""
    named = {name: DAC_REGION[code] for code, name in codes("Region").items()}
    return named | {"Bilateral, unspecified": places.UNSPECIFIED}


def _is_region(name: str) -> bool:
    return isinstance(places.find_country(name), places.Unknown) and isinstance(
        places.find_region(name), places.Found
    )
