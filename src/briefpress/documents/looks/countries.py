"""Countries called by a former or short name where the United Nations writes another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from briefpress.documents.looks.sheets import Leaf, Sheet
from briefpress.model import places
from briefpress.model.finding import Finding

_WORD = re.compile(r"\w+")


def countries(
    sheets: Sequence[Sheet], language: str, organisations: Sequence[str]
) -> Iterator[Finding]:
    """Give each such name in a title or a narrative; what an organisation calls itself is its own.

    Capitals count: turkey is a bird.
    """
    first, every = _first_words(), places.unofficial()
    for text, leaves in _texts(sheets):
        if first.isdisjoint(_WORD.findall(text)):
            continue
        for match in _pattern().finditer(text):
            code = every[match.group()]
            names = [*places.countries()[code].names.values(), *_formal(), *organisations]
            if any(_covers(name, match, text) for name in names):
                continue
            yield Finding(
                "country-name",
                f"'{match.group()}' is not what the United Nations calls this country or area",
                f"Write '{places.name(code, language)}'",
                leaves[0].page,
                leaves[0].place,
            )


def _covers(name: str, match: re.Match[str], text: str) -> bool:
    """Say whether the name that was found is a part of a longer one that stands there."""
    short = match.group()
    at = name.find(short) if len(name) > len(short) else -1
    return at >= 0 and text.startswith(name, match.start() - at)


def _texts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, list[Leaf]]]:
    """Give the text of each block of a page, with its runs."""
    for sheet in sheets:
        runs: dict[object, list[Leaf]] = {}
        for leaf in sheet.leaves:
            if leaf.text:
                runs.setdefault(leaf.room.element, []).append(leaf)
        for leaves in runs.values():
            yield " ".join(leaf.text.strip() for leaf in leaves), leaves


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(places.unofficial(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


@cache
def _first_words() -> frozenset[str]:
    return frozenset(_WORD.findall(name)[0] for name in places.unofficial())


@cache
def _formal() -> tuple[str, ...]:
    """Return the names in all languages that have a short one in them: "Iran" is in the UN's."""
    found: Mapping[str, object] = places.unofficial()
    return tuple(name for name in places.printed() if any(one in name for one in found))
