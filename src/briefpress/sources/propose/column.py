"""One column: what its heading says is held against its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefpress.config import ColumnUse
from briefpress.model import specs
from briefpress.sources.propose.cells import (
    MOST,
    are_answers,
    are_countries,
    are_dates,
    is_number,
    separator_of,
    share_of,
)
from briefpress.sources.propose.guess import NUMBERS, Guess
from briefpress.sources.propose.headings import LONG, STATUSES, WORDS, says_id
from briefpress.sources.propose.money import currency_of, is_amount, is_currency, written_currency
from briefpress.sources.rows import GROUPED
from briefpress.sources.sectors import vocabulary_of

_CHOSEN = {"0", "1", "true", "false"}
"""Cells of a survey's column that is one answer of a question with several."""


_PEOPLE = (
    r"reached|benefi|bénéfi|particip|pers|people|individual|surviv|victim|víctim|rescap|sobreviv"
    r"|patient|client|refugee"
)
"""In a heading that counts people, and not cases or incidents."""


def of_column(heading: str, cells: Sequence[str]) -> Guess:
    """Return what one column is taken for, whatever the others are; no cell is empty."""
    if not heading:
        return Guess(heading, None, "not sure", "it has no heading")
    plain = _plain(heading.rpartition("/")[2])  # Kobo writes the groups before it
    group = heading.rpartition(GROUPED)[0]
    named = _named(plain) or _named(_plain(group))
    if not cells:
        return Guess(heading, None, "not sure", "all its cells are empty")
    if "/" in heading and not group and {cell.lower() for cell in cells} <= _CHOSEN:
        return Guess(heading, None, "not sure", "one answer of several: say so with marked = true")
    other = says_id(plain) or named.startswith("organisations") or are_answers(cells)
    if not other and share_of(cells, are_countries) >= MOST:
        return Guess(
            heading, _places(heading, "places.country", cells), "sure", "its cells are countries"
        )
    if are_dates(cells) and not named.endswith("date"):
        return Guess(heading, None, "not sure", "its cells are dates: of what?")
    if not named:
        return Guess(heading, None, "not sure", "neither its heading nor its cells tell")
    return _checked(heading, named, cells)


def _plain(heading: str) -> str:
    wanted = " ".join(re.sub(r"[_.]+", " ", heading[:LONG]).split()).lower()
    return re.sub(r"\s*\(.*?\)", "", wanted)


def _named(plain: str) -> str:
    """Return what a heading says that its column is, "" where it says nothing known."""
    return next((to for pattern, to in WORDS if plain and re.fullmatch(pattern, plain)), "")


def _checked(heading: str, named: str, cells: Sequence[str]) -> Guess:
    """Hold what the heading says against the cells."""
    to, _, kind = named.partition("=")
    table, column = to.split(".")
    why = f"its heading says {table}"
    if column.endswith("date") and not are_dates(cells):
        return Guess(heading, None, "not sure", "its heading says a date, its cells do not")
    if column == "currency" and share_of(cells, is_currency) < MOST:
        return Guess(heading, None, "not sure", "its heading says a currency, its cells do not")
    if column in ("currency", "date"):
        return Guess(heading, ColumnUse(heading, to), "likely", why)
    if column in NUMBERS:
        money = column == "value"
        if share_of(cells, is_amount if money else is_number) < MOST:
            return Guess(heading, None, "not sure", "its heading says an amount, its cells do not")
        return Guess(heading, _amount(heading, to, kind, cells), "likely", why)
    if to == "activities.status":
        return _status(heading, cells)
    if to == "activities.id":
        unique = len(set(cells)) == len(cells)
        why = "its cells are all different" if unique else "its heading says so; cells repeat"
        return Guess(heading, ColumnUse(heading, to), "sure" if unique else "likely", why)
    if to.startswith("places."):
        return Guess(heading, _places(heading, to, cells), "likely", why)
    separator = separator_of(cells) if to in ("themes.code", "organisations.name") else ""
    constants = (("role", kind),) if table == "organisations" else ()
    if table == "themes":
        several = [part.strip() for cell in cells for part in cell.split(separator or "\n")]
        vocabulary = vocabulary_of(filter(None, several))
        constants = (("vocabulary", vocabulary),)
        why = why if vocabulary == "sector" else "its cells are sectors of the DAC"
    group = kind if table == "organisations" else ""
    use = ColumnUse(heading, to, separator, group=group, constants=constants)
    return Guess(heading, use, "likely", why)


def _places(heading: str, to: str, cells: Sequence[str]) -> ColumnUse:
    percentages = any(re.search(r"\d\s*%", cell) for cell in cells)
    return ColumnUse(heading, to, separator_of(cells), percentages)


def _status(heading: str, cells: Sequence[str]) -> Guess:
    """Take cells for states by their words; ask what the others mean."""
    allowed = specs.ACTIVITY_STATUSES
    called = {
        cell: state
        for cell in dict.fromkeys(cells)
        for state in allowed
        if re.fullmatch(rf"{state}|{STATUSES.get(state, state)}", cell.lower())
    }
    unknown = [cell for cell in dict.fromkeys(cells) if cell not in called]
    if len(unknown) > len(called):
        return Guess(heading, None, "not sure", "its heading says a status, its cells do not")
    values = tuple((cell, state) for cell, state in called.items() if cell != state)
    use = ColumnUse(heading, "activities.status", values=values)
    if unknown:
        asked = f"What is '{unknown[0]}' in '{heading}'? ({', '.join(allowed)})"
        return Guess(heading, use, "not sure", asked)
    return Guess(heading, use, "likely", "its heading says so, and its cells")


def _amount(heading: str, to: str, kind: str, cells: Sequence[str]) -> ColumnUse:
    if to.startswith("results."):
        indicator = heading.rpartition(GROUPED)[0] or ("People reached" if kind else heading)
        constants = [("indicator", indicator), ("measure", "unit")]
        people = kind or re.search(_PEOPLE, heading, re.IGNORECASE)
        constants += [("unit", "people")] if people else []
        constants += [("sex", kind)] if kind else []
        group = f"{to.partition('.')[2]} {kind if GROUPED not in heading else ''}".strip()
        group = f"{group} {heading.lower()}" if not kind or GROUPED in heading else group
        return ColumnUse(heading, to, group=group, constants=tuple(constants))
    currency = currency_of(heading) or written_currency(cells)
    constants = [("type", kind), *([("currency", currency)] if currency else [])]
    group = kind if to.startswith("transactions.") else "budgets"
    return ColumnUse(heading, to, group=group, constants=tuple(constants))
