"""One ``iati-activity`` on its way to rows: what it is, and with whom."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from briefpress.errors import Mistake
from briefpress.model.codelists import codes as codelist
from briefpress.sources.iati import codes
from briefpress.sources.iati.rows import Rows
from briefpress.sources.slug import slug

if TYPE_CHECKING:
    from lxml.etree import _Element

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
Said = list[tuple[str, str]]
"""Texts, each after its language; "" where the file gives none."""
Parts = dict[str, list["_Element"]]


def texts(element: _Element | None) -> Said:
    """Return what an element says: its narratives, or its own text as in 1.0x."""
    if element is None:
        return []
    found = [
        (one.get(LANGUAGE) or "", " ".join(_text(one).split()))
        for one in element
        if one.tag == "narrative"
    ]
    if not found and element.text:
        found = [(element.get(LANGUAGE) or "", " ".join(element.text.split()))]
    return [(language, text) for language, text in found if text]


def _text(one: _Element) -> str:
    return "".join(one.itertext()) if len(one) else one.text or ""


def parts(element: _Element) -> Parts:
    """Return the children by their names: looked for once, not once for every name."""
    found: Parts = {}
    for child in element:
        if isinstance(child.tag, str):
            found.setdefault(child.tag, []).append(child)
    return found


def first(children: Parts, tag: str) -> _Element | None:
    """Return the first child of this name."""
    found = children.get(tag)
    return found[0] if found else None


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
    given = (element.get("iso-date") or element.text or "").strip()  # 1.0x: or as text
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
        self.parts = parts(element)

    def code(self, tag: str, words: dict[str, str]) -> str:
        """Return the word for the ``code`` of a child; one that is not on the list is left out."""
        element = first(self.parts, tag)
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

    def __init__(self, shown: str, known: dict[str, str]) -> None:
        self.shown = shown
        self.known = known
        """Where each activity stands, by its id: of the files before this one too."""
        self.vocabularies: dict[tuple[str, str], list[str]] = {}
        """The addresses that tell a publisher's own vocabularies of one number apart."""
        self.organisations: dict[str, str] = {}
        self.themes: set[tuple[str, str]] = set()


def describe(activity: Activity) -> None:
    """Add the activity itself, and its texts in other languages."""
    element, rows = activity.element, activity.rows
    general = [d for d in activity.parts.get("description", []) if d.get("type", "1") == "1"]
    said = {
        "title": texts(first(activity.parts, "title")),
        "summary": texts(general[0] if general else first(activity.parts, "description")),
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
        hierarchy=(element.get("hierarchy") or "1").strip(),
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


def percentage(given: str | None) -> Decimal | str | None:
    """Return a percentage, or the text as it is: the checks say what is wrong with it."""
    given = (given or "").strip()
    try:
        return Decimal(given).normalize() + 0 if given else None
    except ArithmeticError:
        return given
