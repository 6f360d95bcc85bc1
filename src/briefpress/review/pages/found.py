"""The findings of a finished edition, with the levels that the project gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from briefpress.config import Project
from briefpress.model.finding import Judged
from briefpress.press import manifest

LEVELS = ("error", "warning", "allowed")
"""The worst first."""


def findings(project: Project, out: Path) -> list[Judged]:
    """Return what the build saw on the pages of each brief that it has made, the worst first.

    And of one that it could not make, which check that was.
    """
    found = [
        judged
        for brief, entry in manifest.read(out)["briefs"].items()
        if entry["state"] == "fresh" or "reason" in entry
        for judged in manifest.judged(brief, entry, project.checks)
    ]
    return sorted(found, key=lambda one: LEVELS.index(one.level))


def lines(project: Project, found: Sequence[Judged]) -> Iterator[str]:
    """Give the warnings and what is allowed, and each allowance that nothing needs.

    Errors are what ``check`` gives.
    """
    for one in found:
        if one.level != "error":
            yield f"{one.level.upper()}  {one}"
    for allowance in project.checks.unused(found):
        yield (
            f"WARNING  briefs.toml, [checks] allow: no '{allowance.check}' in"
            f" {allowance.brief} any more ({allowance.reason}). Take it out"
        )


def plain(project: Project, found: Sequence[Judged], pictures: Sequence[str]) -> dict[str, Any]:
    """Return the findings as JSON has them: ``counts`` by level, ``findings``, ``unused``.

    Each finding has its picture as a data URI, if there is one; the last are
    allowances that nothing needs.
    """
    return {
        "counts": {level: sum(one.level == level for one in found) for level in LEVELS},
        "findings": [
            {
                "brief": one.brief,
                "level": one.level,
                **one.finding.plain(),
                **({"reason": one.reason} if one.reason else {}),
                **({"picture": picture} if picture else {}),
            }
            for one, picture in zip(found, pictures, strict=True)
        ],
        "unused": [asdict(one) for one in project.checks.unused(found)],
    }
