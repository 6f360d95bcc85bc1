"""The rows behind the numbers of a page: each number that is printed, and what it is made of.

From the facts as plain data, so nothing is here that they do not say: of a number that is
suppressed, no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from briefpress.documents.cells import lines
from briefpress.language import Text

LISTED = 100
"""Rows of one number that its page has; all of them are in the facts."""
SAID = 25
"""Rows of those that are named at the foot, for readers without script."""

_PLACE = re.compile(r"(?P<file>.*?), (?P<what>row|line) (?P<number>\d+)")

_SIGNS = {1: "+", -1: "−"}


@dataclass(frozen=True)
class Behind:
    """What is behind a number: a rule (English), its rows, and what each brings.

    ``parts`` are other numbers that it is the sum of: sign, name, printed.
    """

    name: str
    rule: str
    rows: tuple[int, ...]
    """Places in ``Ledger.rows``: the first ``LISTED``."""
    count: int
    amounts: tuple[str, ...] = ()
    total: str = ""
    shares: tuple[str, ...] = ()
    parts: tuple[tuple[str, str, str], ...] = ()


def _share(written: str) -> str:
    """Return a share as a percentage where that is exact in a few digits, else as a fraction."""
    share = Fraction(written)
    per_cent = f"{float(share * 100):.6g}"
    return f"{per_cent}%" if Fraction(per_cent) == share * 100 else written


@dataclass
class Ledger:
    """The numbers of one page, as they are come across; the same rows are kept once."""

    plain: Mapping[str, Any]
    text: Text
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    """Id, where it stands, and what it says where it is an amount of money."""
    numbers: dict[str, Behind] = field(default_factory=dict)
    """By the id that the page has for it."""
    _ids: dict[Any, str] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        """Return the page's id of what is behind a number; "" where it has nothing to show.

        Cells of one line of a table have the same behind them, and one id.
        """
        number = self._number(name)
        if number is None or not (number["rows"] or number.get("rule")):
            return ""
        key = (number.get("rule"), tuple(number["rows"]), tuple(number.get("amounts", ())))
        if key not in self._ids:
            self._ids[key] = f"_n{len(self._ids) + 1}"
            self.numbers[self._ids[key]] = self._behind(name, number)
        return self._ids[key]

    def _number(self, name: str) -> Mapping[str, Any] | None:
        if cell := lines(name):
            where, first, last, _ = cell
            of, _, table = where.partition(".")
            found = self.plain[of][table]
            listed = (found["table"] if of == "charts" else found)[first - 1 : last]
            return {"rows": tuple(dict.fromkeys(row for line in listed for row in line["rows"]))}
        number: Mapping[str, Any] | None = self.plain["numbers"].get(name)
        return None if number is None or number["value"] is None else number

    def _behind(self, name: str, number: Mapping[str, Any]) -> Behind:
        rows = number["rows"][:LISTED]
        amounts = number.get("amounts", ())[:LISTED]
        return Behind(
            name=name,
            rule=number.get("rule", ""),
            rows=tuple(self._place(row) for row in rows),
            count=len(number["rows"]),
            amounts=tuple(self._amount(one) for one in amounts),
            total=self._amount(number["value"]) if amounts else "",
            shares=tuple(_share(one) for one in number.get("shares", ())[:LISTED]),
            parts=tuple(self._parts(name, number)),
        )

    def _parts(self, name: str, number: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        prefix = name.removesuffix("funding.gap")
        for part, sign in number.get("made_of", {}).items():
            value = self.plain["numbers"][prefix + part]["value"]
            yield _SIGNS[sign], prefix + part, self._amount(value or 0)

    def _place(self, row: str) -> int:
        if row not in self._places:
            self._places[row] = len(self.rows)
            self.rows.append((row, self.plain["rows"].get(row, ""), self._said(row)))
        return self._places[row]

    def _said(self, row: str) -> str:
        """Return what a row of money says, with the rate it was converted at."""
        money = self.plain["money"]
        known = money.get("rows", {}).get(row)
        if known is None:
            return ""
        said = f"{self._amount(known['value'])} {known['currency']}"
        if "rate" in known:
            rate = money["rates"][known["rate"]]
            said += f" × {rate['rate']} ({rate['date']})"
        return said

    def _amount(self, value: Any) -> str:
        return self.text.number(Decimal(value), 2)

    def json(self) -> dict[str, Any]:
        """Return all of it as the page's script reads it; what is empty is left out.

        ``rows``: id, place of its file in ``files``, where it stands there, what it says.
        """
        numbers = {
            one: {
                "rule": behind.rule,
                "rows": behind.rows,
                "count": behind.count,
                "amounts": behind.amounts,
                "total": behind.total,
                "shares": behind.shares,
                "parts": behind.parts,
            }
            for one, behind in self.numbers.items()
        }
        kept = {one: {k: v for k, v in it.items() if v} for one, it in numbers.items()}
        files: dict[str, int] = {}
        rows = []
        for row, origin, said in self.rows:
            file, comma, place = origin.partition(", ")
            at = files.setdefault(file + comma, len(files))
            rows.append([row, at, place, said] if said else [row, at, place])
        return {"files": list(files), "rows": rows, "numbers": kept}

    def lines(self) -> Iterator[dict[str, Any]]:
        """Give each number with its rows by file, for readers without script.

        Keys: id, name, rule, count, files (each: file, rows), more (rows that are not
        listed), total, parts.
        """
        for one, behind in self.numbers.items():
            yield {
                "id": one,
                "name": behind.name,
                "rule": behind.rule,
                "count": behind.count,
                "files": self._by_file(behind),
                "more": behind.count - min(len(behind.rows), SAID),
                "total": behind.total,
                "parts": behind.parts,
            }

    def _by_file(self, behind: Behind) -> list[dict[str, Any]]:
        files: dict[str, list[str]] = {}
        brings = behind.amounts or behind.shares or ("",) * len(behind.rows)
        for at, bringing in list(zip(behind.rows, brings, strict=True))[:SAID]:
            row, origin, _ = self.rows[at]
            place = _PLACE.match(origin)
            file, number = (place["file"], place["number"]) if place else (origin, row)
            files.setdefault(file, []).append(f"{number} ({bringing})" if bringing else number)
        return [{"file": file, "rows": rows} for file, rows in files.items()]
