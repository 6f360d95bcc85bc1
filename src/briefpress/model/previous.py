"""What a summary sees of the edition before it: figures as they were released, and no rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Previous:
    """A released edition's summary, so far as the next one says what has changed.

    ``numbers`` are those of its facts (values, amounts and rows as their JSON has
    them); ``activities`` have ``id``, ``title``, ``title_language``, ``places``,
    ``start`` and ``end`` (ISO text); ``countries`` count activities by ISO code.
    """

    where: str
    """The folder and the brief, so that a number can be looked up there."""
    start: dt.date
    end: dt.date
    data_date: dt.date
    numbers: Mapping[str, Mapping[str, Any]]
    activities: tuple[Mapping[str, Any], ...]
    countries: Mapping[str, int]

    @property
    def period(self) -> str:
        """Return the years reported, as a key: ``2020-2023``, or ``2023``."""
        years = dict.fromkeys((self.start.year, self.end.year))
        return "-".join(str(year) for year in years)
