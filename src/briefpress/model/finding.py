"""A finding: one thing on a finished page that a person should look at before it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """A box on a page, in millimetres from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Finding:
    """What a check saw. How bad it is, the project's ``[checks]`` says (see ``Judged``).

    ``page`` counts from one; 0 is the brief as a whole, and ``place`` is None
    where there is no one place. ``words`` say what was seen, ``hint`` how to mend it.
    """

    check: str
    words: str
    hint: str = ""
    page: int = 0
    place: Place | None = None

    def plain(self) -> dict[str, Any]:
        """Return the finding as JSON has it."""
        return asdict(self)


def read(plain: Mapping[str, Any]) -> Finding:
    """Return a finding from what ``plain`` gave."""
    place = plain.get("place")
    return Finding(
        plain["check"],
        plain["words"],
        plain.get("hint", ""),
        plain.get("page", 0),
        Place(**place) if place else None,
    )


@dataclass(frozen=True)
class Judged:
    """A finding of a brief with its level: "error", "warning" or "allowed", then with a reason."""

    brief: str
    level: str
    finding: Finding
    reason: str = ""

    @property
    def _at(self) -> str:
        """Say where its place begins, so that it is found on paper too."""
        place = self.finding.place
        return f", {place.x:.0f} mm from the left, {place.y:.0f} from the top" if place else ""

    def __str__(self) -> str:
        finding = self.finding
        page = f"page {finding.page}{self._at}: " if finding.page else ""
        allowed = f" (allowed: {self.reason})" if self.reason else ""
        hint = f". {finding.hint}" if finding.hint and not allowed else ""
        return f"{self.brief}: {page}{finding.words}{hint} [{finding.check}]{allowed}"
