"""One ``iati-activity`` to rows: what it is, where, about what, with whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from briefpress.errors import Mistake
from briefpress.model import places
from briefpress.model.codelists import codes as codelist
from briefpress.sources.iati import codes
from briefpress.sources.iati.rows import Rows
from briefpress.sources.slug import slug

if TYPE_CHECKING:
    from lxml.etree import _Element

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
Said = list[tuple[str, str]]
"""Texts, each after its language; "" where the file gives none."""


def texts(element: _Element | None) -> Said:
    """Return what an element says: its narratives, or its own text as in 1.0x."""
    if element is None:
        return []
    found = [
        (one.get(LANGUAGE) or "", " ".join("".join(one.itertext()).split()))
        for one in element
        if one.tag == "narrative"
    ]
    if not found and element.text:
        found = [(element.get(LANGUAGE) or "", " ".join(element.text.split()))]
    return [(language, text) for language, text in found if text]


def best(said: Said, default: str) -> tuple[str, str]:
    """Return the text to print and its language: English if there is one, else the first."""
    for language, text in said:
        if (language or default).lower().startswith("en"):
            return language or default, text
    return (said[0][0] or default, said[0][1]) if said else ("", "")


def date(element: _Element | None) -> str:
    """Return the day of an ``iso-date``: xsd:date may have a time or a zone after it."""
    if element is None:
        return ""
    given = (element.get("iso-date") or "").strip()
    whole = re.fullmatch(r"(\d{4}-\d\d-\d\d)(T.*|Z|[+-]\d\d:\d\d)?", given, re.ASCII)
    return whole[1] if whole else given


class Activity:
    """One activity on its way to rows, with what all its parts need to know."""

    def __init__(self, element: _Element, rows: Rows, mistakes: list[Mistake], file: File) -> None:
        self.element, self.rows, self.mistakes, self.file = element, rows, mistakes, file
        self.id = " ".join((element.findtext("iati-identifier") or "").split())
        self.language = element.get(LANGUAGE) or ""
        self.currency = (element.get("default-currency") or "").strip().upper()
        reporter = element.find("reporting-org")
        self.reporter = (reporter.get("ref") or "").strip() if reporter is not None else ""
        self.parts: dict[str, list[_Element]] = {}
        for child in element:
            if isinstance(child.tag, str):
                self.parts.setdefault(child.tag, []).append(child)

    def first(self, tag: str) -> _Element | None:
        """Return the first child of this name."""
        found = self.parts.get(tag)
        return found[0] if found else None

    def code(self, tag: str, words: dict[str, str]) -> str:
        """Return the word for the ``code`` of a child; one that is not on the list is left out."""
        element = self.first(tag)
        given = (element.get("code") or "").strip() if element is not None else ""
        if element is not None and given and given not in words:
            self.warn(element, f"'{given}' is no code of {tag} and is left out")
        return words.get(given, "")

    def warn(self, element: _Element, found: str) -> None:
        """Note something to look at, which stops nothing."""
        self._say(element, found, "warning")

    def wrong(self, element: _Element, found: str, content: tuple[str, ...] = ()) -> None:
        """Note a mistake: what ``element`` says could not be used."""
        self._say(element, found, "error", content)

    def _say(
        self, element: _Element, found: str, level: str, content: tuple[str, ...] = ()
    ) -> None:
        self.mistakes.append(
            Mistake(
                self.file.shown,
                line=element.sourceline or 0,
                column=str(element.tag),
                found=found,
                id=self.id,
                level="warning" if level == "warning" else "error",
                content=content,
            )
        )


class File:
    """What must be remembered from one activity to the next."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lines: dict[str, int] = {}
        """The line of each activity, by its id."""
        self.organisations: dict[str, str] = {}
        self.themes: set[tuple[str, str]] = set()


def describe(activity: Activity) -> None:
    """Add the activity itself, and its texts in other languages."""
    element, rows = activity.element, activity.rows
    general = [d for d in activity.parts.get("description", []) if d.get("type", "1") == "1"]
    said = {
        "title": texts(activity.first("title")),
        "summary": texts(general[0] if general else activity.first("description")),
    }
    language, title = best(said["title"], activity.language)
    if not title:
        activity.warn(element, "has no title; its identifier stands in for one")
    dates = {d.get("type", ""): date(d) for d in activity.parts.get("activity-date", [])}
    rows.add(
        "activities",
        element.sourceline or 0,
        id=activity.id,
        title=title or activity.id,
        summary=best(said["summary"], activity.language)[1],
        scope=activity.code("activity-scope", codes.SCOPE),
        status=activity.code("activity-status", codes.STATUS),
        hierarchy=(element.get("hierarchy") or "").strip(),
        language=language,
        start_date=next((dates[kind] for kind in codes.START if dates.get(kind)), ""),
        end_date=next((dates[kind] for kind in codes.END if dates.get(kind)), ""),
    )
    for name, narratives in said.items():
        _narratives(activity, name, narratives)


def _narratives(activity: Activity, name: str, said: Said) -> None:
    chosen = best(said, activity.language)
    seen = {chosen[0].lower()}
    for language, text in said:
        known = (language or activity.language).lower()
        if known and known not in seen:
            seen.add(known)
            activity.rows.add(
                "narratives",
                activity.element.sourceline or 0,
                activity=activity.id,
                element=name,
                language=known,
                text=text,
            )


def relate(activity: Activity) -> None:
    """Add the activities that this one belongs with."""
    seen = set()
    for one in activity.parts.get("related-activity", []):
        other, kind = (one.get("ref") or "").strip(), codes.RELATION.get(one.get("type", ""), "")
        if other and kind and (other, kind) not in seen:
            seen.add((other, kind))
            activity.rows.add(
                "related", one.sourceline or 0, activity=activity.id, related=other, type=kind
            )


def take_part(activity: Activity) -> None:
    """Add the participating organisations; one without a reference is known by its name."""
    seen = set()
    for one in activity.parts.get("participating-org", []):
        said = best(texts(one), activity.language)[1]
        ref, name = organisation(one.get("ref"), said, activity)
        role = (one.get("role") or "").strip()
        role = codes.ROLE.get(role, role)
        if not ref:
            activity.warn(one, "names no organisation")
        elif (ref, role) not in seen:
            seen.add((ref, role))
            activity.rows.add(
                "organisations",
                one.sourceline or 0,
                activity=activity.id,
                organisation=ref,
                name=name,
                role=role,
                type=codes.ORGANISATION_TYPE.get((one.get("type") or "").strip(), ""),
            )


def organisation(ref: str | None, name: str, activity: Activity) -> tuple[str, str]:
    """Return id and name of an organisation; the first name that the file gives it stands."""
    known = " ".join((ref or "").split()) or slug(name)
    if not known:
        return "", ""
    names = activity.file.organisations
    if name or known not in names:
        named = name or codelist("OrganisationIdentifier").get(known, known)
        if names.get(known, known) == known:
            names[known] = named
    return known, names[known]


def locate(activity: Activity, element: _Element, transaction: str = "") -> None:
    """Add the countries and regions of an activity, or of one of its transactions."""
    found: dict[str, tuple[str, str, Decimal | str | None, int]] = {}
    twice = ""
    for one in element:
        if one.tag not in ("recipient-country", "recipient-region"):
            continue
        given = (one.get("code") or "").strip()
        if one.tag == "recipient-country":
            place = _country(activity, one, given)
        else:
            place = _region(activity, one, given)
        if not place:
            continue
        share = _number(one.get("percentage"))
        if place in found:
            kind, first, before, line = found[place]
            if (first, before) == (given, share):
                twice = twice or given  # said again: 998 at 100 % twice is not 200 %
                continue
            if isinstance(before, Decimal) and isinstance(share, Decimal):
                found[place] = (kind, first, before + share, line)
        else:
            found[place] = (one.tag, given, share, one.sourceline or 0)
    if twice:
        activity.warn(element, f"'{twice}' is a place of it more than once and counts once")
    countries = any(kind == "recipient-country" for kind, *_ in found.values())
    for place, (kind, _, share, line) in found.items():
        if transaction and countries and kind != "recipient-country":
            continue  # the region around the country that the money is for
        activity.rows.add(
            "places",
            line,
            activity=activity.id,
            transaction=transaction,
            percentage="" if share is None else str(share),
            **{kind.removeprefix("recipient-"): place},
        )


def _country(activity: Activity, one: _Element, given: str) -> str:
    match places.find_country(given) if 2 <= len(given) <= 3 else None:
        case places.Found(code):
            return code
    if given in codes.DAC_REGION:
        return _region(activity, one, given)
    activity.wrong(
        one, f"'{given}' is no country of ISO 3166-1", (given, one.get("percentage") or "")
    )
    return ""


def _region(activity: Activity, one: _Element, given: str) -> str:
    vocabulary = (one.get("vocabulary") or "1").strip()
    if vocabulary == "1" and given in codes.DAC_REGION:
        return codes.DAC_REGION[given]
    if vocabulary == "2" and isinstance(place := places.find_region(given), places.Found):
        return place.code
    if vocabulary == "99":
        activity.warn(
            one, f"'{given}' is a region of the publisher's own and counts as unspecified"
        )
        return codes.UNSPECIFIED
    activity.wrong(one, f"'{given}' is no region", (given, one.get("percentage") or ""))
    return ""


def _number(given: str | None) -> Decimal | str | None:
    """Return a percentage, or the text as it is: the checks say what is wrong with it."""
    given = (given or "").strip()
    try:
        return Decimal(given).normalize() + 0 if given else None
    except InvalidOperation:
        return given


def classify(activity: Activity, element: _Element, transaction: str = "") -> None:
    """Add the sectors of an activity, or of one of its transactions, in all vocabularies."""
    found: dict[tuple[str, str], tuple[Decimal | str | None, int]] = {}
    for one in element:
        if one.tag != "sector":
            continue
        vocabulary = (one.get("vocabulary") or "1").strip()
        vocabulary = codes.SECTOR_VOCABULARY.get(vocabulary, slug(vocabulary))
        key = _theme(activity, one, vocabulary)
        if key:
            share = _number(one.get("percentage"))
            before, line = found.get(key, (None, one.sourceline or 0))
            if isinstance(before, Decimal) and isinstance(share, Decimal):
                share += before
            found[key] = (share if share is not None else before, line)
    for (vocabulary, code), (share, line) in found.items():
        activity.rows.add(
            "themes",
            line,
            activity=activity.id,
            transaction=transaction,
            vocabulary=vocabulary,
            code=code,
            percentage="" if share is None else str(share),
        )


def _theme(activity: Activity, one: _Element, vocabulary: str) -> tuple[str, str] | None:
    """Return the vocabulary and the code of a sector, and add it to the vocabularies if new.

    A code names one theme over all vocabularies and publishers, so only those
    of the DAC stand alone: ``11110``, ``sdg-goal:5``, ``XM-DAC-41121:HEA``.
    """
    said = best(texts(one), activity.language)[1]
    given = " ".join((one.get("code") or "").split()) or slug(said)
    listed = codelist(codes.SECTOR_LIST[vocabulary]) if vocabulary in codes.SECTOR_LIST else {}
    if not given or (vocabulary in ("dac", "dac-3") and given not in listed):
        activity.wrong(one, f"'{given}' is no sector of the DAC", (given, said))
        return None
    if vocabulary in ("dac", "dac-3"):
        code = given
    else:
        owner = activity.reporter if vocabulary.startswith("own") else ""
        code = f"{owner or vocabulary}:{given}"
        if vocabulary == "own-2":
            code = f"{owner or vocabulary}:2:{given}"
    if (vocabulary, code) not in activity.file.themes:
        activity.file.themes.add((vocabulary, code))
        name = listed.get(given) or said or given
        activity.rows.add(
            "vocabularies", one.sourceline or 0, vocabulary=vocabulary, code=code, name=name
        )
    return vocabulary, code


def mark(activity: Activity) -> None:
    """Add policy markers and tags."""
    found: dict[tuple[str, str], tuple[str, str, int]] = {}
    for one in activity.parts.get("policy-marker", []):
        vocabulary = "policy" if (one.get("vocabulary") or "1") in ("1", "DAC") else "policy-own"
        code = (one.get("code") or "").strip()
        name = best(texts(one), activity.language)[1]
        if vocabulary == "policy":
            name = codelist("PolicyMarker").get(code, name)
        strength = (one.get("significance") or "").strip()
        found.setdefault((vocabulary, code), (name, strength, one.sourceline or 0))
    for one in activity.parts.get("tag", []):
        vocabulary = (one.get("vocabulary") or "").strip()
        vocabulary = codes.TAG_VOCABULARY.get(vocabulary, vocabulary or "own")
        name = best(texts(one), activity.language)[1]
        code = (one.get("code") or "").strip() or slug(name)
        found.setdefault((f"tag-{vocabulary}", code), (name, "", one.sourceline or 0))
    for (vocabulary, code), (name, strength, line) in found.items():
        if code:
            activity.rows.add(
                "markers",
                line,
                activity=activity.id,
                vocabulary=vocabulary,
                code=code,
                name=name,
                significance=strength,
            )


PARTS: tuple[Callable[[Activity], None], ...] = (describe, relate, take_part, mark)
