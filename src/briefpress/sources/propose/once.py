"""Several columns that would be the same: one is kept, or each is of another language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefpress.config import ColumnUse
from briefpress.sources import tongues
from briefpress.sources.propose.guess import Guess
from briefpress.sources.propose.headings import has_codes


def in_tongue(guess: Guess, guesses: Sequence[Guess]) -> Guess:
    """Take a second title or summary for the same in another language, where its heading says so.

    "Title" and "Titre" of one table are one text twice; the first is the activity's own.
    """
    texts = ("activities.title", "activities.summary")
    same = [one for one in guesses if one.use and guess.use and one.use.to == guess.use.to]
    if len(same) < 2 or not guess.use or guess.use.to not in texts or same[0] is guess:
        return guess
    language = tongues.of(guess.heading)
    if not language or language in {tongues.of(one.heading) for one in same[: same.index(guess)]}:
        return guess
    use = replace(guess.use, to=f"{guess.use.to}_{language}")
    return replace(guess, use=use, why=f"its heading says so, in '{language}'")


def each_once(guesses: Sequence[Guess]) -> tuple[Guess, ...]:
    """Keep the surest of several columns that would be the same; the others are asked about.

    Of equally sure ones a column of names goes before one of codes: a theme's
    code is made of what its cells say.
    """
    order = {"sure": 0, "likely": 1, "not sure": 2}
    taken: dict[tuple[object, ...], Guess] = {}
    for guess in sorted(guesses, key=lambda one: (order[one.sure], has_codes(one.heading))):
        if guess.use:
            taken.setdefault(_what(guess.use), guess)
    return tuple(
        guess
        if guess.use is None or (kept := taken[_what(guess.use)]) is guess
        else replace(
            guess, use=None, sure="not sure", why=f"'{kept.heading}' is {guess.use.to} already"
        )
        for guess in guesses
    )


def _what(use: ColumnUse) -> tuple[object, ...]:
    """Return what a column would be, so that another of the same is found."""
    if use.to in ("budgets.value", "transactions.value"):
        return use.to, dict(use.constants)["type"]
    if use.to in ("transactions.currency", "transactions.date"):
        return use.to, use.heading  # each may go with another amount
    match use.table:
        case "places":
            to = "places.region" if use.column == "place" else use.to
            return to, use.column == "percentage" and use.group
        case "themes" if use.column == "code":
            vocabulary = dict(use.constants).get("vocabulary")
            return use.to, "sector" if vocabulary == "dac" else vocabulary
        case "organisations":
            return use.to, dict(use.constants).get("role")
    return use.to, use.group, use.constants
