"""What a person's data file has, as a look at it found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from briefpress.disclosureconfig import Disclosure
from briefpress.growing.hints import Hints


@dataclass(frozen=True)
class Looked:
    """What a data file has, and how it is to be read.

    ``sources`` is the text of its ``[[source]]``; ``asks`` are the hints that would
    let more of it be read, each with its question; ``lines`` say what was found.
    """

    file: Path
    hints: Hints
    sources: str
    start: dt.date
    end: dt.date
    dated: bool
    saved: dt.date
    currency: str
    converted: bool
    vocabulary: str
    hierarchy: int
    """The level of its activities that is reported, 0 where it has not several."""
    reporter: str
    keys: dict[str, int]
    """How many briefs there would be over each dimension."""
    largest: dict[str, int]
    """How many activities the largest of them has."""
    lines: tuple[str, ...]
    asks: dict[str, str]
    disclosure: Disclosure = field(default_factory=Disclosure)
    """What a build would ask for: counts of people who could be recognised, and headings."""
