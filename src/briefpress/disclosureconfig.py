"""``[disclosure]`` of briefs.toml: which counts of people are sensitive, and how they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from briefpress.tomlreader import Section

THRESHOLD = 10
"""Fewer people than this are a small group, unless the project decides otherwise."""


@dataclass(frozen=True)
class Disclosure:
    """What is sensitive: patterns of indicators, ``*`` for anything, capitals alike."""

    sensitive: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    """Indicators that look sensitive, and of which somebody has decided that they are not."""
    threshold: int = THRESHOLD
    decided_by: str = ""
    earlier: tuple[str, ...] = ()
    """Folders of editions that were published before, relative to the project."""

    def is_sensitive(self, indicator: str) -> bool:
        """Say whether an indicator counts people who could be recognised."""
        return _like(indicator, self.sensitive)

    def is_allowed(self, indicator: str) -> bool:
        """Say whether an indicator may be printed as it is."""
        return _like(indicator, self.allowed)


def _like(indicator: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(indicator.casefold(), one.casefold()) for one in patterns)


def disclosure(section: Section, root: Path) -> Disclosure:
    """Read the section [disclosure] of briefs.toml; each mistake is noted in its reader."""
    threshold = section.take("threshold", int, THRESHOLD)
    decided_by = section.take("decided_by", str, "")
    if threshold < 2:
        section.wrong("threshold", f"{threshold} hides nobody: use 2 or more")
    elif threshold != THRESHOLD and not decided_by.strip():
        section.wrong(
            "threshold",
            f"{threshold} is not the usual {THRESHOLD}. Say who decided that:"
            ' decided_by = "name, date"',
        )
    found = Disclosure(
        sensitive=_texts(section, "sensitive"),
        allowed=_texts(section, "allowed"),
        threshold=threshold,
        decided_by=decided_by,
        earlier=_texts(section, "earlier"),
    )
    for one in set(found.sensitive) & set(found.allowed):
        section.wrong("allowed", f"'{one}' is among the sensitive ones too")
    for folder in found.earlier:
        if not (root / folder / "manifest.json").is_file():
            section.wrong("earlier", f"there is no edition in '{folder}': no manifest.json")
    section.finish()
    return found


def _texts(section: Section, key: str) -> tuple[str, ...]:
    listed = section.take(key, list, [])
    if not all(isinstance(one, str) for one in listed or ()):
        section.wrong(key, "must be a list of texts")
        return ()
    return tuple(listed or ())
