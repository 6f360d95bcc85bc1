"""What a person has typed by hand: the words of templates, and the texts of briefs.toml.

Numbers and dates of the facts print themselves. One that is typed stays as it
is when the data changes: those are looked at (``dates``, ``numbers``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from jinja2 import Environment, TemplateNotFound

from briefpress.documents.looks.sheets import Leaf, Sheet

_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
_UNSEEN = re.compile(r"<(style|script|head)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_SAID = re.compile(r"\b(?:_|n?gettext|n?pgettext)\(((?:\s*\"[^\"]*\"\s*,?)+)")
_TAG = re.compile(r"<[^>]*>")


def words(source: str) -> str:
    """Return the words of a template: no markup, no code but what it says through gettext."""
    seen = _UNSEEN.sub(" ", _COMMENT.sub(" ", source))
    said = " ".join(" ".join(_SAID.findall(code)) for code in _CODE.findall(seen))
    return _TAG.sub(" ", f"{_CODE.sub(' ', seen)} {said}")


def of_templates(environment: Environment, templates: Iterable[str]) -> str:
    """Return the words of templates by their names."""
    found = []
    for name in templates:
        try:
            found.append(words(environment.loader.get_source(environment, name)[0]))  # type: ignore[union-attr]
        except TemplateNotFound:
            continue  # an include that may be missing
    return " ".join(found)


_BLANK = re.compile(r"\s+")


def blocks(sheets: Sequence[Sheet]) -> Iterator[tuple[str, list[Leaf]]]:
    """Give the text of each block of each page with its runs; figures of the facts left out."""
    for sheet in sheets:
        runs: dict[object, list[Leaf]] = {}
        for leaf in sheet.leaves:
            if leaf.text and not any(
                one.tag == "data" or (one.tag == "a" and (one.get("href") or "#")[0] != "#")
                for one in leaf.node.up()
            ):
                runs.setdefault(leaf.room.element, []).append(leaf)
        for leaves in runs.values():
            yield _BLANK.sub(" ", " ".join(leaf.text for leaf in leaves)), leaves
