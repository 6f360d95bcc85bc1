"""build/index.html: the edition as a page to browse, from the disk or from any web server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from briefpress import language
from briefpress.config import Project
from briefpress.documents.bidi import directed
from briefpress.documents.template import environment
from briefpress.documents.texts import texts
from briefpress.language import Names, Text
from briefpress.press.manifest import Entry
from briefpress.usage import direction, own_name

FILTERS = ("country", "theme", "donor")
"""What briefs are found by, beside words and languages."""


def gallery(project: Project, names: Names, briefs: Mapping[str, Entry]) -> bytes:
    """Return the page in the edition's first language, as UTF-8."""
    text = language.text(project.edition.languages[0], names, project.root)
    return page(project, text, briefs).encode()


def page(project: Project, text: Text, briefs: Mapping[str, Entry]) -> str:
    """Return the page: every brief by kind, with its picture, its state and its files.

    A template has ``kinds``, each with ``kind``, ``briefs`` (every language apart) and
    ``cards`` (each brief once, see ``_card``); ``filters`` and ``languages`` that the
    briefs can be found by.
    """
    env = environment(project.folders, text)
    groups = groupby(briefs.items(), key=lambda item: item[0].partition("/")[0])
    kinds = [
        {
            "kind": kind,
            "briefs": [{**one, "brief": name, "language": _language(name)} for name, one in listed],
            "cards": _cards(listed, project.edition.languages, text),
        }
        for kind, group in groups
        if (listed := sorted(group, key=lambda item: text.order(item[1]["title"])))
    ]
    cards = [card for kind in kinds for card in kind["cards"]]
    spoken = {edition["language"] for card in cards for edition in card["editions"]}
    codes = [code for code in project.edition.languages if code in spoken]
    edition = replace(
        project.edition,
        title=text.of_data("edition title", project.edition.title),
        organisation=text.of_data("organisation name", project.edition.organisation),
    )
    html = env.get_template("index.html").render(
        kinds=kinds,
        edition=edition,
        colour=project.brand.colour,
        brand=project.brand,
        texts=texts(text, project.edition, dict(project.brand.texts)),
        language=text.language,
        direction=text.direction,
        total=len(cards),
        filters=[one for one in _filters(cards, text) if len(one["options"]) > 1],
        languages=[{"code": code, "name": own_name(code)} for code in codes],
    )
    return directed(html)


def _language(brief: str) -> str:
    return brief.rpartition("/")[2]


def _cards(
    briefs: Iterable[tuple[str, Entry]], languages: Sequence[str], text: Text
) -> list[dict[str, Any]]:
    """Return the briefs of one kind, each once, in the order of their titles."""
    found: dict[str, list[tuple[str, Entry]]] = {}
    for brief, entry in briefs:
        found.setdefault(brief.rpartition("/")[0], []).append((brief, entry))
    cards = []
    for brief, editions in found.items():
        editions.sort(key=lambda one: (_language(one[0]) != text.language, _at(one[0], languages)))
        cards.append(_card(brief, editions, text))
    return sorted(cards, key=lambda card: text.order(card["title"]))


def _at(brief: str, languages: Sequence[str]) -> int:
    """Return the place of a brief's language among those of the edition."""
    code = _language(brief)
    return languages.index(code) if code in languages else len(languages)


def _card(brief: str, languages: Sequence[tuple[str, Entry]], text: Text) -> dict[str, Any]:
    """Return a brief in all its languages.

    ``brief`` (``country/PAK``), ``title`` and ``first`` (the edition in the gallery's
    language, else any), ``editions`` (of each language: the manifest's entry, ``language``,
    ``direction``, ``name`` of the language and ``open``, the file that a reader wants),
    ``words`` to search in, ``about`` (codes by dimension).
    """
    editions = [
        {
            **entry,
            "language": _language(name),
            "direction": direction(_language(name)),
            "name": own_name(_language(name)),
            "open": entry.get("html") or entry["pdf"] if entry["state"] != "failed" else "",
        }
        for name, entry in languages
    ]
    first = editions[0]
    titles = dict.fromkeys(one["title"] for one in editions)
    about: dict[str, list[str]] = next((one["about"] for one in editions if one.get("about")), {})
    return {
        "brief": brief,
        "title": first["title"],
        "first": first,
        "editions": editions,
        "words": " ".join([*titles, brief]).lower(),
        "about": {over: about.get(over, []) for over in FILTERS},
    }


def _filters(cards: Iterable[Mapping[str, Any]], text: Text) -> list[dict[str, Any]]:
    """Return what the briefs are about, by dimension: codes with names, in their order."""
    called = {"country": text.place, "theme": text.theme, "donor": text.organisation}
    found = []
    for over in FILTERS:
        codes = dict.fromkeys(code for card in cards for code in card["about"][over])
        options = [{"code": code, "name": called[over](code)} for code in codes]
        options.sort(key=lambda one: text.order(one["name"]))
        found.append({"over": over, "options": options})
    return found
