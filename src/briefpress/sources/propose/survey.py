"""Exports of a survey: its own columns, its repeat groups, the answers of one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefpress.config import ColumnUse
from briefpress.sources.propose.guess import Guess

_PARENTS = {
    "_submission__uuid": "_uuid",
    "_submission__id": "_id",
    "_parent_index": "_index",
    "_parent_id": "_id",
}
"""Columns of a survey's repeat group, and the column of the survey itself that each names."""


def key_of(headings: Sequence[Sequence[str]]) -> str:
    """Return by which column the other sheets of a survey name its rows, "" if there are none."""
    groups = [heading for heading in headings if set(_PARENTS) & set(heading)]
    others = {name for heading in headings if heading not in groups for name in heading}
    for column, key in _PARENTS.items():
        if groups and key in others and all(column in heading for heading in groups):
            return key
    return ""


def is_survey(headings: Sequence[str]) -> bool:
    """Say whether a table is an export of a survey, as Kobo writes it."""
    return bool({"_uuid", "_submission_time", "__version__", *_PARENTS} & set(headings))


def is_made(heading: str) -> bool:
    """Say whether a survey's program wrote a column by itself: when a form was filled in, say."""
    return heading in ("start", "end", "today", "deviceid", "username") or (
        heading.startswith("_") and heading not in ("_id", "_uuid")
    )


def chosen(guess: Guess, cells: Sequence[str], headings: Sequence[str]) -> Guess:
    """Take a column for several answers in one where each answer has a column of its own too."""
    whole = f"{guess.heading}/"
    answers = {name.removeprefix(whole) for name in headings if name.startswith(whole)}
    if not answers or not guess.use or guess.use.table not in ("themes", "places", "organisations"):
        return guess
    if all(word in answers for cell in cells for word in cell.split()):
        return replace(guess, use=replace(guess.use, separator=" "))
    return replace(guess, use=None, sure="not sure", why="each of its answers has a column too")


def of_survey(
    guesses: Sequence[Guess], headings: Sequence[str], key: str, questions: list[str]
) -> list[Guess]:
    """Say which column of a survey is its activity's id, and which of a repeat group names it."""
    parents = [name for name, of in _PARENTS.items() if name in headings and key in ("", of)]
    if not parents:
        return [_keyed(one, key) if key in headings else one for one in guesses]
    table = next(
        (one.use.table for one in guesses if one.use and one.use.table != "activities"), ""
    )
    if not table:
        questions.append(f"Of what are the rows? ('{parents[0]}' = 'results.activity', say)")
    found = []
    for one in guesses:
        if one.heading == parents[0] and table:
            use = ColumnUse(one.heading, f"{table}.activity")
            why = f"it names the activity by its {_PARENTS[parents[0]]}"
            one = Guess(one.heading, use, "sure", why)
        elif one.use and one.use.table == "activities":
            one = replace(one, use=None, sure="not sure", why="activities are in another sheet")
        elif one.heading in _KEYS:
            one = replace(one, use=None, sure="not sure", why="the survey's program wrote it")
        found.append(one)
    return found


_KEYS = ("_id", "_uuid", "_index")


def _keyed(guess: Guess, key: str) -> Guess:
    if guess.heading == key:
        why = "the other sheets name it"
        return Guess(key, ColumnUse(key, "activities.id"), "sure", why)
    if guess.use and guess.use.to == "activities.id":
        why = f"the other sheets name the activity by '{key}'"
        return replace(guess, use=None, sure="not sure", why=why)
    return guess
