"""Columns that count the same people: all, women, men, and how many it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefpress.config import ColumnUse
from briefpress.sources.propose.guess import NUMBERS, Guess
from briefpress.sources.rows import GROUPED


def joined(guesses: Sequence[Guess]) -> list[Guess]:
    """Join what is said of the same people: all of them, women, men, and how many it should be.

    Where one column counts all, it names what is counted; where a column has
    the indicators, the others are about the one in their row.
    """
    counts = [one for one in guesses if one.use and one.use.table == "results" and _guessed(one)]
    counts = [one for one in counts if GROUPED not in one.heading]  # the group says of whom
    if any(one.use and one.use.column == "indicator" for one in counts):
        return [_of_row(one) if one in counts else one for one in guesses]
    totals = [
        one.use
        for one in counts
        if one.use and one.use.column == "actual" and "sex" not in dict(one.use.constants)
    ]
    guesses = [
        one if one not in counts else _beside(one, totals[0] if len(totals) == 1 else None)
        for one in guesses
    ]
    if len(totals) != 1:
        return list(guesses)
    total = totals[0]
    found = []
    for one in guesses:
        if one.use and one in counts and one.use.column not in _GROUPS:
            known = {**dict(total.constants), **dict(one.use.constants)}
            known["indicator"] = total.heading
            known["unit"] = dict(total.constants).get("unit", "")
            beside = one.use.column in ("target", "baseline")
            group = total.group if beside else one.use.group
            use = replace(
                one.use, group=group, constants=tuple(one for one in known.items() if one[1])
            )
            one = replace(one, use=use)
        found.append(one)
    return found


def _beside(guess: Guess, total: ColumnUse | None) -> Guess:
    """Take sex and age for those of the one column that counts; without it, of nothing."""
    if not guess.use or guess.use.column in NUMBERS:
        return guess
    if total and guess.use.column in _GROUPS:
        return replace(guess, use=replace(guess.use, group=total.group))
    return replace(guess, use=None, sure="not sure", why="no column has the indicators")


_GROUPS = ("sex", "age")
"""Columns that say of whom the count in their row is."""


def _of_row(guess: Guess) -> Guess:
    """Take a column of results for a part of what its row says of one indicator."""
    if not guess.use or "sex" in dict(guess.use.constants):
        return replace(guess, use=None, sure="not sure", why="which indicator is it of?")
    measure = (("measure", "unit"),) if guess.use.column == "indicator" else ()
    return replace(guess, use=replace(guess.use, group="results", constants=measure))


def _guessed(guess: Guess) -> bool:
    return guess.sure == "likely"
