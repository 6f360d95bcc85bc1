"""What one column, and a whole table, is taken for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefpress.config import ColumnUse

Sure = Literal["sure", "likely", "not sure"]


@dataclass(frozen=True)
class Guess:
    """What one column is taken for; ``use`` None: a person has to say. ``why`` is for them.

    A ``use`` that is not sure lacks what only a person knows, and is not to be used as it is.
    """

    heading: str
    use: ColumnUse | None
    sure: Sure
    why: str


@dataclass(frozen=True)
class Proposal:
    """A guess for each column, and how the table writes dates and numbers, "" where unknown.

    ``questions`` are what only the person can answer.
    """

    guesses: tuple[Guess, ...]
    date_format: str = ""
    decimal_mark: str = ""
    questions: tuple[str, ...] = ()


NUMBERS = ("value", "actual", "target", "baseline", "percentage")
