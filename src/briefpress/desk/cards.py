"""The edition's briefs as the gallery shows them: what each is, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefpress.desk import kept
from briefpress.desk.snapshot import Snapshot
from briefpress.desk.studio import View
from briefpress.errors import BriefError
from briefpress.press import manifest
from briefpress.press.data import CACHE
from briefpress.press.files import Hashes

STATES = ("current", "changed", "stale", "failed", "new")
"""Built as it would be built now; would be another; an earlier build's stands in, because
the last one failed; cannot be made; not built yet."""


@dataclass(frozen=True)
class Card:
    """A brief: ``findings`` counts what the checks saw on its pages that is not allowed."""

    brief: str
    kind: str
    language: str
    title: str
    state: str
    pages: int = 0
    findings: int = 0
    reason: str = ""
    thumbnail: Path | None = None

    @property
    def picture(self) -> str:
        """Return what tells its picture from an earlier one; "" without one."""
        try:
            return str(self.thumbnail.stat().st_mtime_ns) if self.thumbnail else ""
        except OSError:
            return ""


class Cards:
    """The cards of one project, with the hashes of its built files, read once."""

    def __init__(self, out: Path) -> None:
        self.out, self._hashes = out, Hashes()

    def of(self, now: Snapshot, views: Mapping[str, View]) -> list[Card]:
        """Return a card for each brief, in the order of the edition."""
        built = manifest.read(self.out)["briefs"]
        return [self._card(now, brief, built.get(brief), views.get(brief)) for brief in now.jobs]

    def one(self, now: Snapshot, brief: str, view: View | None) -> Card:
        """Return the card of one brief."""
        return self._card(now, brief, manifest.read(self.out)["briefs"].get(brief), view)

    def _card(
        self, now: Snapshot, brief: str, entry: manifest.Entry | None, view: View | None
    ) -> Card:
        job = now.jobs[brief]
        try:
            made_of = now.print_of(brief).fingerprint
            wrong = view.wrong[0].found if view and view.wrong else ""
        except BriefError as error:  # too many rows
            made_of, wrong = "", str(error)
        state, reason = self._state(entry, made_of)
        if wrong:
            state, reason = "failed", wrong
        pages, picture = (entry["pages"], self._picture(entry)) if entry else (0, None)
        judged = manifest.judged(brief, entry, now.project.checks) if entry else []
        made = kept.picture(now.folder / CACHE, made_of) if state != "current" else None
        return Card(
            brief,
            job.kind.name,
            job.language,
            job.title,
            state,
            pages,
            sum(one.level != "allowed" for one in judged),
            reason,
            made or picture,
        )

    def _state(self, entry: manifest.Entry | None, made_of: str) -> tuple[str, str]:
        if entry is None:
            return "new", ""
        if entry["state"] in ("failed", "stale"):
            return entry["state"], entry.get("reason", "")
        same = entry["fingerprint"] == made_of
        if same and manifest.in_place(self.out, entry, self._hashes.of):
            return "current", ""
        return "changed", ""

    def _picture(self, entry: manifest.Entry) -> Path | None:
        """Return the picture that a build has left; never a file outside of its folder."""
        path = (self.out / str(entry.get("thumbnail", ""))).resolve()
        inside = path.is_relative_to(self.out.resolve())
        return path if inside and path.suffix == ".png" and path.is_file() else None
