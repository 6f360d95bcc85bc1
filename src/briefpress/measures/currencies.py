"""Amounts in the edition's currency, at the rate of the day that their value has."""

from __future__ import annotations

import csv
import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path

import pandas as pd

from briefpress.config import FILE, Edition, Project
from briefpress.errors import Mistake, ProjectError
from briefpress.measures.shares import WIDE
from briefpress.model.specs import Column
from briefpress.model.tables import Tables
from briefpress.sources import cells

CENT = Decimal("0.01")
ECB = "ecb"
ECB_SOURCE = "European Central Bank, euro foreign exchange reference rates"
OLDEST = 31
"""Days for which a rate of a table holds: the United Nations' operational rates are monthly."""

ECB_BEGAN = dt.date(1999, 1, 4)
WITHOUT_TRADE = 7
"""Days between two rates of the ECB at most: weekends, Easter and Christmas."""


@dataclass(frozen=True)
class Rate:
    """So many units of the edition's currency for one of another, on which day, by whom."""

    value: Decimal
    day: dt.date
    source: str


Rates = Callable[[str, str, dt.date], Rate | None]
"""The rate from a currency to another on a day; None where there is none."""


def no_rates(currency: str, base: str, day: dt.date) -> Rate | None:
    """Know no rate: every amount in another currency stays unconverted."""
    return None


def read_rates(project: Project) -> Rates:
    """Return the rates that the edition names. Raises ProjectError with a table's bad rows."""
    if project.edition.rates == ECB:
        return cache(_of_ecb)
    if project.edition.rates:
        path = project.root / project.edition.rates
        return cache(_Table(read_table(path, project.edition.rates)).find)
    return no_rates


def convert(tables: Tables, edition: Edition, rates: Rates) -> tuple[Tables, list[Mistake]]:
    """Give every table of money four columns more, and list what could not be converted.

    ``amount``: Decimal in the edition's currency, to the cent, None where there
    is no rate; ``rate`` (Decimal), ``rate_date``, ``rate_source``: None, None and
    "" where none was needed. The day is the value date, else the transaction's
    date or the first day of the period
    (IATI 2.03, value/@value-date).
    """
    changed = {
        name: _converted(tables.each()[name], day, edition.currency, rates)
        for name, day in _DAYS.items()
    }
    converted = replace(tables, **changed)
    return converted, unconverted(without_rate(converted, edition), edition)


_DAYS = {"transactions": "date", "budgets": "start_date", "planned_disbursements": "start_date"}


def without_rate(tables: Tables, edition: Edition) -> Counter[str]:
    """Count the amounts of converted tables that have no rate to the edition's currency."""
    found: Counter[str] = Counter()
    for name in _DAYS:
        table = tables.each()[name]
        foreign = table["currency"] != edition.currency
        found.update(table.loc[foreign & table["amount"].isna(), "currency"])
    return found


def unconverted(missing: Counter[str], edition: Edition) -> list[Mistake]:
    """Return a warning for each currency of which amounts have no rate."""
    return [
        Mistake(
            FILE,
            found=f"[edition] rates: {count} amounts in {currency} have no rate to"
            f" {edition.currency} and are listed as unconverted",
            mend="Name a table of rates, or 'ecb'" if not edition.rates else "",
            level="warning",
        )
        for currency, count in sorted(missing.items())
    ]


def _converted(table: pd.DataFrame, day: str, base: str, rates: Rates) -> pd.DataFrame:
    amounts: list[Decimal | None] = [to_the_cent(value) for value in table["value"]]
    used: list[Rate | None] = [None] * len(table)
    days = table["value_date"].where(table["value_date"].notna(), table[day]).tolist()
    currencies, values = table["currency"].tolist(), table["value"].tolist()
    for at, currency in enumerate(currencies):
        if currency == base:
            continue
        rate = rates(currency, base, days[at])
        used[at] = rate
        value = values[at] or Decimal()
        amounts[at] = to_the_cent(WIDE.multiply(value, rate.value)) if rate else None
    return table.assign(
        amount=pd.Series(amounts, table.index, dtype=object),
        rate=pd.Series([rate and rate.value for rate in used], table.index, dtype=object),
        rate_date=pd.Series([rate and rate.day for rate in used], table.index, dtype=object),
        rate_source=pd.Series(
            [rate.source if rate else "" for rate in used], table.index, dtype=str
        ),
    )


def to_the_cent(value: Decimal | None) -> Decimal | None:
    """Round what has more decimals: else the parts of a sum would round apart from it."""
    if value is None or int(value.as_tuple().exponent) >= -2:
        return value
    return value.quantize(CENT, ROUND_HALF_EVEN, WIDE)


@dataclass(frozen=True)
class Quote:
    """One row of a table of rates: units of ``currency`` for one of ``base``."""

    date: dt.date
    currency: str
    rate: Decimal
    base: str
    source: str


@dataclass
class _Table:
    """Rates by currency and base, each in the order of its days."""

    quotes: Sequence[Quote]
    by_pair: dict[tuple[str, str], list[Quote]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for quote in sorted(self.quotes, key=lambda quote: quote.date):
            self.by_pair.setdefault((quote.currency, quote.base), []).append(quote)

    def find(self, currency: str, base: str, day: dt.date) -> Rate | None:
        """Return a rate in one step, or in two over a base that both have."""
        for over in dict.fromkeys([base, currency, *(pair[1] for pair in self.by_pair)]):
            one, other = self._quote(currency, over, day), self._quote(base, over, day)
            if one and other:
                value = WIDE.divide(other.rate, one.rate)
                sources = dict.fromkeys(quote.source for quote in (one, other) if quote.source)
                return Rate(value, min(one.date, other.date), "; ".join(sources))
        return None

    def _quote(self, currency: str, base: str, day: dt.date) -> Quote | None:
        if currency == base:
            return Quote(day, currency, Decimal(1), base, "")
        quotes = self.by_pair.get((currency, base), [])
        at = bisect_right(quotes, day, key=lambda quote: quote.date)
        if not at or (day - quotes[at - 1].date).days > OLDEST:
            return None
        return quotes[at - 1]


_COLUMNS = (
    Column("date", "date", required=True),
    Column("currency", "currency", required=True),
    Column("rate", "decimal", required=True),
    Column("base", "currency", required=True),
    Column("source", required=True),
)


def read_table(path: Path, shown: str) -> list[Quote]:
    """Read a CSV of rates: ``date``, ``currency``, ``rate``, ``base``, ``source``.

    ``rate`` is so many units of ``currency`` for one of ``base``, as central
    banks and the United Nations print it. Raises ProjectError with every row
    that is wrong.
    """
    mistakes: list[Mistake] = []
    quotes: list[Quote] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            _check_heading(reader.fieldnames or (), shown)
            for number, row in enumerate(reader, start=2):
                quote = _quote_of(row, number, shown, mistakes)
                quotes += [quote] if quote else []
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        raise ProjectError([Mistake(shown, found=f"cannot be read: {error}")]) from None
    if mistakes:
        raise ProjectError(mistakes)
    return quotes


def _check_heading(heading: Iterable[str], shown: str) -> None:
    missing = [column.name for column in _COLUMNS if column.name not in heading]
    if missing:
        raise ProjectError([Mistake(shown, 1, name, "is missing") for name in missing])


def _quote_of(
    row: Mapping[str, str | None], number: int, shown: str, mistakes: list[Mistake]
) -> Quote | None:
    values: dict[str, object] = {}
    for column in _COLUMNS:
        cell = (row.get(column.name) or "").strip()
        try:
            if not cell:
                raise ValueError("is empty; every row needs one")
            values[column.name] = cells.parse(cell, column)
        except ValueError as error:
            mistakes.append(Mistake(shown, number, column.name, str(error)))
    if len(values) < len(_COLUMNS):
        return None
    quote = Quote(**values)  # type: ignore[arg-type]
    if quote.rate <= 0:
        mistakes.append(Mistake(shown, number, "rate", f"'{quote.rate}' is no rate"))
        return None
    return quote


def _of_ecb(currency: str, base: str, day: dt.date) -> Rate | None:
    """Return the ECB's cross rate over the euro, of the last day with one, a week back at most."""
    if day < ECB_BEGAN:
        return None
    for back in range(WITHOUT_TRADE + 1):
        on = day - dt.timedelta(days=back)
        one, other = _euro(currency, on), _euro(base, on)
        if one and other:
            return Rate(WIDE.divide(other, one), on, ECB_SOURCE)
    return None


def _euro(currency: str, day: dt.date) -> Decimal | None:
    """Return the units of a currency for one euro on a day; None where the ECB gave no rate."""
    from currency_converter import RateNotFoundError

    if currency == "EUR":
        return Decimal(1)
    try:
        value = _ecb().convert(1, "EUR", currency, date=day)
    except (RateNotFoundError, ValueError):  # ValueError: a currency that it does not have
        return None
    return Decimal(value)


@cache
def _ecb():  # type: ignore[no-untyped-def]  # the package has no types
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)
