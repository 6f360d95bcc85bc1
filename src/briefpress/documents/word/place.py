"""Where in a page something stands, and what that makes of it: styles by element and by class."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from briefpress.documents.word.blocks import Item
from briefpress.documents.word.inlines import Manner, within

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav",
    "ol", "optgroup", "option", "p", "pre", "search", "section", "summary", "table", "ul",
}  # fmt: skip
"""The elements that WeasyPrint and browsers print as blocks."""

HEADINGS = {f"h{level}": f"Heading {level}" for level in range(1, 7)}

STYLES = {
    "kicker": "Kicker", "lead": "Lead", "measure": "Measure", "place": "Place", "meta": "Meta",
    "small": "Small", "more": "Small", "brandline": "Brand Line", "under": "Subtitle",
    "what": "Subtitle", "annex": "Small", "index": "Index Line",
}  # fmt: skip
"""Paragraph styles by class, of the paragraph itself or of what it stands in."""

_BY_TAG = {
    "figcaption": "Caption", "caption": "Caption", "blockquote": "Quote", "pre": "Preformatted",
    "dt": "Term", "dd": "Definition", "legend": "Term", "summary": "Term",
}  # fmt: skip

_BODY = "Normal"

_COVER = {"Kicker": "Cover Kicker", "Subtitle": "Cover Subtitle", "Brand Line": "Cover Brand"}
"""Larger on a cover."""

ROWS = {"lines": "Table Row", "then-now": "Table Row", "annex": "Table Id"}
"""The style of what heads a row, by the class of its table; else it is as the others."""


@dataclass(frozen=True)
class Place:
    """Where in the page an element stands, as far as that says how it is written."""

    style: str = _BODY
    direction: str = "ltr"
    manner: Manner = field(default_factory=Manner)
    item: Item | None = None
    figure: bool = False
    chapter: bool = False
    contents: bool = False
    cover: bool = False
    band: bool = False
    beside: bool = False
    """Whether it is a figure with another beside it."""


def inside(element: etree._Element, classes: set[str], place: Place) -> Place:
    """Return where what is in an element stands."""
    style = next((STYLES[name] for name in sorted(classes) if name in STYLES), "")
    style = style or _BY_TAG.get(str(element.tag), place.style)
    if "quality" in classes:
        style = "Panel"
    manner = within(element, place.manner)
    direction = manner.direction or place.direction
    # what the paragraph says of itself need not be said by its words
    manner = replace(manner, direction="", bold=place.manner.bold)
    chapter = "chapter" in classes or (place.chapter and element.tag in HEADINGS)
    if place.band and style == "Kicker":
        style = "Band Kicker"
    if place.cover:
        style = _COVER.get(style, "Cover Line" if style == _BODY else style)
    return replace(place, style=style, direction=direction, manner=manner, chapter=chapter)


def heading(tag: str, place: Place, classes: set[str]) -> str:
    """Return the style of a heading: a figure's, a chapter's and a panel's look otherwise."""
    level = int(tag[1])
    if place.style == "Panel":
        return f"Heading {level} Panel"
    if place.cover and level < 3:
        return f"Heading {level} Cover"
    if place.figure:
        return f"Heading {level} {'Beside' if place.beside else 'Figure'}"
    if "long" in classes and level == 1:
        return "Heading 1 Long"
    if "section" in classes:
        return f"Heading {level} Section"
    if place.chapter or place.contents:
        return f"Heading {level} Chapter"
    return HEADINGS[tag]


def begins_page(element: etree._Element, classes: set[str]) -> bool:
    """Say whether a chapter begins a page, as in the starter's style sheet."""
    if "chapter" not in classes:
        return False
    before = element.getprevious()
    others = classes_of(before) if before is not None else set()
    return not ("flow" in classes and {"chapter", "flow"} <= others)


def leads_on(element: etree._Element | None) -> bool:
    """Say whether no page may end with it: the lead of a chapter, as in the style sheet."""
    if element is None or (around := element.getparent()) is None:
        return False
    return "lead" in classes_of(element) and "chapter" in classes_of(around)


def classes_of(element: etree._Element) -> set[str]:
    """Return the classes of an element; a comment has none."""
    return set((element.get("class") or "").split())


def is_block(element: etree._Element) -> bool:
    """Say whether an element is a block, or has one in it."""
    return any(one.tag in _BLOCKS for one in element.iter())
