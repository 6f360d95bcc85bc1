"""A page to activities: repeats dropped, lists under their lead-in, glued sentences apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from briefpress.narrative.page import Line

_MORE = (
    r"(view|read|show|see|learn|load)\s+(more|less|all)|(voir|lire|afficher)\s+(plus|moins)"
    r"|en savoir plus|(ver|leer|mostrar)\s+(más|menos)|read the full story|back to top|print|share"
)
_BULLET = re.compile(
    r"\s*(?:[•●▪‣◦·*–—-]\s*|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S))(?=\S)", re.IGNORECASE
)
_NOTE = re.compile(r"\[\d{1,3}\]|(?<=[a-z.,;”\"])\d{1,2}(?=\s|$)|[¹²³⁴-⁹⁰]+")
_GLUED = re.compile(r"(?<=[a-zà-ÿ)”’\"][.!?])(?=[A-ZÀ-Ý“])|(?<=[A-Z]{2}[.!?])(?=[A-ZÀ-Ý][a-z])")
_END = re.compile(r"(?<=[.!?])[”\"’)]*\s+(?=[A-ZÀ-Ý“\"(¿¡])")
_SHORT = re.compile(
    r"\b(?:no|nos|art|dr|mr|mrs|ms|st|vs|e\.g|i\.e|cf|fig|vol|p|pp|etc|approx)\.$", re.I
)

_LONGEST_HEADING = 12
_LEAST_ALIKE = 40
"""Characters that a line cut off in the middle must share with the whole one."""


@dataclass(frozen=True)
class Passage:
    """What may be one activity: its text, the line it stands on, and what it stands under.

    ``start`` is where the text begins in its line; ``under`` the heading and
    the lead-in, whose places hold where the text itself names none.
    """

    line: int
    start: int
    text: str
    under: str = ""


def passages(lines: Sequence[Line], places_in: Callable[[str], frozenset[str]]) -> list[Passage]:
    """Return the passages of a page, in its order.

    ``places_in`` says which places a text names: a sentence about another place
    than those before it begins a passage of its own.
    """
    found: list[Passage] = []
    heading = lead_in = ""
    listed = False
    for line in _once(_parts(lines)):
        item = _BULLET.match(line.text)
        body = line.text[item.end() :] if item else line.text
        if _is_lead_in(body):
            lead_in, listed = body, False
            continue
        if line.title or (not item and _is_heading(body)):
            heading, lead_in = body, ""
            continue
        if not item and listed:
            lead_in = ""  # the list is over
        listed = listed or bool(item and lead_in)
        under = " ".join(filter(None, [heading, lead_in if item or not listed else ""]))
        offset = len(line.text) - len(body)
        for start, text in _by_place(body, places_in):
            found.append(Passage(line.number, offset + start, text, under))
    return found


def _parts(lines: Iterable[Line]) -> Iterable[Line]:
    """Give lines without "View more" and the like, which may be glued to what follows."""
    for line in lines:
        for piece in re.split(
            rf"(?:^|(?<=\s))(?:{_MORE})(?=$|\s|[A-ZÀ-Ý•–-])", line.text, flags=re.I
        ):
            text = _NOTE.sub("", piece or "").strip()
            if text and not re.fullmatch(_MORE, text, re.I) and _worth(piece, line.text):
                yield replace(line, text=text)


def _worth(piece: str | None, line: str) -> bool:
    """Leave out what re.split gives of the pattern's own groups."""
    return bool(piece) and (piece == line or len((piece or "").split()) > 1)


def _once(lines: Iterable[Line]) -> list[Line]:
    """Drop a line that is said again, whole or cut off in the middle."""
    kept: list[Line] = []
    whole: dict[str, int] = {}
    heads: dict[str, list[int]] = {}
    for line in lines:
        key = _key(line.text)
        if key in whole:
            continue
        head = key[:_LEAST_ALIKE]
        double = False
        for at in heads.get(head, []) if len(key) >= _LEAST_ALIKE else []:
            other = _key(kept[at].text)
            if other.startswith(key):
                double = True  # a shorter copy of what is there
            elif key.startswith(other):
                kept[at], double = replace(kept[at], text=line.text), True
        if not double:
            heads.setdefault(head, []).append(len(kept))
            kept.append(line)
        whole[key] = 1
    return kept


def _key(text: str) -> str:
    plain = re.sub(r"(\.\.\.|…)\s*$", "", text)
    return " ".join(re.findall(r"\w+", _BULLET.sub("", plain, count=1).casefold()))


def _is_lead_in(text: str) -> bool:
    return text.endswith(":") and len(text) < 400


def _is_heading(text: str) -> bool:
    """Say whether a line is a heading: short, without a sentence's end, or all in capitals."""
    words = text.split()
    if text.endswith((".", ";", "!", "?", ",", "…")) or len(words) > 2 * _LONGEST_HEADING:
        return False
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    if letters and capitals > 0.8 * len(letters):
        return True
    return len(words) <= _LONGEST_HEADING and not re.search(_VERB, text)


_VERB = (
    r"\b(launch|organi[sz]|support|train|develop|conduct|publish|provid|assist|establish|hel[dp]"
    r"|work|help|raised|joined|deliver|built|create|adopt|is|are|was|were|has|have|will)\w*\b|: "
)


def _by_place(text: str, places_in: Callable[[str], frozenset[str]]) -> list[tuple[int, str]]:
    """Split a text where a sentence turns to other places; each part with where it begins."""
    parts: list[tuple[int, str]] = []
    here: frozenset[str] = frozenset()
    for start, sentence in sentences(text):
        named = places_in(sentence)
        if parts and (not named or not here or named & here):
            first, _ = parts[-1]
            parts[-1] = (first, text[first : start + len(sentence)])
            here |= named
        else:
            parts.append((start, sentence))
            here = named
    return parts


def sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a text, each with where it begins, glued ones too."""
    cuts = [0]
    for found in re.finditer(f"{_GLUED.pattern}|{_END.pattern}", text):
        before = text[: found.start() + 1].rstrip()
        if not _SHORT.search(before) and found.end() > cuts[-1]:
            cuts.append(found.end())
    ends = [*cuts[1:], len(text)]
    return [
        (start, text[start:end].rstrip())
        for start, end in zip(cuts, ends, strict=True)
        if text[start:end].strip()
    ]
