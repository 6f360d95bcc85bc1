"""A person's file, read as a build reads it, without the columns that turn out to be none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.config import FILE, load
from briefpress.disclosureconfig import Disclosure
from briefpress.errors import Mistake, ProjectError
from briefpress.growing.chosen import Chosen
from briefpress.growing.settings import Settings
from briefpress.growing.settings import text as settings_text
from briefpress.growing.sourcetext import sources as sources_of

if TYPE_CHECKING:
    from briefpress.sources import Reading

_FEW = 0.2
"""Of the rows in which a column may be wrong: in more, it is not what it was taken for."""

_EVER = dt.date(1900, 1, 1), dt.date(2100, 12, 31)


def read(of: Chosen, stage: Path) -> tuple[Reading, Chosen]:
    """Read a file in a project of its own, again as often as columns have to go.

    Raises ProjectError with what is wrong in it, by the person's own file and row.
    """
    from briefpress import sources

    for _ in range(4):
        text = sources_of(replace(of, set_aside=True), *_EVER)
        allowed = Disclosure(allowed_columns=of.hints.allowed_columns)
        rough = Settings("-", "-", sources=text, kinds=(("annual", ""),), disclosure=allowed)
        (stage / FILE).write_text(settings_text(rough), encoding="utf-8")
        try:
            reading = sources.read(load(stage))
        except ProjectError as error:
            raise of.named(error.mistakes, error.format_message()) from None
        aside = [one for one in reading.mistakes if one.level == "set aside"]
        fewer = _without_wrong(of, aside)
        if fewer == of:
            break
        of = fewer
    of = replace(of, set_aside=bool(aside))
    errors = [one for one in reading.errors if one.file != FILE]
    if errors:
        raise of.named(errors)
    rows = sum(len(grid.numbers) for grid, _ in of.columns)
    if reading.tables.activities.empty or (rows and reading.tables.rows_rejected > rows / 2):
        found = [*aside, Mistake(of.path, found="has no row that is an activity")]
        raise of.named(found[:10] if aside else found[-1:])
    return reading, of


def _without_wrong(of: Chosen, aside: Sequence[Mistake]) -> Chosen:
    """Leave out the columns that are wrong in many rows."""
    wrong = Counter((one.file, one.column) for one in aside)
    first = {(one.file, one.column): one.found for one in reversed(aside)}
    columns = []
    for grid, proposal in of.columns:
        guesses = []
        for guess in proposal.guesses:
            count = wrong[(grid.file, guess.heading)]
            many = count > max(2, _FEW * len(grid.numbers))
            if guess.use and guess.sure != "not sure" and many:
                why = f"in {count} rows it is none: {first[(grid.file, guess.heading)]}"
                guess = replace(guess, sure="not sure", why=why)
            guesses.append(guess)
        columns.append((grid, replace(proposal, guesses=tuple(guesses))))
    return replace(of, columns=tuple(columns))
