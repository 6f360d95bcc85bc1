"""What the columns of a person's table probably are, how sure that is, and why."""

from __future__ import annotations

from briefpress.sources import affixes, hxl, totalrow
from briefpress.sources.grid import Grid
from briefpress.sources.propose.cells import are_dates, beginning
from briefpress.sources.propose.column import of_column
from briefpress.sources.propose.guess import NUMBERS, Guess, Proposal
from briefpress.sources.propose.money import with_money
from briefpress.sources.propose.once import each_once, in_tongue
from briefpress.sources.propose.results import joined
from briefpress.sources.propose.survey import chosen, is_made, is_survey, key_of, of_survey
from briefpress.sources.propose.written import date_format_of, decimal_mark_of

__all__ = ["Guess", "Proposal", "key_of", "propose"]

_LOOKED_AT = 2_000


def propose(grid: Grid, key: str = "") -> Proposal:
    """Return what each column of a table is taken for.

    By its HXL tag, else by its heading and by what its cells are. Dates such as
    01/07/2014 and numbers such as 1.234 can be two things: where no cell of the
    table settles it, a question is asked and nothing guessed. ``key``: the column
    by which other sheets of a survey name its rows, see ``key_of``.
    """
    tagged = {use.heading: use for use in hxl.uses(grid)} if grid.tags else {}
    questions: list[str] = []
    totals = {number for number, _ in totalrow.alone(grid)}
    cells = {
        heading: [
            beginning(cell)
            for number, cell in zip(grid.numbers, column[:_LOOKED_AT], strict=False)
            if cell and not cell.isspace() and number not in totals
        ]
        for heading, column in zip(grid.heading, grid.columns, strict=True)
    }
    guesses = []
    for heading, tag in zip(grid.heading, grid.tags or [""] * len(grid.heading), strict=True):
        if heading in tagged:
            guesses.append(Guess(heading, tagged[heading], "sure", f"it is tagged {tag}"))
        elif is_survey(grid.heading) and is_made(heading):
            guesses.append(Guess(heading, None, "not sure", "the survey's program wrote it"))
        else:
            guess = of_column(heading, cells[heading])
            guesses.append(chosen(guess, cells[heading], grid.heading))
    guesses = of_survey([in_tongue(one, guesses) for one in guesses], grid.heading, key, questions)
    # One column of dates may prove what the others leave open.
    dates = [cell for some in cells.values() if are_dates(some) for cell in some]
    date_format = date_format_of(dates, questions)
    amounts = [one.heading for one in guesses if one.use and one.use.column in NUMBERS]
    numbers = [affixes.taken(cell)[0] for name in amounts for cell in cells[name]]
    mark = decimal_mark_of(numbers, questions)
    questions += [one.why for one in guesses if one.use and one.sure == "not sure"]
    columns = dict(zip(grid.heading, grid.columns, strict=True))
    money = with_money(each_once(joined(guesses)), columns, questions)
    return Proposal(money, date_format, mark, tuple(questions))
