"""The gallery's cards: how what is built stands to what would be built now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefpress.desk import folder, snapshot
from briefpress.desk.cards import Card, Cards
from briefpress.desk.mistakes import Shown
from briefpress.desk.snapshot import Snapshot
from briefpress.desk.studio import View
from briefpress.press import manifest

BRIEF = "country/PAK/en"


@pytest.fixture
def now(starter_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return snapshot.take(starter_project, folder.of(starter_project), None)


def card(now: Snapshot, view: View | None = None, **changes: Any) -> Card:
    """Return the card of a brief that was built as it would be now, but for some changes."""
    out = now.project.root / "build"
    (out / "country").mkdir(parents=True, exist_ok=True)
    (out / "country/a.png").write_bytes(b"PNG")
    finding = {"check": "widow", "words": "a line", "hint": "", "page": 1, "place": None}
    entry = {
        "title": "Pakistan",
        "pdf": "country/a.pdf",
        "facts": "country/a.json",
        "thumbnail": "country/a.png",
        "sha256": {"country/a.png": manifest.digest(b"PNG")},
        "pages": 2,
        "state": "fresh",
        "fingerprint": now.print_of(BRIEF).fingerprint,
        "warnings": [],
        "gates": [],
        "findings": [finding],
    } | changes
    (out / "manifest.json").write_text(json.dumps({"briefs": {BRIEF: entry}}))
    return Cards(out).one(now, BRIEF, view)


def test_a_brief_that_is_as_it_would_be_built_is_up_to_date(now: Snapshot) -> None:
    found = card(now)
    assert (found.state, found.pages, found.findings) == ("current", 2, 1)
    assert found.thumbnail
    assert found.picture


@pytest.mark.parametrize(
    ("changes", "state", "reason"),
    [
        ({"fingerprint": "another"}, "changed", ""),
        ({"sha256": {"country/a.png": "another"}}, "changed", ""),
        ({"state": "stale", "reason": "no ink"}, "stale", "no ink"),
        ({"state": "failed", "reason": "no ink", "sha256": {}}, "failed", "no ink"),
    ],
)
def test_every_other_state_is_told(
    now: Snapshot, changes: dict[str, Any], state: str, reason: str
) -> None:
    found = card(now, **changes)
    assert (found.state, found.reason) == (state, reason)


def test_what_went_wrong_at_the_desk_goes_before_what_is_built(now: Snapshot) -> None:
    found = card(now, View(wrong=[Shown("no name")]))
    assert (found.state, found.reason) == ("failed", "no name")


@pytest.mark.parametrize("name", ["../../secret.png", "/etc/passwd", "country/none.png", ""])
def test_a_manifest_leads_to_no_file_outside_of_its_folder(now: Snapshot, name: str) -> None:
    (now.project.root.parent / "secret.png").write_bytes(b"PNG")
    assert card(now, thumbnail=name).thumbnail is None


def test_an_edition_that_was_never_built_has_a_card_for_each_brief(now: Snapshot) -> None:
    found = Cards(now.project.root / "nowhere").of(now, {})
    assert {one.state for one in found} == {"new"}
    assert [one.brief for one in found] == list(now.jobs)
