"""Columns that can be read in two ways: left out until a person says in which."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefpress.growing.hints import Hints

if TYPE_CHECKING:
    from briefpress.sources.grid import Grid
    from briefpress.sources.propose import Guess, Proposal


def hinted(proposal: Proposal, hints: Hints) -> Proposal:
    """Fill in what a person said: the currency, how dates and numbers are written."""
    guesses = tuple(
        _in_currency(one, hints.currency) if hints.currency and _lacks_currency(one) else one
        for one in proposal.guesses
    )
    return replace(
        proposal,
        guesses=guesses,
        date_format=hints.date_format or proposal.date_format,
        decimal_mark=hints.decimal_mark or proposal.decimal_mark,
    )


def doubted(grid: Grid, proposal: Proposal) -> Proposal:
    """Leave out the columns that can be read in two ways, until a person says in which."""
    columns = dict(zip(grid.heading, grid.columns, strict=True))
    guesses = []
    for guess in proposal.guesses:
        cells = columns[guess.heading] if guess.use and guess.sure != "not sure" else ()
        column = guess.use.column if guess.use else ""
        for hint, is_of, sign in (
            ("date_format", column.endswith("date"), r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"),
            ("decimal_mark", column in ("value", "actual", "target", "baseline"), r".*\d[.,]\d.*"),
        ):
            asked = [one for one in proposal.questions if f"{hint} =" in one]
            open_ = asked and not getattr(proposal, hint) and is_of
            if open_ and any(re.fullmatch(sign, cell.strip()) for cell in cells):
                guess = replace(guess, sure="not sure", why=asked[0])
        guesses.append(guess)
    return replace(proposal, guesses=tuple(guesses))


def _lacks_currency(guess: Guess) -> bool:
    return bool(guess.use) and guess.why.startswith("In which currency")


def lacks_only_currency(guess: Guess) -> bool:
    """Say whether nothing but its currency keeps an amount from being read."""
    return _lacks_currency(guess) and _NO_DAYS not in guess.why


_NO_DAYS = "Which column has the days"


def why_not(guess: Guess) -> str:
    """Return why a column is not read, for who has never seen briefs.toml."""
    if _NO_DAYS in guess.why:
        return "payments need a column with their days, and none could be told"
    return re.sub(r" (\(currency =.*?\)|(date_format|decimal_mark) = .*)$", "", guess.why)


def _in_currency(guess: Guess, currency: str) -> Guess:
    assert guess.use
    use = replace(guess.use, constants=(*guess.use.constants, ("currency", currency)))
    _, _, other = guess.why.partition("say) ")
    if other:
        return replace(guess, use=use, why=other)
    return replace(guess, use=use, sure="likely", why=f"you said {currency}")
