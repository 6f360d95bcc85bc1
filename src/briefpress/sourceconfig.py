"""``[[source]]`` of briefs.toml: where activity data is read from, and what its columns are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefpress import remote
from briefpress.errors import did_you_mean
from briefpress.model.specs import SPECS
from briefpress.tomlreader import Section
from briefpress.totalsconfig import Totals, totals

FORMATS = ("csv", "xlsx", "ods", "jsonl", "parquet", "iati")
"""What a file can be said to be, where its name and content do not tell."""

_ELSEWHERE = "Give it in the environment, as docs/sources.md says"

IGNORED = "ignore"
"""What ``[source.columns]`` says of a column that is not to be read."""

_OF_USE = ("to", "separator", "percentages", "marked", "once", "group", "values")


@dataclass(frozen=True)
class ColumnUse:
    """What one column of a person's own table is: ``[source.columns]`` in briefs.toml.

    ``to`` is ``table.column`` of the canonical tables. A cell with a
    ``separator`` holds several values, each a row of its own; ``percentages``:
    a value may end in its share ("Kenya (60 %)"). ``constants`` fill other
    columns of the same canonical row, ``values`` translate cells. Columns of
    one table fill one canonical row together, but those with another ``group``
    another, and so do two columns that fill the same. ``marked``: the column is
    one answer of many ("1" or "true" where it was chosen), and ``constants`` say
    what that means. ``once``: rows of one activity that repeat an amount or a
    result mean the same one.
    """

    heading: str
    to: str
    separator: str = ""
    percentages: bool = False
    marked: bool = False
    once: bool = False
    group: str = ""
    constants: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> str:
        """Return the canonical table that the column belongs to."""
        return self.to.partition(".")[0]

    @property
    def column(self) -> str:
        """Return the canonical column that the column fills."""
        return self.to.partition(".")[2]


@dataclass(frozen=True)
class Source:
    """Where activity data is read from: a ``path``, or a ``database``.

    ``path`` is relative to the project, or a URL; one that ends with a slash is a folder.
    ``database`` is a SQLAlchemy URL without a password; ``password`` names the
    environment variable that holds it. ``table`` says which canonical table,
    sheet's table or database table is meant, ``query`` is SQL in place of one.
    ``heading_row`` 0: found. ``encoding`` "": found. ``columns`` None: the
    headings are those of the canonical tables, or HXL tags.
    """

    path: str = ""
    name: str = ""
    url: str = ""
    format: str = ""
    database: str = ""
    password: str = ""
    query: str = ""
    table: str = ""
    sheet: str = ""
    heading_row: int = 0
    encoding: str = ""
    date_format: str = ""
    decimal_mark: str = ""
    set_aside: bool = False
    columns: tuple[ColumnUse, ...] | None = None
    fetched: tuple[tuple[str, Path], ...] | None = field(default=None, compare=False, repr=False)
    """The URL of each file of a ``path`` that is one, and where that file was fetched to."""
    partitioned: bool = False
    """Whether the path is a folder of partitioned Parquet, which is never read at once."""
    total_row: str = ""
    """What a row of totals begins with: it is no data, but held against the rows above it."""
    totals: Totals = field(default=Totals(), compare=False, repr=False)
    """What the source is said to sum to; its tables are the same without."""


def source(section: Section, root: Path) -> Source:
    """Read one ``[[source]]``; what is wrong goes to the section's reader."""
    path, database = section.take("path", str, ""), section.take("database", str, "")
    if not path and not database:
        section.wrong("path", "'path' is missing; it must be text, or a 'database' in its place")
    if path and database:
        section.wrong("database", "a source is either a 'path' or a 'database', not both")
    if remote.is_url(path):
        if secret := remote.secret_in(path):
            section.wrong("path", f"holds {secret}, and this file is shared. {_ELSEWHERE}")
            path = ""  # so that nobody prints it
    elif path and not (root / path).exists():
        section.wrong("path", f"there is no '{path}' in {root.resolve()}")
    if re.match(r"[^:/]+://[^@/]*:[^@/]*@", database):
        section.wrong(
            "database",
            "holds a password, and this file is shared. Name the environment variable that holds"
            ' it: password = "DATABASE_PASSWORD"',
        )
    read = Source(
        path=path,
        name=section.take("name", str, ""),
        url=section.take("url", str, ""),
        format=_one_of(section, "format", FORMATS),
        database=_in_project(database, root),
        password=section.take("password", str, ""),
        query=section.take("query", str, ""),
        table=section.take("table", str, ""),
        sheet=section.take("sheet", str, ""),
        heading_row=section.take("heading_row", int, 0),
        encoding=_encoding(section),
        date_format=_date_format(section),
        decimal_mark=_one_of(section, "decimal_mark", (".", ",")),
        set_aside=_one_of(section, "on_error", ("stop", "set aside")) == "set aside",
        columns=_columns(section),
        partitioned=section.take("partitioned", bool, False),
        total_row=section.take("total_row", str, ""),
        totals=totals(section, root),
    )
    if read.partitioned and read.totals != Totals():
        section.wrong("totals", "cannot be held against a source that is read in parts")
    if read.partitioned and not (root / path).is_dir():
        section.wrong("partitioned", "goes with the path of a folder of Parquet files")
    if read.partitioned and read.columns is not None:
        found = "a partitioned source has the columns of the canonical tables, and no mapping"
        section.wrong("partitioned", found)
    section.finish()
    return read


def _in_project(database: str, root: Path) -> str:
    """Return the URL of a database; a relative path of an SQLite file begins at the project."""
    found = re.fullmatch(r"(sqlite[^:/]*:///)(?!/|:memory:|file:)([^?]+)(.*)", database)
    folder = str(root.absolute()).replace("%", "%25").replace("?", "%3F")
    return f"{found[1]}{folder}/{found[2]}{found[3]}" if found else database


def _one_of(section: Section, key: str, allowed: tuple[str, ...]) -> str:
    value = str(section.take(key, str, ""))
    if value and value not in allowed:
        hint = did_you_mean(value, allowed)
        section.wrong(key, f"'{value}' is not understood.{hint} It can be: {', '.join(allowed)}")
        return ""
    return value


def _encoding(section: Section) -> str:
    encoding = str(section.take("encoding", str, ""))
    try:
        return encoding and codecs.lookup(encoding).name
    except LookupError:
        section.wrong("encoding", f"'{encoding}' is no encoding. Often it is 'cp1252' or 'utf-8'")
        return ""


def _date_format(section: Section) -> str:
    declared = str(section.take("date_format", str, ""))
    if declared and not is_date_format(declared):
        found = f"'{declared}' is no date format. Write it with YYYY, MM and DD, as 'DD/MM/YYYY'"
        section.wrong("date_format", found)
        return ""
    return declared


def is_date_format(declared: str) -> bool:
    """Say whether this is a format of dates, as 'DD/MM/YYYY' is."""
    parts = re.findall("Y+|M+|D+", declared)
    known = {"YYYY", "YY", "MMMM", "MMM", "MM", "M", "DD", "D"}
    return sorted(part[0] for part in parts) == ["D", "M", "Y"] and set(parts) <= known


def _columns(section: Section) -> tuple[ColumnUse, ...] | None:
    """Read ``[source.columns]``: a person's headings, and what each of them is."""
    if "columns" not in section.data:
        section.take("columns", dict, {})
        return None
    columns = section.take("columns", dict, {})
    uses = []
    for heading, given in columns.items():
        stated = {"to": given} if isinstance(given, str) else given
        if not isinstance(stated, dict) or not isinstance(stated.get("to"), str):
            section.wrong(heading, 'must be a column\'s name or { to = "table.column", … }')
            continue
        use = _use(heading, stated)
        if use.to != IGNORED and not _is_column(use):
            hint = did_you_mean(use.to, _targets())
            section.wrong(heading, f"'{use.to}' is no column of the canonical tables.{hint}")
        for name, value in use.constants:
            if not isinstance(value, str):
                section.wrong(heading, f"'{name}' must be text, not {value!r}")
            elif name not in _names_in(use.table):
                hint = did_you_mean(name, (*_OF_USE, *_names_in(use.table)))
                section.wrong(heading, f"unknown key '{name}'.{hint}")
        uses.append(use)
    return tuple(uses)


def _use(heading: str, stated: dict[str, Any]) -> ColumnUse:
    return ColumnUse(
        heading=heading,
        to=stated["to"],
        separator=str(stated.get("separator", "")),
        percentages=stated.get("percentages") is True,
        marked=stated.get("marked") is True,
        once=stated.get("once") is True,
        group=str(stated.get("group", "")),
        constants=tuple((key, value) for key, value in stated.items() if key not in _OF_USE),
        values=tuple((str(key), str(value)) for key, value in stated.get("values", {}).items()),
    )


def _names_in(table: str) -> tuple[str, ...]:
    return SPECS[table].names if table in SPECS else ()


def _is_column(use: ColumnUse) -> bool:
    """Say whether ``to`` is a canonical column, or stands for one (see ``sources.mapping``)."""
    if re.fullmatch(r"activities\.(title|summary)_[A-Za-z]{2,3}(-[A-Za-z]+)?", use.to):
        return True
    return use.to == "places.place" or use.column in _names_in(use.table)


def _targets() -> list[str]:
    return [f"{table}.{column}" for table, spec in SPECS.items() for column in spec.names]
