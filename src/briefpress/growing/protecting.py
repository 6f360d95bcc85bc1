"""What a first build would ask of ``[disclosure]``: answered beforehand, on the safe side.

Counts of people who could be recognised are declared sensitive, so that small ones are
hidden, unless the person says that all may be printed. Texts beside such counts that name
somebody are left out, unless the person lets their briefs wait.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefpress.disclosureconfig import Disclosure
from briefpress.growing.chosen import Chosen

if TYPE_CHECKING:
    from briefpress.disclosure.texts import Waiting
    from briefpress.model.tables import Tables
    from briefpress.sources.propose import Guess

_TOLD = 5
"""Indicators and texts that are named; of more, how many."""

_LONGEST = 80
"""Signs of an indicator that are told."""

_WHY = "it has texts that name people or places too near; somebody has to read them first"


@dataclass(frozen=True)
class Protected:
    """What is declared of a file's counts, and the texts that a build would hold back."""

    declared: Disclosure
    texts: tuple[Waiting, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the indicators that count people who could be recognised, as patterns."""
        return self.declared.sensitive or self.declared.allowed


def protected(tables: Tables, of: Chosen) -> Protected:
    """Return what to declare of a file. Raises ProjectError where its rows are single people."""
    from briefpress.disclosure.looks import looking, one_by_one
    from briefpress.disclosure.texts import waiting

    found = looking(tables)
    patterns = tuple(glob.escape(one) for one in found)
    declared = Disclosure(sensitive=patterns, allowed_columns=of.hints.allowed_columns)
    single = list(one_by_one(tables, declared))
    if single:
        raise of.named(single)
    if of.hints.small_counts == "print":
        return Protected(replace(declared, sensitive=(), allowed=patterns))
    those = set(tables.results["activity"][tables.results["indicator"].isin(list(found))])
    return Protected(declared, waiting(tables, declared, those))


def without_texts(of: Chosen, kept: Protected) -> Chosen | None:
    """Return a file without the columns that texts stand in which wait; None if it stays as it is.

    Titles stay: an activity is called by them.
    """
    if of.hints.texts == "wait":
        return None
    waits = {one.column for one in kept.texts}
    columns = tuple(
        (grid, replace(proposal, guesses=tuple(_left_out(one, waits) for one in proposal.guesses)))
        for grid, proposal in of.columns
    )
    return replace(of, columns=columns) if columns != of.columns else None


def _left_out(guess: Guess, waits: set[str]) -> Guess:
    if not guess.use or guess.sure == "not sure" or guess.use.table != "activities":
        return guess
    of_own = guess.use.column == "summary" and "summary" in waits
    of_other = "text" in waits and guess.use.column.startswith("summary_")
    return replace(guess, sure="not sure", why=_WHY) if of_own or of_other else guess


def told(kept: Protected, of: Chosen) -> Iterator[str]:
    """Say what is kept back, and how to have it otherwise."""
    if not kept.indicators:
        return
    if kept.declared.allowed:
        yield f"  {_listed(kept)}: all are printed, as you said ([disclosure] in briefs.toml)."
        return
    yield (
        f"  {_listed(kept)}: small counts are not printed ([disclosure] in briefs.toml)."
        " To print all: --small-counts print"
    )
    if _texts_left_out(of):
        yield "  To have the texts, and let their briefs wait: --texts wait"
    if kept.texts:
        yield (
            "  Texts beside these counts name people or places too near. Their briefs wait until"
            " somebody has read them; the build says how (status 3):"
        )
        for one in kept.texts[:_TOLD]:
            yield f"    {_place(one, of)}: {'; '.join(one.found)}"
        if len(kept.texts) > _TOLD:
            yield f"    and {len(kept.texts) - _TOLD} more"


def asks(kept: Protected, of: Chosen) -> dict[str, str]:
    """Return what a person could decide otherwise, each with its question."""
    found = {}
    if kept.indicators and not of.hints.small_counts:
        found["small_counts"] = f"{_listed(kept)}. Hide small ones, or print all?"
    left = _texts_left_out(of)
    if left and not of.hints.texts:
        listed = ", ".join(f"'{one}'" for one in left)
        found["texts"] = (
            f"{listed}: {_WHY}. Leave such columns out, or have their briefs wait until then?"
        )
    return found


def _texts_left_out(of: Chosen) -> list[str]:
    every = [one for _, proposal in of.columns for one in proposal.guesses]
    return [one.heading for one in every if one.why == _WHY]


def _listed(kept: Protected) -> str:
    from textwrap import shorten

    from briefpress.disclosure.looks import PEOPLE

    names = [f"'{shorten(_unescaped(one), _LONGEST)}'" for one in kept.indicators]
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    many = "look like counts" if names[1:] else "looks like a count"
    return f"{', '.join(names[:_TOLD])}{more} {many} {PEOPLE}"


def _unescaped(pattern: str) -> str:
    for sign in "*?[":
        pattern = pattern.replace(f"[{sign}]", sign)
    return pattern


def _place(one: Waiting, of: Chosen) -> str:
    place = one.place.replace("data/", "") if of.whole else one.place
    return place.replace(of.path, str(of.file))
