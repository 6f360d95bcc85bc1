"""Amounts: their currency and their day, from the heading, the cells or other columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from babel.core import get_global

from briefpress.config import ColumnUse
from briefpress.sources import affixes
from briefpress.sources.propose.cells import is_number
from briefpress.sources.propose.guess import Guess, Sure
from briefpress.sources.propose.headings import LONG

_OFTEN = ("usd", "eur", "gbp", "chf", "cad", "aud", "jpy", "sek", "nok", "dkk", "kes", "xof", "xaf")
"""Currencies that are no other word, even in small letters."""


def currency_of(heading: str) -> str:
    """Return the currency that a heading names; "$" alone is many."""
    if "US$" in heading:
        return "USD"
    for word in re.findall(r"[^\W\d_]+|€", heading[-LONG:])[::-1]:
        if word.lower() in ("€", "euro", "euros"):
            return "EUR"
        shouted = heading.isupper() and word in ("ALL", "TOP", "TRY")
        if word in _OFTEN or (is_currency(word) and not shouted):
            return str(word).upper()
    return ""


def written_currency(cells: Sequence[str]) -> str:
    """Return the currency that cells have beside their amounts, where it is one; "$" is many."""
    named = {currencies for cell in cells if (currencies := affixes.taken(cell)[1])}
    only = {currencies for currencies in named if len(currencies) == 1}
    if len(only) != 1:
        return ""
    (currency,) = only.pop()
    return currency if all(currency in currencies for currencies in named) else ""


def is_amount(cell: str) -> bool:
    """Say whether a cell is a number, with its currency or without."""
    return is_number(affixes.taken(cell)[0])


def is_currency(word: str) -> bool:
    """Say whether a word is a code of ISO 4217."""
    return word in get_global("all_currencies")


def with_money(
    guesses: Sequence[Guess], columns: Mapping[str, Sequence[str]], questions: list[str]
) -> tuple[Guess, ...]:
    """Give amounts the currency and the date that other columns have, and ask for what none has.

    A column can go with one amount, and only where it says nothing in rows without it.
    """
    spare = [
        one
        for one in guesses
        if one.use and one.use.to in ("transactions.currency", "transactions.date")
    ]
    found = {one.heading: one for one in guesses}
    for one in spare:
        found[one.heading] = replace(one, use=None, sure="not sure", why=_OF_WHAT)
    for one in guesses:
        if not one.use or one.use.to not in ("budgets.value", "transactions.value"):
            continue
        use, asked = one.use, []
        for needed in ("currency", "date") if use.table == "transactions" else ("currency",):
            if needed in dict(use.constants):
                continue
            beside = _beside(use, needed, spare, columns)
            if beside:
                spare.remove(beside)
                to = f"{use.table}.{needed}"
                found[beside.heading] = replace(
                    beside, use=ColumnUse(beside.heading, to, group=use.group)
                )
            elif needed == "currency" and (only := _only_currency(guesses, columns)):
                use = replace(use, constants=(*use.constants, ("currency", only)))
            else:
                asked.append(_ASK[needed].format(use.heading))
        sure: Sure = "not sure" if asked else one.sure
        found[one.heading] = replace(one, use=use, sure=sure, why=" ".join(asked) or one.why)
        questions += asked
    return tuple(found[one.heading] for one in guesses)


_OF_WHAT = "it goes with an amount: with which?"

_ASK = {
    "currency": "In which currency is '{}'? (currency = 'EUR', say)",
    "date": "Which column has the days of '{}'? (transactions.date, in the same group)",
}


def _beside(
    use: ColumnUse, needed: str, spare: Sequence[Guess], columns: Mapping[str, Sequence[str]]
) -> Guess | None:
    """Return the column with the currency or the date of an amount; in its rows, in no other."""
    for one in spare:
        pairs = zip(columns[use.heading], columns[one.heading], strict=True)
        if (
            one.use
            and one.use.column == needed
            and all(bool(amount.strip()) == bool(cell.strip()) for amount, cell in pairs)
        ):
            return one
    return None


def _only_currency(guesses: Sequence[Guess], columns: Mapping[str, Sequence[str]]) -> str:
    """Return the currency of a table that has a column of currencies with one in all its cells."""
    found = {
        cell.strip()
        for one in guesses
        if one.use and one.use.column == "currency"
        for cell in columns[one.heading]
        if cell.strip()
    }
    return found.pop() if len(found) == 1 else ""
