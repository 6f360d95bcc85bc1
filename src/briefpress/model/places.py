"""Countries, areas and regions: the only module that knows them.

Codes are ISO 3166-1 (``XKX`` for Kosovo, which ISO does not list) and the M49
standard of the UN Statistics Division; names are those that the UN uses.
``reference/README.md`` says where each comes from and what was changed.

A place is found by its whole name and never by a part of it: Niger is not
Nigeria, Oman is not in "women", and Southern Africa is no country.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")

WORLD = "001"
UNSPECIFIED = "998"
"""IATI region 998, "developing countries, unspecified": money that no place can be given to."""

_UNSPECIFIED = {
    "en": "Unspecified",
    "fr": "Non précisé",
    "es": "No especificado",
    "ru": "Не указано",
    "zh": "未指明",
    "ar": "غير محدد",
}
# High enough that "England" is not taken for Greenland, low enough for "Lybia".
_LIKE = 0.8
_IN_FULL = {"st": "saint", "ste": "sainte", "is": "islands", "rep": "republic", "dem": "democratic"}
# Arabic letters that writers use for one another, and the stroke that only stretches a word.
_ARABIC = str.maketrans("ىة", "يه", "ـ")
_APOSTROPHES = "'’‘ʼʻ`´"


@dataclass(frozen=True)
class Country:
    """One country or area of the M49 standard, or Kosovo, whose ``m49`` is empty.

    ``latitude`` and ``longitude`` are the degrees of a point for a marker on a
    map. ``region``, ``subregion`` and ``intermediate`` are M49 codes (``002``
    Africa, ``202`` Sub-Saharan Africa, ``014`` Eastern Africa). ``names`` has
    the UN's name in each of ``LANGUAGES``.
    """

    iso3: str
    iso2: str
    m49: str
    latitude: float | None
    longitude: float | None
    region: str
    subregion: str
    intermediate: str | None
    names: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Region:
    """One region of the M49 standard; only the world has no ``parent``."""

    code: str
    parent: str | None
    names: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Found:
    """The text means this place: an ISO alpha-3 code, or a region's M49 code."""

    code: str


@dataclass(frozen=True)
class Ambiguous:
    """The text can mean more than one country ("Congo"); a person has to choose."""

    text: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """The text is no such place.

    ``nearest`` is the code of what was probably meant: for a hint, never for
    use. ``region`` is filled where a country was looked for and a region named.
    """

    text: str
    nearest: str | None
    region: str | None = None


@cache
def countries() -> Mapping[str, Country]:
    """Return the 250 countries and areas by ISO alpha-3 code.

    Source: OCHA's taxonomy of countries and territories; codes and regions are
    those of the M49 standard, UN Statistics Division.
    """
    return {
        row["iso3"]: Country(
            iso3=row["iso3"],
            iso2=row["iso2"],
            m49=row["m49"],
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            region=row["region"],
            subregion=row["subregion"],
            intermediate=row["intermediate"] or None,
            names=_names(row),
        )
        for row in _rows("countries.csv")
    }


@cache
def regions() -> Mapping[str, Region]:
    """Return the regions by code. Source: M49 standard, UN Statistics Division."""
    return {
        row["code"]: Region(row["code"], row["parent"] or None, _names(row))
        for row in _rows("regions.csv")
    }


@cache
def adjectives() -> Mapping[str, tuple[str, ...]]:
    """Return English adjectives and demonyms ("Afghan"), each with the countries it can mean.

    For narrative only: in a column of countries an adjective is a mistake, and
    ``find_country`` refuses it ("Argentine" is French for the country, too).
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("aliases.csv"):
        if row["kind"] == "adjective":
            found[row["alias"]] = (*found.get(row["alias"], ()), row["iso3"])
    return found


def name(code: str, language: str = "en") -> str:
    """Return the UN's name of a country (ISO alpha-3) or region (M49); English if there is none.

    A page that names Kosovo owes a footnote: that is the caller's affair.
    """
    if code == UNSPECIFIED:
        return _UNSPECIFIED.get(language, _UNSPECIFIED["en"])
    place = countries().get(code) or regions().get(code)
    if place is None:
        raise KeyError(f"'{code}' is neither an ISO alpha-3 code nor an M49 region code")
    return place.names.get(language) or place.names["en"]


def within_words(code: str, language: str) -> str:
    """Return a place as it stands in a sentence ("au Pakistan"); "" in no language of ours."""
    if code == UNSPECIFIED or language not in LANGUAGES:
        return ""
    return _within_words()[code][language]


def top_region(code: str) -> str:
    """Return the M49 code of the continent: "002" for KEN, 014 and 002 alike.

    "001", the world, for itself and for Antarctica, which M49 puts in no
    continent. No place ("") has no region (""), nor has an unspecified one.
    """
    if code in ("", UNSPECIFIED):
        return ""
    if code in countries():
        return countries()[code].region
    parent = regions()[code].parent
    return top_region(parent) if parent and parent != WORLD else code


@cache
def within(code: str) -> frozenset[str]:
    """Return the countries of a region, a country itself; of the world or no place, all."""
    every = countries()
    if code in every:
        return frozenset([code])
    if code in (WORLD, UNSPECIFIED):
        return frozenset(every)
    return frozenset(
        iso3
        for iso3, area in every.items()
        if code in (area.region, area.subregion, area.intermediate)
    )


@lru_cache(maxsize=10_000)
def find_country(text: str) -> Found | Ambiguous | Unknown:
    """Return the country that a whole cell names.

    Accepts ISO codes of two or three letters (all capital or all small), the
    UN's names in six languages and the aliases of ``reference/aliases.csv``.
    Case, accents, punctuation and "the" do not matter. No numbers: 498 is
    Moldova in M49 and "America, regional" in the DAC's list.
    """
    word = _visible(text).strip()
    code = _country_codes().get(word.upper())
    if code and (word.isupper() or word.islower()):
        return Found(code)
    codes = country_words().get(normalise(text), ())
    if codes:
        return Found(codes[0]) if len(codes) == 1 else Ambiguous(text, codes)
    if isinstance(region := find_region(text), Found):
        return Unknown(text, None, region.code)
    near = code or _nearest(normalise(text))
    return Unknown(text, None, near) if near in regions() else Unknown(text, near)


@lru_cache(maxsize=1_000)
def find_region(text: str) -> Found | Unknown:
    """Return the M49 region that a whole cell names, by its code (``2`` or ``002``) or a name."""
    code = _visible(text).strip().zfill(3)
    if code in regions():
        return Found(code)
    key = normalise(text)
    if key in region_words():
        return Found(region_words()[key])
    near = _nearest(key)
    return Unknown(text, near if near in regions() else None)


def normalise(text: str) -> str:
    """Return what the spellings of a name have in common: "cote divoire" for "CÔTE D’IVOIRE".

    Small letters and digits without accents, single spaces, no "the"; "&" and a
    few abbreviations ("St.", "Rep.") in full.
    """
    plain = unicodedata.normalize("NFKD", _visible(text))
    plain = unicodedata.normalize("NFKD", plain.casefold()).translate(_ARABIC)
    letters = "".join(
        sign if sign.isalnum() else " "
        for sign in plain.replace("&", " and ")
        if sign not in _APOSTROPHES and unicodedata.category(sign) != "Mn"
    )
    return " ".join(_IN_FULL.get(word, word) for word in letters.split() if word != "the")


def _visible(text: str) -> str:
    """Drop the signs that nobody sees: byte-order marks, marks of writing direction, joiners."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _nearest(key: str) -> str | None:
    """Return the code of the country or region whose name is most like the normalised text."""
    alike = dict.fromkeys([*_by_sign()[0].get(key[:1], ()), *_by_sign()[1].get(key[-2:], ())])
    close = difflib.get_close_matches(key, alike, n=1, cutoff=_LIKE)
    return _everything()[close[0]] if close else None


@cache
def _by_sign() -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """Return all names by their first sign and by their last two: few people mistype both."""
    first: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    for known in _everything():
        first.setdefault(known[:1], []).append(known)
        last.setdefault(known[-2:], []).append(known)
    return first, last


@cache
def _everything() -> Mapping[str, str | None]:
    """All that a mistyped cell may have meant; None where the right word is ambiguous itself."""
    meanings = {normalise(word): codes for word, codes in adjectives().items()} | country_words()
    known = {word: codes[0] if len(codes) == 1 else None for word, codes in meanings.items()}
    return region_words() | known


@cache
def _within_words() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: _names(row) for row in _rows("within.csv")}


@cache
def _country_codes() -> Mapping[str, str]:
    return {code: iso3 for iso3, area in countries().items() for code in (area.iso2, iso3)}


@cache
def country_words() -> dict[str, tuple[str, ...]]:
    """Normalised names and aliases, each with the countries that it can mean."""
    words = [(row["alias"], row) for row in _rows("aliases.csv") if row["kind"] != "adjective"]
    for row in _rows("countries.csv"):
        words += [(word, row) for word in (*_names(row).values(), row["en_formal"]) if word]
    meanings: dict[str, set[str]] = {}
    for word, row in words:
        meanings.setdefault(normalise(word), set()).add(row["iso3"])
    return {word: tuple(sorted(codes)) for word, codes in meanings.items()}


@cache
def spellings() -> tuple[str, ...]:
    """Return every name and alias of a country or region as it is written, in all languages."""
    words = [row["alias"] for row in _rows("aliases.csv")]
    for row in _rows("countries.csv"):
        words += [*_names(row).values(), row["en_formal"]]
    for row in _rows("regions.csv"):
        words += [*_names(row).values(), *row["aliases"].split("|")]
    return tuple(dict.fromkeys(filter(None, words)))


@cache
def unofficial() -> Mapping[str, str]:
    """Return former and short names that the UN does not print, each with its ISO alpha-3 code.

    "Burma", "Ivory Coast", "Russia"; not abbreviations, nor "United Kingdom" and
    "United States", which the United Nations Editorial Manual has as short forms. Latin and
    Cyrillic only: in Arabic and Chinese, a name cannot be told from a part of a word.
    """
    official = set(printed())
    return {
        row["alias"]: row["iso3"]
        for row in _rows("aliases.csv")
        if (row["kind"] in ("former", "short") or row["alias"] == "Ivory Coast")
        and row["iso3"] not in ("GBR", "USA")
        and row["alias"] not in official
        and re.fullmatch(r"(?=.*[a-zа-я]{3})[A-Za-zÀ-ÿА-яё’' -]+", row["alias"])
    }


@cache
def printed() -> tuple[str, ...]:
    """Return the UN's names of all countries and regions, in all languages, and the formal ones."""
    words: list[str] = []
    for row in _rows("countries.csv"):
        words += [*_names(row).values(), row["en_formal"]]
    for row in _rows("regions.csv"):
        words += _names(row).values()
    return tuple(dict.fromkeys(filter(None, words)))


@cache
def region_words() -> dict[str, str]:
    """Return normalised names and aliases of regions with their M49 codes."""
    return {
        normalise(word): row["code"]
        for row in _rows("regions.csv")
        for word in (*_names(row).values(), *row["aliases"].split("|"))
        if word
    }


def _names(row: Mapping[str, str]) -> dict[str, str]:
    return {language: row[language] for language in LANGUAGES}


@cache
def _rows(file: str) -> list[dict[str, str]]:
    path = Path(__file__).with_name("reference") / file
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
