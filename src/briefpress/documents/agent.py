"""WeasyPrint's own style sheet, without rules that come to nothing in a project's briefs.

It gives six pseudo-elements to every element (for notes and markers) and a style to each of
the sixteen boxes in a page's margins, whether anything is in them or not. To compute those is
a fifth of the time of laying out a short brief. Pages look the same without them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from weasyprint import CSS

_NOTES = frozenset(
    {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
)
_NOTE_AREAS = frozenset({"@footnote", "@note-area"})

_MAKING = ("note", "list-item")

_LISTED = ("li",)
"""Elements that WeasyPrint's own sheet makes items of lists: others have no marker."""

_MORE = re.compile("footnote|note\\(|list-item|@page")
"""What a page's own styles would have to say for a rule that is left out to be needed."""


def asks_for_more(html: str) -> bool:
    """Say whether a page may need a rule that ``lean`` leaves out for its sheets' sake."""
    return _MORE.search(html) is not None


def lean(own: CSS, sheets: Sequence[CSS]) -> CSS:
    """Return WeasyPrint's own sheet without what has no effect beside these sheets.

    Left out are the pseudo-elements of notes where no sheet makes a note, markers of other
    elements than ``li`` where no sheet makes one an item of a list, and the boxes in a page's
    margins that no sheet puts anything into.
    """
    made = set(chain.from_iterable(map(_made, sheets)))
    margins = {pseudo for sheet in sheets for pseudo in _margins(sheet)}
    dropped = frozenset() if "note" in made else _NOTES
    sheet, sheet.matcher = copy.copy(own), copy.copy(own.matcher)
    rules = [rule for rule in own.matcher.other_selectors if rule[3] not in dropped]
    if "list-item" not in made:
        markers = [rule for rule in rules if rule[3] == "marker"]
        rules = [rule for rule in rules if rule[3] != "marker"]
        by_name = sheet.matcher.lower_local_name_selectors.copy()
        by_name |= {name: [*by_name.get(name, ()), *markers] for name in _LISTED}
        sheet.matcher.lower_local_name_selectors = by_name
    sheet.matcher.other_selectors = rules
    kept = margins | {None} | (_NOTE_AREAS if "note" in made else set())
    sheet.page_rules = [rule for rule in own.page_rules if kept & _pseudo(rule)]
    return sheet


def _margins(sheet: CSS) -> Iterator[str | None]:
    for rule in sheet.page_rules:
        yield from _pseudo(rule)


def _pseudo(rule: Any) -> set[str | None]:
    return {selector[1] for selector in rule[1]}


def _made(sheet: CSS) -> Iterator[str]:
    """Give what a sheet makes of elements that needs more: ``note``, ``list-item``."""
    rules = sheet.matcher
    by_key = (rules.id_selectors, rules.class_selectors, rules.lower_local_name_selectors)
    lists = chain(*(each.values() for each in (*by_key, rules.namespace_selectors)))
    for entry in chain(rules.lang_attr_selectors, rules.other_selectors, *lists):
        declarations, _layer = entry[4]
        for name, value, _important in declarations:
            if name in ("float", "position", "display"):
                unknown = hasattr(value, "tokens")  # var(): what it stands for is known later
                yield from (word for word in _MAKING if unknown or word in repr(value))
