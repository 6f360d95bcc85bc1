"""From a printed number back to the rows behind it, worked out so that a calculator can follow.

Reads facts: no row is read again and no share or rate is found anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from briefpress.errors import ProjectError, did_you_mean

_CENT = Decimal("0.01")
_ONE = Fraction(1)
_CELL = re.compile(r"tables\.(?P<table>.+)\[(?P<row>\d+)\]\.(?P<column>\w+)")


def trace(facts: dict[str, Any], name: str) -> Iterator[str]:
    """Give the lines that say what a number is and where it comes from.

    ``name`` is that of a number, or of a table's cell: ``tables.funding_donors[2].amount``,
    rows counted from 1. Raises ProjectError for one that the brief does not have,
    with the nearest that it has.
    """
    if cell := _CELL.fullmatch(name):
        yield from _cell(facts, cell["table"], int(cell["row"]), cell["column"])
        return
    numbers = facts["numbers"]
    if name not in numbers:
        raise ProjectError(
            f"{facts['brief']}: there is no number '{name}'.{did_you_mean(name, numbers)}"
        )
    number = numbers[name]
    unit = number["unit"]
    shown = number["status"] if number["value"] is None else f"{_grouped(number['value'])} {unit}"
    yield f"{facts['brief']}  {name} = {shown} ({number['status']})"
    yield f"  rule: {number['rule']}"
    if "made_of" in number:
        yield from _made_of(facts, name, number)
        return
    rows = number["rows"]
    yield f"  rows: {len(rows)}" if rows else "  rows: none"
    yield from _rows(facts, number)


def _rows(facts: dict[str, Any], number: dict[str, Any]) -> Iterator[str]:
    rows, value = number["rows"], number["value"]
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        yield f"    {row:<{width}}  {facts['rows'].get(row, 'not in this brief')}"
    if "amounts" in number:
        yield from _sum(facts, number)
    elif "shares" in number or number["precision"]:
        yield from _shares(number)
    elif value is not None and rows:
        way = "each counts 1" if len(rows) == value else f"they name {value} different ones"
        yield f"  count: {len(rows)} row{'s' if len(rows) > 1 else ''}; {way}"


def _sum(facts: dict[str, Any], number: dict[str, Any]) -> Iterator[str]:
    """Work out a sum of money: row by row what it says, its rate, its share, and the sum so far."""
    shares = [Fraction(one) for one in number.get("shares", ())] or [_ONE] * len(number["rows"])
    yield f"  worked out, in {number['unit']}:"
    lines, so_far, rates = [], Decimal(), set()
    for row, text, share in zip(number["rows"], number["amounts"], shares, strict=True):
        amount = Decimal(text)
        so_far += amount
        way, rate = _way(facts, row, share, amount, number["unit"])
        rates |= {rate} if rate is not None else set()
        lines.append((row, way, _grouped(amount), _grouped(so_far)))
    widths = [max(len(line[at]) for line in lines) for at in range(4)]
    yield f"    {'row':<{widths[0]}}  {'':<{widths[1]}}    {'brings':>{widths[2]}}" + (
        f"  {'sum so far':>{widths[3]}}"
    )
    for row, way, brings, so_far_ in lines:
        yield (
            f"    {row:<{widths[0]}}  {way:<{widths[1]}}  = {brings:>{widths[2]}}"
            f"  {so_far_:>{widths[3]}}"
        )
    value = Decimal(number["value"])
    rounded = so_far.quantize(_CENT, ROUND_HALF_EVEN) if so_far != value else so_far
    yield f"  sum: {_grouped(so_far)}" + (f", rounded {_grouped(value)}" if so_far != value else "")
    if rounded != value:
        yield f"  WRONG: the rows sum to {_grouped(so_far)} and not to {_grouped(value)}"
    whole = value.quantize(Decimal(1), ROUND_HALF_EVEN)
    if whole != value:
        yield f"  printed without cents: {_grouped(whole)}"
    for at in sorted(rates):
        rate = facts["money"]["rates"][at]
        yield f"  rate {rate['currency']}: {rate['rate']} on {rate['date']} ({rate['source']})"


def _way(
    facts: dict[str, Any], row: str, share: Fraction, amount: Decimal, unit: str
) -> tuple[str, int | None]:
    """Say how a row comes to what it brings; and which rate was used, if one was."""
    known = facts.get("money", {}).get("rows", {}).get(row)
    if known is None:
        return (f"share {share}" if share != _ONE else ""), None
    way = f"{_grouped(known['value'])} {known['currency']}"
    rate, whole = known.get("rate"), Decimal(known["amount"])
    if rate is not None:
        used = facts["money"]["rates"][rate]
        way += f" × {used['rate']} ({used['date']}) = {_grouped(whole)} {unit}"
    elif whole != Decimal(known["value"]):
        way += f", rounded {_grouped(whole)}"
    if share != _ONE:
        way += f" × {_share(share)}"
        exact = Fraction(whole) * share
        if exact != Fraction(amount):
            way += f" = {float(exact):.4f}…, to the cent" + _odd(exact, amount)
    return way, rate


def _odd(exact: Fraction, amount: Decimal) -> str:
    """Say so where a cent went to another part than rounding would have given it to."""
    away = Fraction(amount) - exact
    if abs(away) <= Fraction(1, 200):
        return ""
    return f" (a cent {'more' if away > 0 else 'less'}: all parts of the row make up the whole)"


def _share(share: Fraction) -> str:
    per_cent = share * 100
    shown = f"{float(per_cent):.6g}%"
    exact = Fraction(Decimal(shown[:-1])) == per_cent
    return shown if exact else f"{share} ({shown})"


def _shares(number: dict[str, Any]) -> Iterator[str]:
    shares = [Fraction(one) for one in number.get("shares", ())] or [_ONE] * len(number["rows"])
    total = sum(shares, Fraction())
    for row, share in zip(number["rows"], shares, strict=True):
        yield f"    {row}: {share.numerator} / {share.denominator}"
    yield f"  sum of shares: {total.numerator} / {total.denominator}, rounded {number['value']}"


def _made_of(facts: dict[str, Any], name: str, number: dict[str, Any]) -> Iterator[str]:
    """Show a number that is a sum of others: trace each of these for its rows."""
    prefix = _prefix(facts, name, number["made_of"])
    for part, sign in number["made_of"].items():
        value = facts["numbers"][prefix + part]["value"]
        yield f"  {'+' if sign > 0 else '−'} {_grouped(value or 0)}  {prefix}{part}"
    if number["value"] is not None:
        yield f"  = {_grouped(number['value'])} {number['unit']}"
    yield "  The rows are those of these numbers: trace each of them."


def _prefix(facts: dict[str, Any], name: str, parts: Iterable[str]) -> str:
    """Return what stands before the names of a chapter's numbers: ``theme.prevention.``."""
    words = name.split(".")
    prefixes = ["".join(f"{word}." for word in words[:at]) for at in range(len(words))]
    numbers = facts["numbers"]
    return next(one for one in prefixes[::-1] if all(one + part in numbers for part in parts))


def _cell(facts: dict[str, Any], table: str, at: int, column: str) -> Iterator[str]:
    tables = facts["tables"]
    if table not in tables or not 0 < at <= len(tables[table]) or column not in tables[table][0]:
        said = f"tables.{table}[{at}].{column}"
        raise ProjectError(f"{facts['brief']}: there is no '{said}'.{did_you_mean(table, tables)}")
    row = tables[table][at - 1]
    others = {key: value for key, value in row.items() if key not in ("rows", "missing", column)}
    what = ", ".join(f"{key} {value}" for key, value in others.items() if value)
    yield f"{facts['brief']}  tables.{table}[{at}].{column} = {_grouped(row[column])}"
    yield f"  of: {what}"
    if table.endswith("results") and column == "achieved" and row[column] is not None:
        yield f"  100 × {row['actual']} (actual) / {row['target']} (target), to one decimal"
    yield f"  rows: {len(row.get('rows', ())) or 'none'}"
    width = max((len(one) for one in row.get("rows", ())), default=0)
    for one in row.get("rows", ()):
        way, _ = _way(facts, one, _ONE, Decimal(), facts.get("currency", ""))
        origin = facts["rows"].get(one, "not in this brief")
        yield f"    {one:<{width}}  {origin}" + (f"  {way}" if way else "")


def _grouped(value: Any) -> str:
    """Return a number with its thousands apart, every digit kept; anything else as it is."""
    try:
        return f"{Decimal(str(value)):,f}"
    except ArithmeticError:
        return str(value)
