"""What each file of the sources had, and where it went: nothing is left out without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefpress.model.tables import Tables

ROWS, ACTIVITIES = "rows", "activities"
_NAMED = 5
_PLACE = re.compile(r"(.*?), (?:row|line) (\d+)(?: \(|$)")


@dataclass(frozen=True)
class Had:
    """What a reader found in a file: ``rows`` by their numbers, or so many IATI ``activities``.

    ``mapped``: the rows are a person's own, several of which may say one thing.
    ``totals``: rows of totals besides, and where they ``differs`` from what they total.
    """

    file: str
    unit: str
    count: int
    numbers: Sequence[int] = ()
    mapped: bool = False
    totals: int = 0
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """One file: ``read`` is the sum of the counts after it and of ``totals``, in its own ``unit``.

    ``used``; ``aside``: with something that could not be used; ``levels``: at hierarchy
    levels that are not reported; ``rest``: rows of a person's own table that say nothing
    of their own (empty, or what another row said); ``lost``: nobody knows. ``places``
    names the first of the last two. ``elements``: of activities, how many elements of
    them (transactions, places, …) were set aside.
    """

    file: str
    unit: str
    read: int
    used: int
    aside: int
    levels: int
    rest: int
    lost: int
    places: tuple[str, ...] = ()
    elements: int = 0
    totals: int = 0
    differs: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it as a line for a person; what is zero is left out."""
        counts = (
            (self.aside, "set aside"),
            (self.levels, "at levels that are not reported"),
            (self.rest, f"with nothing of their own ({', '.join(self.places)})"),
            (self.totals, "with totals"),
            (self.lost, f"LOST ({', '.join(self.places)})"),
        )
        more = [f"{count} {said}" for count, said in counts if count]
        went = ", ".join([f"{self.used} used", *more])
        line = f"{self.file}: {self.read} {self.unit} read: {went}"
        return f"{line}; {self.elements} elements set aside" if self.elements else line


def of(had: Sequence[Had], accepted: Tables, used: Tables) -> list[Account]:
    """Say of each file where what it had went.

    ``accepted`` are the tables as they were read and checked, ``used`` what is
    left of them at the level that is reported.
    """
    taken, there = _places(used), _places(accepted)
    aside: dict[str, set[int]] = {}
    refused: dict[str, int] = {}
    table = accepted.rejected
    for file, place, of_table, reason in zip(
        table["file"], table["place"], table["table"], table["reason"], strict=True
    ):
        aside.setdefault(file, set()).add(int(place.rpartition(" ")[2]))
        whole = of_table == "activities" or reason.startswith("iati-activity")
        refused[file] = refused.get(file, 0) + whole
    counted = {name: _activities(one) for name, one in (("used", used), ("there", accepted))}
    found = []
    for one in had:
        if one.unit == ACTIVITIES:
            here, all_of_it = (counted[name].get(one.file, 0) for name in ("used", "there"))
            wrong = refused.get(one.file, 0)
            lost = one.count - all_of_it - wrong
            levels = all_of_it - here
            counts = (one.count, here, wrong, levels, 0, lost)
            elements = len(aside.get(one.file, ()))
            found.append(Account(one.file, one.unit, *counts, elements=elements))
            continue
        wrongs = aside.get(one.file, set())
        numbers = set(one.numbers) | wrongs
        mine = (taken.get(one.file, set()) & numbers) - wrongs
        others = (there.get(one.file, set()) & numbers) - wrongs - mine
        left = sorted(numbers - wrongs - mine - others)
        rest, lost = (len(left), 0) if one.mapped else (0, len(left))
        named = tuple(f"row {number}" for number in left[:_NAMED])
        more = (f"{len(left) - _NAMED} more",) if len(left) > _NAMED else ()
        counts = (len(numbers) + one.totals, len(mine), len(wrongs), len(others), rest, lost)
        found.append(
            Account(
                one.file,
                one.unit,
                *counts,
                places=(*named, *more),
                totals=one.totals,
                differs=one.differs,
            )
        )
    return found


def losses(accounts: Sequence[Account]) -> Iterator[str]:
    """Give a line for each file of which something went nowhere, or whose totals differ."""
    for one in accounts:
        yield from one.differs
        if one.lost:
            places = f": {', '.join(one.places)}" if one.places else ""
            yield (
                f"{one.file}: of {one.read} {one.unit}, {one.lost} are neither used nor set"
                f" aside nor at another level{places}"
            )


def _places(tables: Tables) -> dict[str, set[int]]:
    """Return the numbers of the rows or lines of each file that tables have something from."""
    found: dict[str, set[int]] = {}
    for table in tables.each().values():
        for origin in table["origin"].tolist():
            if place := _PLACE.match(origin):
                found.setdefault(place[1], set()).add(int(place[2]))
    return found


def _activities(tables: Tables) -> dict[str, int]:
    found: dict[str, int] = {}
    for origin in tables.activities["origin"].tolist():
        if place := _PLACE.match(origin):
            found[place[1]] = found.get(place[1], 0) + 1
    return found
