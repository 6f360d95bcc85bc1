"""``[disclosure]`` of briefs.toml: which counts of people are sensitive, and how they are kept."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from briefpress.errors import did_you_mean
from briefpress.tomlreader import Section

THRESHOLD = 10
"""Fewer people than this are a small group, unless the project decides otherwise."""

BASE = 5
METHODS = ("suppress", "round")
LEVELS = ("country", "province", "any")
"""How near a place may be that a text names: a country or region, its provinces, anything."""

LONG_ENOUGH = 32
"""Characters of the key of rounding: as hexadecimal digits 128 bits, which nobody guesses."""
MAKE_A_KEY = 'python -c "import secrets; print(secrets.token_hex(16))"'


@dataclass(frozen=True)
class Reviewed:
    """A text that somebody has read, by its ``fingerprint``, and lets pass as it is."""

    text: str
    by: str
    why: str


@dataclass(frozen=True)
class Disclosure:
    """What is sensitive: patterns of indicators, ``*`` for anything, capitals alike.

    ``method``: small counts are suppressed, or all are rounded to multiples of
    ``base``; ``key`` names the environment variable with the key of rounding.
    ``narrative``: whether texts are scanned; None: those of activities with
    sensitive results.
    """

    sensitive: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    """Indicators that look sensitive, and of which somebody has decided that they are not."""
    threshold: int = THRESHOLD
    decided_by: str = ""
    earlier: tuple[str, ...] = ()
    """Folders of editions that were published before, relative to the project."""
    method: str = "suppress"
    base: int = BASE
    key: str = ""
    allowed_columns: tuple[str, ...] = ()
    """Headings that look as if each row were a person, and are not, as somebody has decided."""
    agency_identifiers: bool = True
    """Whether the organisations that report sensitive counts may be named."""
    narrative: bool | None = None
    permitted_level: str = "province"
    reviewed: tuple[Reviewed, ...] = ()

    def is_sensitive(self, indicator: str) -> bool:
        """Say whether an indicator counts people who could be recognised."""
        return _like(indicator, self.sensitive)

    def is_allowed(self, indicator: str) -> bool:
        """Say whether an indicator may be printed as it is."""
        return _like(indicator, self.allowed)

    @property
    def secret(self) -> bytes:
        """Return the key of rounding; nothing where counts are not rounded."""
        return os.environ.get(self.key, "").encode() if self.method == "round" else b""


def _like(indicator: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(indicator.casefold(), one.casefold()) for one in patterns)


def disclosure(section: Section, root: Path) -> Disclosure:
    """Read the section [disclosure] of briefs.toml; each mistake is noted in its reader."""
    decided_by = section.take("decided_by", str, "")
    threshold = section.take("threshold", int, THRESHOLD)
    base = section.take("base", int, BASE)
    method = _one_of(section, "method", METHODS)
    key = section.take("key", str, "")
    narrative = section.take("narrative", bool, True) if "narrative" in section.data else None
    if threshold < 2:
        section.wrong("threshold", f"{threshold} hides nobody: use 2 or more")
    elif threshold != THRESHOLD:
        _decided(section, "threshold", f"{threshold} is not the usual {THRESHOLD}")
    if base < 3:
        section.wrong("base", f"{base} hides nobody: use 3 or more")
    elif base < BASE:
        _decided(section, "base", f"{base} is less than the usual {BASE}")
    if method == "round":
        _require_key(section, key)
    if narrative is False:
        _decided(section, "narrative", "texts are not to be read for names and numbers")
    found = Disclosure(
        sensitive=_texts(section, "sensitive"),
        allowed=_texts(section, "allowed"),
        threshold=threshold,
        decided_by=decided_by,
        earlier=_texts(section, "earlier"),
        method=method,
        base=base,
        key=key,
        allowed_columns=_texts(section, "allowed_columns"),
        agency_identifiers=section.take("agency_identifiers", bool, True),
        narrative=narrative,
        permitted_level=_one_of(section, "permitted_level", LEVELS, "province"),
        reviewed=_reviewed(section),
    )
    if method == "round" and "threshold" in section.data:
        section.wrong("threshold", "is for suppression; with method = \"round\" say 'base'")
    if method != "round" and {"base", "key"} & section.data.keys():
        wrong = "base" if "base" in section.data else "key"
        section.wrong(wrong, 'is for rounding only: add method = "round", or take it out')
    for one in set(found.sensitive) & set(found.allowed):
        section.wrong("allowed", f"'{one}' is among the sensitive ones too")
    for folder in found.earlier:
        if not (root / folder / "manifest.json").is_file():
            section.wrong("earlier", f"there is no edition in '{folder}': no manifest.json")
    section.finish()
    return found


def _decided(section: Section, key: str, found: str) -> None:
    by = section.data.get("decided_by")
    if not isinstance(by, str) or not by.strip():
        section.wrong(key, f'{found}. Say who decided that: decided_by = "name, date"')


def _require_key(section: Section, key: str) -> None:
    """Rounding that anybody can repeat is computed back: it needs a key that few people have."""
    how = (
        f"Make one with {MAKE_A_KEY}, put it into the environment, and keep it as long as editions"
    )
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key):
        section.wrong(
            "key" if key else "method",
            'rounding needs a key that stays inside: key = "DISCLOSURE_KEY" names the variable'
            f" of the environment that holds it. {how}",
        )
    elif len(os.environ.get(key, "")) < LONG_ENOUGH:
        section.wrong(
            "key",
            f"the environment has no '{key}' of {LONG_ENOUGH} characters or more."
            f" {how}, for with another key the same counts are rounded otherwise",
        )


def _reviewed(section: Section) -> tuple[Reviewed, ...]:
    keys = ("text", "by", "why")
    found = []
    for entry in section.take("reviewed", list, []) or ():
        if not isinstance(entry, dict):
            section.wrong("reviewed", "needs [[disclosure.reviewed]] with text, by and why")
            continue
        for key in entry:
            if key not in keys:
                section.wrong("reviewed", f"unknown key '{key}'.{did_you_mean(key, keys)}")
        values = [entry.get(key) for key in keys]
        empty = [
            key
            for key, value in zip(keys, values, strict=True)
            if not isinstance(value, str) or not value.strip()
        ]
        if empty:
            said = f"'{empty[0]}' is missing; say who has read the text, and why it may stay"
            section.wrong("reviewed", f"{entry.get('text', '')!s:.16}: {said}")
            continue
        found.append(Reviewed(*map(str, values)))
    return tuple(found)


def _one_of(section: Section, key: str, allowed: tuple[str, ...], default: str = "") -> str:
    value = str(section.take(key, str, default or allowed[0]))
    if value not in allowed:
        hint = did_you_mean(value, allowed)
        section.wrong(key, f"'{value}' is not understood.{hint} It can be: {', '.join(allowed)}")
        return default or allowed[0]
    return value


def _texts(section: Section, key: str) -> tuple[str, ...]:
    listed = section.take(key, list, [])
    if not all(isinstance(one, str) for one in listed or ()):
        section.wrong(key, "must be a list of texts")
        return ()
    return tuple(listed or ())
