"""The section [checks] of briefs.toml: how bad each finding is, and what is allowed, with why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from briefpress.errors import did_you_mean

if TYPE_CHECKING:
    from briefpress.model.finding import Finding, Judged
    from briefpress.tomlreader import Section

LEVELS = ("error", "warning", "off")

CHECKS = {
    "page-budget": "error",
    "half-empty-page": "warning",
    "heading-at-foot": "error",
    "table-header": "error",
    "outside": "error",
    "overlap": "error",
    "empty-block": "warning",
    "widow": "warning",
    "link": "error",
    "resolution": "warning",
    "chart-label": "warning",
    "date": "warning",
    "number": "warning",
    "narrative": "warning",
    "country-name": "warning",
    "missing-glyph": "error",
}
"""Every check of finished pages, and its level where briefs.toml sets none. docs/checks.md."""


ALWAYS = {"missing-glyph": "PDF/A and PDF/UA forbid it, so the brief is not made"}
"""Checks that no project can take another way, with why."""


@dataclass(frozen=True)
class Allowance:
    """Findings of a check that somebody has looked at: in these briefs, for this reason."""

    check: str
    brief: str
    reason: str

    def covers(self, check: str, brief: str) -> bool:
        """Say whether it is meant for a brief; ``country/PAK`` is all languages of it."""
        return check == self.check and any(
            fnmatchcase(brief, one) for one in (self.brief, f"{self.brief}/*")
        )


@dataclass(frozen=True)
class Checks:
    """What a project says of its checks; where it says nothing, ``CHECKS`` holds."""

    levels: tuple[tuple[str, str], ...] = ()
    allowed: tuple[Allowance, ...] = ()

    def level(self, check: str) -> str:
        """Return "error", "warning" or "off"; what this version does not know is a warning."""
        return dict(self.levels).get(check) or CHECKS.get(check, "warning")

    def judge(self, brief: str, findings: Iterable[Finding]) -> list[Judged]:
        """Return a brief's findings with their levels, without those that are off."""
        from briefpress.model.finding import Judged

        found = []
        for finding in findings:
            level = self.level(finding.check)
            allowance = next((o for o in self.allowed if o.covers(finding.check, brief)), None)
            if level == "off":
                continue
            if allowance:
                found.append(Judged(brief, "allowed", finding, allowance.reason))
            else:
                found.append(Judged(brief, level, finding))
        return found

    def unused(self, judged: Sequence[Judged]) -> list[Allowance]:
        """Return the allowances that no finding of an edition needs."""
        return [
            one
            for one in self.allowed
            if not any(one.covers(found.finding.check, found.brief) for found in judged)
        ]


def checks(section: Section) -> Checks:
    """Read the section [checks] of briefs.toml; each mistake is noted in its reader."""
    levels = []
    for check in CHECKS:
        level = section.take(check, str, CHECKS[check])
        if level not in LEVELS:
            section.wrong(check, f"'{level}' is no level. It can be: {', '.join(LEVELS)}")
        elif check in ALWAYS and level != "error":
            section.wrong(check, f"is an error always: {ALWAYS[check]}")
        elif check in section.data:
            levels.append((check, level))
    listed = section.take("allow", list, [])
    allowed = tuple(one for entry in listed or () if (one := _allowance(section, entry)))
    section.finish()
    return Checks(tuple(levels), allowed)


def _allowance(section: Section, entry: object) -> Allowance | None:
    keys = ("check", "brief", "reason")
    if not isinstance(entry, dict):
        section.wrong("allow", 'needs { check = "…", brief = "country/PAK", reason = "…" }')
        return None
    for key in entry:
        if key not in keys:
            section.wrong("allow", f"unknown key '{key}'.{did_you_mean(key, keys)}")
    values = [entry.get(key) for key in keys]
    for key, value in zip(keys, values, strict=True):
        if not isinstance(value, str) or not value.strip():
            section.wrong("allow", f"'{key}' is missing; it must be text")
            return None
    check, brief, reason = map(str, values)
    if check not in CHECKS:
        section.wrong("allow", f"there is no check '{check}'.{did_you_mean(check, CHECKS)}")
    if check in ALWAYS:
        section.wrong("allow", f"'{check}' cannot be allowed: {ALWAYS[check]}")
    return Allowance(check, brief, reason)
