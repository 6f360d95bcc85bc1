"""An edition cut into shards, so that several machines make a part each: ``3/8``.

Briefs are dealt by a hash of their names and not by their order, so that a new
country moves few of them to another shard, and what a shard has kept from the
last time is still its own. The languages of one brief are neighbours: they
have their charts in common.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefpress.errors import ProjectError


@dataclass(frozen=True)
class Shard:
    """One of ``count`` parts of an edition; ``number`` counts from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, briefs: Iterable[str]) -> list[str]:
        """Return the briefs that fall to this shard, in their order.

        No shard has more than one brief more than another.
        """
        briefs = list(briefs)
        own = {
            brief
            for at, brief in enumerate(sorted(briefs, key=_place))
            if at * self.count // len(briefs) + 1 == self.number
        }
        return [brief for brief in briefs if brief in own]


def shard(text: str) -> Shard:
    """Read ``3/8``. Raises ProjectError when it is no shard."""
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    read = Shard(int(found[1]), int(found[2])) if found else Shard(0, 0)
    if not 1 <= read.number <= read.count:
        raise ProjectError(f"'{text}' is no shard. The third of eight is 3/8")
    return read


def _place(brief: str) -> tuple[str, str]:
    return hashlib.sha256(brief.rpartition("/")[0].encode()).hexdigest(), brief
