"""What a person is told of their data file, and what they are asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.errors import Mistake
from briefpress.growing.chosen import Chosen, sheet
from briefpress.growing.doubts import lacks_only_currency, why_not

if TYPE_CHECKING:
    from briefpress.model.tables import Tables
    from briefpress.sources import Reading
    from briefpress.sources.propose import Guess

_TOLD = 8
"""Rows that are named; of more, how many."""


_SAID = ("row of totals", "is no sector of the DAC")
"""Warnings that are told at once; the others are for ``briefpress check``."""


def lines(of: Chosen, reading: Reading, keys: dict[str, int], stage: Path) -> Iterable[str]:
    """Say what a file has, how its columns are read, what is not used and what it lacks."""
    count = len(reading.tables.activities)
    several = {"country": "countries and areas", "theme": "themes", "donor": "donors"}
    one_of = {"country": "country or area", "theme": "theme", "donor": "donor"}
    has = [f"{count} {'activity' if count == 1 else 'activities'}"]
    has += [
        f"{keys[over]} {one_of[over] if keys[over] == 1 else several[over]}"
        for over in several
        if keys[over]
    ]
    yield f"{of.file.name}: {', '.join(has)}"
    for grid, proposal in of.columns:
        where = f" (sheet '{sheet(grid)}')" if of.sheets > 1 else ""
        read = [one for one in proposal.guesses if one.use and one.sure != "not sure"]
        for guess in read:
            yield f"  {guess.heading}{where} -> {_called(guess)}"
        reasons: dict[str, list[str]] = {}
        for guess in proposal.guesses:
            if guess not in read and guess.heading:
                reasons.setdefault(why_not(guess), []).append(guess.heading)
        for why, headings in reasons.items():
            yield f"  not read{where}: {', '.join(headings)}; {why}"
    if of.left:
        yield f"  sheets that are not read: {', '.join(of.left)}"
    yield from _without_id(of, reading)
    yield from _not_used(of, reading, stage)
    yield from _lacks(reading.tables)


def _without_id(of: Chosen, reading: Reading) -> Iterable[str]:
    """Say that rows with one title are several activities, where no column has their ids."""
    used = {one.use.to for _, of_sheet in of.columns for one in of_sheet.guesses
            if one.use and one.sure != "not sure"}  # fmt: skip
    titles = reading.tables.activities["title"]
    if "activities.title" in used and "activities.id" not in used and titles.duplicated().any():
        yield (
            f"  {len(titles)} rows have {titles.nunique()} titles and no id: each counts as an"
            " activity of its own. A column 'Project ID' would bring together what is one"
        )


def _not_used(of: Chosen, reading: Reading, stage: Path) -> Iterable[str]:
    aside = [one for one in reading.mistakes if one.level == "set aside"]
    totals = [one for one in reading.mistakes if any(said in one.found for said in _SAID)]
    alike: dict[tuple[str, str, str], list[Mistake]] = {}
    for one in [*totals, *aside]:
        alike.setdefault((one.file, one.column, one.found), []).append(one)
    for same in list(alike.values())[:_TOLD]:
        more = f" (and in {len(same) - 1} more)" if len(same) > 1 else ""
        yield f"  {of.renamed(same[0])}{more}"
    if len(alike) > _TOLD:
        yield f"  and {len(alike) - _TOLD} other things: briefpress check lists them"
    if of.whole and (stage / "review.txt").is_file():
        lines = len((stage / "review.txt").read_text(encoding="utf-8").splitlines())
        yield f"  {lines} things to look at are in review.txt"


def _lacks(tables: Tables) -> Iterable[str]:
    """Say what no activity of the file gives."""
    from briefpress.measures.coverage import coverage

    words = {
        "place": "countries", "theme": "themes", "date": "dates", "partner": "partners",
        "donor": "donors", "budget": "budgets", "result": "results",
    }  # fmt: skip
    table = coverage(tables)
    missing = [words[one] for one in table.loc[table["given"] == 0, "field"]]
    if missing:
        listed = ", ".join(missing[:-1]) + f" and {missing[-1]}" if missing[1:] else missing[0]
        yield f"  It gives no {listed}: briefs say that, and print no zero for it."


def _called(guess: Guess) -> str:
    """Return what a column is read as, in words."""
    assert guess.use
    constants = dict(guess.use.constants)
    if guess.use.to in ("budgets.value", "transactions.value"):
        kind = "budget" if guess.use.table == "budgets" else constants["type"]
        return f"{kind} in {constants['currency']}" if "currency" in constants else kind
    if guess.use.table == "organisations":
        return "donor" if constants.get("role") == "funding" else "partner"
    if guess.use.table == "results" and guess.use.column == "actual":
        counted = constants.get("indicator", "people reached")
        return ", ".join(filter(None, (f"count of '{counted}'", constants.get("sex", ""))))
    text = re.fullmatch(r"activities\.(title|summary)_(.+)", guess.use.to)
    if text:
        return f"{text[1]} in '{text[2]}'"
    return {"themes.code": "theme"}.get(guess.use.to) or guess.use.column.replace("_", " ")


def asks(of: Chosen) -> dict[str, str]:
    """Return what a person could say to have more read, each with its question."""
    found: dict[str, str] = {}
    for _, proposal in of.columns:
        for question in proposal.questions:
            for hint in ("date_format", "decimal_mark"):
                if f"{hint} =" in question and not getattr(of.hints, hint):
                    found.setdefault(hint, question.partition("? ")[0] + "?")
        if not of.hints.currency:
            lacking = [one.heading for one in proposal.guesses if lacks_only_currency(one)]
            if lacking:
                found.setdefault("currency", f"In which currency is '{lacking[0]}'?")
    return found
