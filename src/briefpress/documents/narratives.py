"""Texts of activities in the brief's language where the data has them, else in the original."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from briefpress.model.slices import Slice
from briefpress.model.specs import ELEMENTS


def in_language(
    rows: Iterable[Mapping[str, Any]], part: Slice, language: str
) -> list[dict[str, Any]]:
    """Return activities with title and summary in a language.

    ``title_language`` and ``summary_language`` are "" then; for a text that the
    data does not have in it, they say which language it is shown in: the
    activity's own, or that which the edition names first where it gives none.
    """
    said = _said(part)
    own = dict(part.tables.rows("activities", "id", "language"))
    found = []
    for row in rows:
        new = dict(row)
        original = own.get(row["id"]) or part.edition.languages[0]
        for element in ELEMENTS:
            texts = said.get((row["id"], element), {})
            text = texts.get(language) or texts.get(_plain(language))
            foreign = bool(row[element]) and _plain(original) != _plain(language) and not text
            if text and _plain(original) != _plain(language):
                new[element] = text
            new[f"{element}_language"] = original if foreign else ""
        found.append(new)
    return found


CHANGED = ("changes_new", "changes_ended")
"""The tables that name activities of this edition by their titles."""


def titled(
    tables: Mapping[str, list[dict[str, Any]]], activities: Iterable[Mapping[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """Return those of ``CHANGED`` that there are, with the titles that ``in_language`` gave."""
    by_id = {one["id"]: one for one in activities}
    return {
        name: [
            {**row, **{key: by_id[row["id"]][key] for key in ("title", "title_language")}}
            for row in tables[name]
        ]
        for name in CHANGED
        if name in tables
    }


def _said(part: Slice) -> dict[tuple[str, str], dict[str, str]]:
    """Return the narratives of each activity and element, by language."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    columns = "activity", "element", "language", "text"
    for activity, element, language, text in part.tables.rows("narratives", *columns):
        texts = found.setdefault((activity, element), {})
        texts.setdefault(language, text)
        texts.setdefault(_plain(language), text)
    return found


def _plain(language: str) -> str:
    """Return a language without its country: a text in pt-BR serves a brief in pt."""
    return language.partition("-")[0].lower()
