"""What a source says, activity by activity, as plain objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction


@dataclass
class Place:
    """A country (ISO alpha-3), a region (M49) or 998, with its percentage if one is given."""

    code: str
    percentage: Fraction | None
    row: str


@dataclass
class Theme:
    vocabulary: str
    code: str
    percentage: Fraction | None
    row: str


@dataclass
class Party:
    organisation: str
    name: str
    role: str
    kind: str
    row: str


@dataclass
class Money:
    """A budget or a transaction. ``kind`` is in the words of data/README.md."""

    row: str
    kind: str
    start: dt.date
    end: dt.date
    value: Decimal
    currency: str
    rate_day: dt.date
    provider: str = ""
    provider_name: str = ""
    receiver: str = ""
    receiver_name: str = ""
    earmarking: str = ""
    places: list[Place] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    donor: str = ""


@dataclass
class Result:
    row: str
    result: str
    indicator: str
    measure: str
    unit: str
    ascending: str
    start: dt.date | None
    end: dt.date | None
    values: dict[str, Decimal | None]
    sex: str = ""
    age: str = ""
    dimension: str = ""


@dataclass
class Activity:
    """One activity; ``places`` and ``themes`` are its own, not its transactions'."""

    id: str
    row: str
    level: int
    scope: str
    start: dt.date | None
    end: dt.date | None
    places: list[Place] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    budgets: list[Money] = field(default_factory=list)
    transactions: list[Money] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    def all_places(self) -> Iterator[Place]:
        yield from self.places
        for one in self.transactions:
            yield from one.places

    def all_themes(self) -> Iterator[Theme]:
        yield from self.themes
        for one in self.transactions:
            yield from one.themes


@dataclass
class Said:
    """What all sources of a project say.

    ``vocabularies``: their codes with their rows, in order. ``stands``: file and place of
    each row. ``refused``: places of what could not be used.
    """

    activities: list[Activity] = field(default_factory=list)
    vocabularies: dict[str, dict[str, str]] = field(default_factory=dict)
    stands: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


def row_id(table: str, *key: str) -> str:
    """Return the name that facts have for a row: its table and its key."""
    parts = [one.replace("%", "%25").replace("/", "%2F") for one in key if one]
    return "/".join([table, *parts])
