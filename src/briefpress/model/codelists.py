"""The IATI code lists: what a code is called. ``reference/iati/README.md`` says where from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("reference") / "iati"


@dataclass(frozen=True)
class Mapped:
    """Where a code list holds: the XPath of the attribute, and the condition on its element.

    ``complete``: a code that is not on the list is wrong; else it may be one
    that the list does not have yet.
    """

    path: str
    codelist: str
    condition: str
    complete: bool


def codes(name: str) -> Mapping[str, str]:
    """Return the codes of a list with their English names. Raises KeyError for no such list."""
    found: Mapping[str, str] = _lists()[name]["codes"]
    return found


@cache
def theme_names(language: str) -> Mapping[str, str]:
    """Return what the standard calls themes in another language, by their English names."""
    path = _FOLDER / f"names-{language}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


THEMES = ("Sector", "SectorCategory", "UNSDG-Goals", "UNSDG-Targets")
"""The lists that name themes, as ``reference/iati/trim.py`` has them."""


@cache
def english_themes() -> frozenset[str]:
    """Return what the standard calls themes in English: in another language that is marked."""
    return frozenset(name for one in THEMES for name in codes(one).values())


@cache
def mapped() -> tuple[Mapped, ...]:
    """Return where each list holds, in the order of the standard's mapping."""
    rows = json.loads((_FOLDER / "mapping.json").read_text(encoding="utf-8"))
    return tuple(
        Mapped(path, name, condition, _lists()[name]["complete"])
        for path, name, condition in rows
        if name in _lists()
    )


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = json.loads((_FOLDER / "codelists.json").read_text(encoding="utf-8"))
    return lists
