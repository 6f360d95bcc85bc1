"""Budgets that an activity's own text gives, and that its data does not have.

Of all numbers in a narrative this is the one that says what it is: the word
"budget" beside an amount with its currency. What another number counts, no rule
can tell, so those are left to their authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from briefpress.documents.looks.numbers import NUMBER, is_known
from briefpress.documents.looks.sheets import Sheet
from briefpress.documents.looks.written import blocks
from briefpress.model.finding import Finding
from briefpress.model.tables import Tables, records

_CURRENCY = r"(?:US\$|\$US|USD|EUR|GBP|CHF|[$€£])"
_WORD = r"(?:budgets?|presupuestos?|бюджет\w*|[اولب]*ميزانية|预算)"
_MONEY = re.compile(
    rf"(?:{_CURRENCY}\s?(?P<after>{NUMBER.pattern})|(?P<before>{NUMBER.pattern})\s?{_CURRENCY})"
)
_NEAR = 24
"""Signs between the word and the amount: 'a total budget of about US$ 4 million'."""
_BEFORE = re.compile(rf"{_WORD}[^.;!?。\d]{{0,{_NEAR}}}$", re.IGNORECASE)
_AFTER = re.compile(rf"^[^.;!?。\d]{{0,{_NEAR // 3}}}{_WORD}", re.IGNORECASE)
_BLANK = re.compile(r"\s+")


def budgets(
    sheets: Sequence[Sheet], activities: Sequence[Mapping[str, Any]], tables: Tables
) -> Iterator[Finding]:
    """Give each budget in the text of an activity that has budgets in its data, but not that one.

    It counts as known when it is, as it is rounded there, a row of the activity's
    budgets or transactions, or the sum of those of a type; in the row's own
    currency or in the edition's.
    """
    stated: dict[str, list[str]] = {}
    for row in activities:
        for said in _stated(_BLANK.sub(" ", row["summary"] or "")):
            stated.setdefault(said, []).append(row["id"])
    if not stated:
        return
    known = _known(tables, {one for ids in stated.values() for one in ids})
    strange = {
        said: ids[0]
        for said, ids in stated.items()
        if all(one in known and not is_known(said, known[one]) for one in ids)
    }
    for text, leaves in blocks(sheets) if strange else ():
        for said in _stated(text):
            if said in strange:
                yield Finding(
                    "narrative",
                    f"the text of {strange[said]} gives a budget of '{said}',"
                    " and its data has no such amount",
                    "Correct the text or the data, or write which budget it is",
                    leaves[0].page,
                    leaves[0].place,
                )


def _stated(text: str) -> Iterator[str]:
    """Give the amounts of a text that it calls a budget, as they are written."""
    for match in _MONEY.finditer(text):
        if _BEFORE.search(text[: match.start()]) or _AFTER.search(text[match.end() :]):
            yield match["after"] or match["before"]


def _known(tables: Tables, wanted: set[str]) -> dict[str, list[Decimal]]:
    """Return all amounts of activities that have budgets: of rows, and summed by type."""
    found: dict[str, list[Decimal]] = {}
    sums: dict[tuple[str, str, str], Decimal] = {}
    for name in ("budgets", "transactions"):
        table = getattr(tables, name)
        for column in ("value", "amount"):
            if column not in table:
                continue
            for activity, kind, value in records(table, "activity", "type", column):
                if activity not in wanted or value is None or value != value:
                    continue
                if name == "budgets" or activity in found:
                    found.setdefault(activity, []).append(Decimal(value))
                    key = (activity, column, kind)
                    sums[key] = sums.get(key, Decimal()) + Decimal(value)
    for (activity, _, _), total in sums.items():
        found[activity].append(total)
    return found
