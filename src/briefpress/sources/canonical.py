"""Rows of text to canonical tables: every check of every column, all mistakes at once."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pandas as pd

from briefpress.errors import Mistake, did_you_mean
from briefpress.model import places
from briefpress.model.tables import SPECS, Column, Tables, TableSpec
from briefpress.sources.csvfile import Raw


def tables(raw: Iterable[Raw], mistakes: list[Mistake]) -> Tables:
    """Check and convert every table, adding what is wrong to ``mistakes``.

    A table that no file brings is empty: "no data". What is returned is only
    fit for use when no mistake was added.
    """
    brought = {item.table: item for item in raw}
    checked: dict[str, pd.DataFrame] = {}
    for name, spec in SPECS.items():
        if name in brought:
            checked[name] = _table(brought[name], spec, mistakes)
        else:
            checked[name] = _empty(spec)
            if spec.required and not mistakes:
                mistakes.append(Mistake(f"{name}.csv", found="is missing; nothing can do without"))
    for name, item in brought.items():
        add = _Adder(item.file, mistakes)
        _keys(checked[name], SPECS[name], add)
        _references(checked, name, add)
        _SENSE.get(name, _no_sense)(checked[name], add)
    return Tables(
        **{
            name: _with_ids(table, name, brought[name].file if name in brought else "")
            for name, table in checked.items()
        }
    )


class _Adder:
    """Adds mistakes of one file."""

    def __init__(self, file: str, mistakes: list[Mistake]) -> None:
        self.file, self.mistakes = file, mistakes

    def __call__(self, row: int, column: str, found: str) -> None:
        self.mistakes.append(Mistake(self.file, row, column, found))


def _empty(spec: TableSpec) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=object) for name in spec.names})


def _table(item: Raw, spec: TableSpec, mistakes: list[Mistake]) -> pd.DataFrame:
    """Convert one file; the index of the result is the row number in the file."""
    add = _Adder(item.file, mistakes)
    for heading in item.heading:
        if heading not in spec.names:
            add(1, heading, f"is unknown.{did_you_mean(heading, spec.names)}")
    text = pd.DataFrame(
        [cells for _, cells in item.rows],
        columns=list(item.heading),
        index=[number for number, _ in item.rows],
        dtype=object,
    )
    converted = {}
    for column in spec.columns:
        if column.name in text:
            converted[column.name] = _convert(text[column.name].str.strip(), column, add)
        else:
            if column.required:
                add(1, column.name, "is missing; the table cannot do without")
            blank = "" if column.type in _TEXTUAL else None
            converted[column.name] = pd.Series([blank] * len(text), text.index, dtype=object)
    return pd.DataFrame(converted, index=text.index)


def _convert(cells: pd.Series[Any], column: Column, add: _Adder) -> pd.Series[Any]:
    """Convert one column: each distinct text is parsed once, each bad row is named."""
    parse = _PARSERS[column.type]
    blank = "" if column.type in _TEXTUAL else None
    values: dict[str, Any] = {"": blank}
    wrong: dict[str, str] = {"": "is empty; every row needs one"} if column.required else {}
    for cell in cells.unique():
        if cell == "":
            continue
        try:
            values[cell] = parse(cell)
            if column.allowed and cell not in column.allowed:
                wrong[cell] = (
                    f"'{cell}' is none of its values.{did_you_mean(cell, column.allowed)}"
                    f" They are: {', '.join(column.allowed)}"
                )
        except ValueError as error:
            values[cell], wrong[cell] = blank, str(error)
    for row, cell in cells[cells.isin(list(wrong))].items():
        add(int(str(row)), column.name, wrong[cell])
    return pd.Series([values[cell] for cell in cells], cells.index, dtype=object)


def _text(cell: str) -> str:
    for character in cell:
        if unicodedata.category(character) == "Cc" and character not in "\n\r\t":
            raise ValueError(f"has a control character in it (U+{ord(character):04X})")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", cell))


def _date(cell: str) -> dt.date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
            return dt.date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"'{cell}' is no day of any calendar") from None
    raise ValueError(f"'{cell}' is no date. Write year, month and day as 2024-12-31")


def _decimal(cell: str) -> Decimal:
    if not re.fullmatch(r"-?\d{1,24}(\.\d{1,12})?", cell, re.ASCII):
        raise ValueError(f"'{cell}' is no number. Write it as 1234567.89, with no other sign")
    return Decimal(cell)


def _percentage(cell: str) -> Decimal:
    value = _decimal(cell.removesuffix("%").strip())
    if not 0 <= value <= 100:
        raise ValueError(f"'{cell}' is not between 0 and 100")
    return value


def _currency(cell: str) -> str:
    from babel.numbers import list_currencies

    if cell not in list_currencies():
        raise ValueError(
            f"'{cell}' is no currency of ISO 4217.{did_you_mean(cell.upper(), list_currencies())}"
        )
    return cell


def _country(cell: str) -> str:
    match places.find_country(cell):
        case places.Found(code):
            return code
        case places.Ambiguous(_, candidates):
            choices = " or ".join(f"'{places.name(code)}' ({code})" for code in candidates)
            raise ValueError(f"'{cell}' can be more than one country. Write {choices}")
        case places.Unknown(_, near):
            pass
    if isinstance(places.find_region(cell), places.Found):
        raise ValueError(f"'{cell}' is a region; it belongs in the column 'region'")
    raise ValueError(f"'{cell}' is no country or area.{_place_hint(near)}")


def _region(cell: str) -> str:
    match places.find_region(cell):
        case places.Found(code):
            return code
        case places.Unknown(_, near):
            pass
    if isinstance(places.find_country(cell), places.Found):
        raise ValueError(f"'{cell}' is a country; it belongs in the column 'country'")
    raise ValueError(f"'{cell}' is no region of the M49 standard.{_place_hint(near)}")


def _place_hint(code: str | None) -> str:
    return f" Did you mean '{places.name(code)}' ({code})?" if code else ""


_TEXTUAL = ("text", "country", "region", "currency")
_PARSERS: dict[str, Callable[[str], Any]] = {
    "text": _text,
    "date": _date,
    "decimal": _decimal,
    "percentage": _percentage,
    "country": _country,
    "region": _region,
    "currency": _currency,
}


def _keys(table: pd.DataFrame, spec: TableSpec, add: _Adder) -> None:
    """Each row is named by its key; a second row with the same key is a mistake."""
    first: dict[tuple[str, ...], int] = {}
    for row, *key in table[list(spec.key)].itertuples():
        if any(key) and first.setdefault(tuple(key), row) != row:
            named = " / ".join(part for part in key if part)
            add(row, spec.key[-1], f"'{named}' stands in row {first[tuple(key)]} already")


def _references(checked: dict[str, pd.DataFrame], name: str, add: _Adder) -> None:
    for column in SPECS[name].columns:
        if not column.refers or checked[column.refers].empty:
            continue
        known = set(checked[column.refers][SPECS[column.refers].key[-1]])
        cells = checked[name][column.name]
        for row, cell in cells[~cells.isin([*known, ""])].items():
            add(
                int(str(row)),
                column.name,
                f"'{cell}' is not in {column.refers}.{did_you_mean(cell, known)}",
            )


def _with_ids(table: pd.DataFrame, name: str, file: str) -> pd.DataFrame:
    """Give each row its id and its origin: file and row, and what the data itself cites."""
    key = table[list(SPECS[name].key)]
    ids = ["/".join([name, *(part for part in parts if part)]) for parts in key.values.tolist()]
    cited = [f" ({cell})" if cell else "" for cell in table["origin"]]
    origins = [f"{file}, row {row}{note}" for row, note in zip(table.index, cited, strict=True)]
    named = table.assign(row=ids, origin=origins)
    for column in SPECS[name].columns:
        if column.type in _TEXTUAL:
            named[column.name] = named[column.name].astype(str)
    return named.astype({"row": str, "origin": str}).reset_index(drop=True)


def _order_of_dates(table: pd.DataFrame, add: _Adder) -> None:
    for row, start, end in table[["start_date", "end_date"]].itertuples():
        if start and end and start > end:
            add(row, "end_date", f"{end} is before the start, {start}")


def _one_place(table: pd.DataFrame, add: _Adder) -> None:
    for row, country, region in table[["country", "region"]].itertuples():
        if bool(country) == bool(region):
            add(row, "country", "a row names one country or one region, not both, not none")
    _percentages(table, ["activity"], add)


def _unique_codes(table: pd.DataFrame, add: _Adder) -> None:
    for row, code in table.loc[table["code"].duplicated(), "code"].items():
        add(int(str(row)), "code", f"'{code}' stands in another vocabulary already")


def _themes(table: pd.DataFrame, add: _Adder) -> None:
    _percentages(table, ["activity", "vocabulary"], add)


def _percentages(table: pd.DataFrame, by: list[str], add: _Adder) -> None:
    """Either all of an activity's rows have a percentage or none has: half is not to be guessed."""
    given = table["percentage"].notna()
    others = given.groupby([table[column] for column in by]).transform("any")
    for row in table.index[others.astype(bool) & ~given]:
        add(row, "percentage", "is empty, but other rows of the activity have one")


def _one_name(table: pd.DataFrame, add: _Adder) -> None:
    names: dict[str, str] = {}
    for row, organisation, name in table[["organisation", "name"]].itertuples():
        if names.setdefault(organisation, name) != name:
            add(row, "name", f"'{organisation}' is '{names[organisation]}' in another row")


def _no_sense(table: pd.DataFrame, add: _Adder) -> None:
    """Most tables make sense when their cells do."""


_SENSE: dict[str, Callable[[pd.DataFrame, _Adder], None]] = {
    "activities": _order_of_dates,
    "vocabularies": _unique_codes,
    "places": _one_place,
    "themes": _themes,
    "organisations": _one_name,
    "budgets": _order_of_dates,
    "results": _order_of_dates,
}
