"""A person's own table to rows of the canonical tables, as ``[source.columns]`` says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from briefpress.config import ColumnUse, Source
from briefpress.errors import Mistake, did_you_mean
from briefpress.model import places
from briefpress.model.codelists import codes
from briefpress.model.tables import SPECS
from briefpress.sourceconfig import IGNORED
from briefpress.sources.grid import Formats, Grid, Raw
from briefpress.sources.iati.codes import DAC_REGION
from briefpress.sources.slug import slug

Row = dict[str, str]

YES = ("1", "true", "yes", "x", "✓", "✔", "oui", "sí", "si", "да", "是", "نعم")
"""What stands in a column of a survey whose answer was chosen."""

_NOTHING = ("n/a", "#n/a", "-", "–", "—", "none", "null")
"""What people write for "nothing" in a cell; NA is Namibia and not among them."""

_ONCE = ("places", "themes", "organisations", "markers", "related", "narratives", "vocabularies")
"""Tables in which saying the same again adds nothing: a 3W has many rows an activity."""

_NAMED = {"places": ("country", "region", "place"), "themes": ("code",),
          "organisations": ("organisation", "name")}  # fmt: skip

_SHARE = re.compile(
    r"(?P<before>[\d.,]+)\s*%\s*(?P<name>.+)|(?P<text>.+?)\s*(?:[(:\s]\s*(?P<after>[\d.,]+)\s*%?\s*\)?)"
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
    made = _Made(grid, known, mistakes)
    cells = [columns[use.heading] for use in known]
    for number, *row in zip(grid.numbers, *cells, strict=True):
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
    rows: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)
    activities: dict[str, tuple[int, Row]] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    """What each organisation is called where it first stands."""

    def __post_init__(self) -> None:
        self.stem = slug(Path(self.grid.name).stem) or "row"
        self.groups: dict[tuple[str, str], list[int]] = {}
        self.parent = next(
            (at for at, use in enumerate(self.uses) if use.column == "activity"), None
        )
        for at, use in enumerate(self.uses):
            if use.column == "activity":
                continue
            self.groups.setdefault((use.table, use.group), []).append(at)
        self.has_title = any(use.to == "activities.title" for use in self.uses)
        self.values = [dict(use.values) for use in self.uses]

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Add what one row says."""
        cells = [
            translated.get(cell.strip(), "" if cell.strip().lower() in _NOTHING else cell.strip())
            for cell, translated in zip(cells, self.values, strict=True)
        ]
        activity = self._activity(number, cells) if self.parent is None else cells[self.parent]
        for (table, group), which in self.groups.items():
            if table == "activities":
                self._narratives(number, activity, which, cells)
                continue
            for nth, row in enumerate(self._rows(number, table, which, cells)):
                if table in _NAMED and not any(row.get(name) for name in _NAMED[table]):
                    continue  # a share of nothing
                self._complete(table, row, activity, f"{number}{group and f'-{group}'}", nth)
                self._put(table, number, row)

    def _activity(self, number: int, cells: Sequence[str]) -> str:
        """Note what the row says of its activity, and return the activity's id."""
        row: Row = {}
        for at in self.groups.get(("activities", ""), []):
            use = self.uses[at]
            if use.column in SPECS["activities"].names:
                row |= dict(use.constants)
                row[use.column] = cells[at] or row.get(use.column, "")
        id_ = row.setdefault("id", "") or f"{self.stem}-{number}"
        row["id"] = id_
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
            elif value and not before:
                first[1][name] = value
        return id_

    def _title(self, cells: Sequence[str]) -> str:
        """Make a title for a row: a 3W says what by its sector and its organisation."""
        parts = [
            cell
            for wanted in ("themes.code", "organisations.name")
            for use, cell in zip(self.uses, cells, strict=True)
            if use.to == wanted and cell
        ]
        return ", ".join(dict.fromkeys(parts))

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
        """A theme in a person's table is a name; its code is made of it."""
        name = row.get("code", "")
        row.setdefault("vocabulary", "theme")
        row["code"] = slug(name)
        named = {"vocabulary": row["vocabulary"], "code": row["code"], "name": name}
        self._put("vocabularies", number, named)

    def _put(self, table: str, number: int, row: Row) -> None:
        if table in _ONCE:
            key = (table, *(row.get(name, "") for name in SPECS[table].key))
            if key in self.seen:
                return
            self.seen.add(key)
        self.rows.setdefault(table, []).append((number, row))

    def _heading(self, table: str, column: str) -> str:
        same = [use.heading for use in self.uses if (use.table, use.column) == (table, column)]
        return same[0] if same else column

    def _wrong(self, number: int, column: str, found: str) -> None:
        row, line = (number, 0) if self.grid.unit == "row" else (0, number)
        content = tuple(cells[self.grid.numbers.index(number)] for cells in self.grid.columns)
        self.mistakes.append(
            Mistake(self.grid.file, row, column, found, line=line, content=content)
        )

    def raws(self, formats: Formats, set_aside: bool) -> list[Raw]:
        """Return the rows table by table, each with the person's headings."""
        tables = {"activities": list(self.activities.values()), **self.rows}
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
                self._headings(table),
                formats,
                set_aside,
            )
            for table, rows in tables.items()
            if rows
        ]

    def _headings(self, table: str) -> Mapping[str, str]:
        found = {use.column: use.heading for use in self.uses if use.table == table}
        if "place" in found:
            found |= {"country": found["place"], "region": found["place"]}
        return found


def _split(cell: str, separator: str) -> list[str]:
    if not separator:
        return [cell] if cell else []
    return [part for part in map(str.strip, cell.split(separator)) if part]


def _shares(values: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take the share out of "Kenya (60 %)", "60% Kenya", "Kenya: 60"."""
    names, shares = [], []
    for value in values:
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
