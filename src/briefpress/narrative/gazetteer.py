"""The places that a text names, by their whole names, each with its span; never a guess."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from briefpress.model import places

Sure = Literal["sure", "likely", "for review"]


@dataclass(frozen=True)
class Named:
    """One naming, from ``start`` to ``end`` of the text: what it can mean, and how sure that is.

    ``codes``: ISO alpha-3 of countries, M49 of regions; more than one where the
    name is ambiguous, which is ``for review`` and never a place.
    """

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    kind: str
    sure: Sure


_GIVERS = (
    r"(government|embassy|ambassador|mission|kingdom|ministry of foreign affairs|people"
    r"|gouvernement|ambassade|gobierno|embajada)\s+(of|du|de la|de|d’|del)\s+(the\s+)?$"
)
_GIVING = re.compile(
    r"(fund(ed|s|ing)|support(ed)? (by|from)|support of|contribution|donor|financ\w*"
    r"|generous|grant) [^.;:]{0,60}$",
    re.I,
)
_AFTER_GIVER = re.compile(
    r"\s*(refugee council|red cross|agency for|international development|development"
    r" cooperation|aid\b|church aid|embassy|government\b(?!’s?\s+(of|in)))",
    re.I,
)
_ELSEWHERE = re.compile(r"\s*,\s*(Alabama|California|Connecticut|Florida|Georgia|Illinois|Indiana|"
    r"Kansas|Kentucky|Maine|Maryland|Massachusetts|Michigan|Missouri|New Jersey|New York|Ohio|"
    r"Oregon|Pennsylvania|South Carolina|Tennessee|Texas|Virginia|USA|U\.S\.A?\.?)\b")  # fmt: skip
_BEFORE = re.compile(r"(?:\bNew|\bBank of|\bUniversity of|\bMr\.?|\bMs\.?|\bDr\.?|\bBank)\s+$")
_ALSO_OTHERS = {
    "georgia",
    "jordan",
    "chad",
    "turkey",
    "guinea",
    "congo",
    "korea",
    "micronesia",
    "samoa",
}
"""Names that are also a person's, an American state's, a bird's or other countries'."""


def named(text: str) -> list[Named]:
    """Return every naming of a place in a text, in its order; longer names go before shorter."""
    found: list[Named] = []
    taken = 0
    for match in _pattern().finditer(text):
        if match.start() < taken or not _is_name(match[0]):
            continue
        meaning = _meanings().get(_plain(match[0]))
        if meaning is None or _is_part(text, match):
            continue
        codes, kind = meaning
        found.append(
            Named(
                match.start(), match.end(), match[0], codes, kind, _sure(text, match, codes, kind)
            )
        )
        taken = match.end()
    return found


def countries(text: str) -> frozenset[str]:
    """Return the places that a text surely or likely names, by code."""
    return frozenset(one.codes[0] for one in named(text) if one.sure != "for review")


def _sure(text: str, match: re.Match[str], codes: tuple[str, ...], kind: str) -> Sure:
    before, after = text[: match.start()], text[match.end() :]
    if len(codes) > 1:
        return "for review"
    giver = re.search(_GIVERS, before, re.I) and _GIVING.search(before)
    if giver or _AFTER_GIVER.match(after) or _GIVING.search(before):
        return "for review"
    if _plain(match[0]) in _ALSO_OTHERS and before.strip():
        led = re.search(r"(\b(in|of|to|from|and|across)|[,:])\s*$", before)
        if not led:
            return "for review"
    return "sure" if kind in ("country", "region") else "likely"


def _is_part(text: str, match: re.Match[str]) -> bool:
    """Say whether the name is a part of another: New Mexico, Lebanon in Tennessee, Southern X."""
    before, after = text[: match.start()], text[match.end() :]
    return bool(
        _BEFORE.search(before)
        or _ELSEWHERE.match(after)
        or re.match(r"[-‑]\w", after)
        or re.match(r"\s+(Union|Commission|Parliament|Court|Development Bank|Economic)\b", after)
        or re.search(r"\w[-‑]$", before)
    )


def _is_name(word: str) -> bool:
    """A name begins with a capital, or is of a script that has none."""
    first = word[0]
    return first.isupper() or (not first.isascii() and first.lower() == first.upper())


def _plain(word: str) -> str:
    return places.normalise(word)


@cache
def _meanings() -> Mapping[str, tuple[tuple[str, ...], str]]:
    """Return normalised names with the places that each can mean, and what kind of name it is."""
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for row in _rows():
        found.setdefault(_plain(row["name"]), ((row["iso3"],), row["kind"]))
    for word, codes in places.adjectives().items():
        found[_plain(word)] = (tuple(sorted(codes)), "adjective")
    for word, code in _REGIONAL.items():
        found[_plain(word)] = ((code,), "adjective")
    for word, code in places.region_words().items():
        if code != places.WORLD:
            found[word] = ((code,), "region")
    for word, codes in places.country_words().items():
        found[word] = (codes, "country")
    for word in ("congo", "guinea", "korea"):
        found[word] = (_AMBIGUOUS[word], "country")
    return {word: meaning for word, meaning in found.items() if len(word) > 3 or word in _SMALL_OK}


_REGIONAL = {
    "African": "002",
    "West African": "011",
    "East African": "014",
    "Southern African": "018",
    "North African": "015",
    "Asian": "142",
    "Central Asian": "143",
    "South Asian": "034",
    "European": "150",
    "Latin American": "419",
    "South American": "005",
    "Central American": "013",
    "Caribbean": "029",
}
"""Adjectives of regions; those of countries are in ``places.adjectives``."""

_AMBIGUOUS = {
    "congo": ("COD", "COG"),
    "guinea": ("GIN", "GNB", "GNQ", "PNG"),
    "korea": ("KOR", "PRK"),
}
_SMALL_OK = {"usa", "uae", "drc"}
"""Short names that are no other word."""


@cache
def _pattern() -> re.Pattern[str]:
    """Find runs of words that may be a name; what each is, ``_meanings`` says."""
    words: list[str] = []
    for row in _rows():
        words.append(row["name"])
    words += [*places.adjectives(), *_REGIONAL]
    words += places.spellings()
    unique = sorted({_loose(word) for word in words if word}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(unique)})(?!\w)", re.IGNORECASE)


def _loose(word: str) -> str:
    """Write a name so that it is found with any apostrophe, dash, spacing or accent."""
    signs = []
    for sign in unicodedata.normalize("NFC", word):
        base = unicodedata.normalize("NFD", sign)[0]
        if sign in "'’‘ʼ`´":
            signs.append("['’‘ʼ`´]")
        elif sign in "-‐‑–":
            signs.append("[-‐‑–]")
        elif sign.isspace():
            signs.append(r"\s+")
        elif base != sign:
            signs.append(f"[{re.escape(sign)}{re.escape(base)}]")
        else:
            signs.append(re.escape(sign))
    return "".join(signs)


@cache
def _rows() -> list[dict[str, str]]:
    path = Path(__file__).with_name("reference") / "places.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
