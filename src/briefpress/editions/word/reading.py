"""HTML to blocks: every element that a template can have becomes something, none loses its words.

What an element is decides; the classes of the starter's templates refine it (a card, a
strip of numbers). An element that is not known here is what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree, html

from briefpress.editions.word import grid
from briefpress.editions.word.blocks import (
    Block,
    Columns,
    Image,
    Inline,
    Item,
    PageOf,
    Panel,
    Paragraph,
    Strip,
    Page,
)
from briefpress.editions.word.inlines import Manner, inlines, is_seen, settled, within

RUNNING = ("title", "edition", "date")

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav",
    "ol", "optgroup", "option", "p", "pre", "search", "section", "summary", "table", "ul",
}  # fmt: skip
"""The elements that WeasyPrint and browsers print as blocks."""

_HEADINGS = {f"h{level}": f"Heading {level}" for level in range(1, 7)}

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


def read(source: str) -> Page:
    """Return what a rendered brief consists of. ``source`` is what goes to WeasyPrint."""
    root = html.document_fromstring(source)
    body = root.find("body")
    direction = root.get("dir") or "ltr"
    about = {
        name: meta.get("content", "")
        for meta in root.iterfind("head/meta")
        if (name := meta.get("name"))
    }
    reader = _Reader()
    place = Place(direction=direction)
    blocks = tuple(reader.blocks(body, place)) if body is not None else ()
    title = " ".join((root.findtext("head/title") or "").split())
    return Page(root.get("lang") or "en", direction, title, about, reader.running, blocks)


class _Reader:
    """Goes through a page once; knows how many lists there were."""

    def __init__(self) -> None:
        self.running: dict[str, Paragraph] = {}
        self.lists = 0

    def blocks(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give what an element holds: its words are paragraphs where they stand beside blocks."""
        words: list[Inline] = []

        def paragraph() -> Iterator[Block]:
            found = settled(words)
            words.clear()
            if found:
                yield self._paragraph(found, place)

        if element.text:
            words += [place.manner.run(element.text)]
        for child in element:
            if is_seen(child):
                if _is_block(child):
                    yield from paragraph()
                    yield from self.block(child, place)
                else:
                    words += inlines(child, place.manner)
            if child.tail:
                words += [place.manner.run(child.tail)]
        yield from paragraph()

    def _paragraph(self, words: tuple[Inline, ...], place: Place) -> Paragraph:
        return Paragraph(place.style, words, direction=place.direction, item=place.item)

    def block(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give what one element is; its id goes with its first paragraph."""
        classes = set((element.get("class") or "").split())
        if "running" in classes and (name := next(iter(classes & {*RUNNING}), "")):
            words = settled(inlines(element, place.manner))
            self.running[name] = Paragraph("Running", words, direction=place.direction)
            return
        place = _inside(element, classes, place)
        found = self._known(element, classes, place)
        names = [name for name in (element.get("id"),) if name]
        new_page = _begins_page(element, classes)
        yield from _first(found, lambda one: replace(
            one, anchors=(*names, *one.anchors), new_page=new_page or one.new_page
        )) if names or new_page else found  # fmt: skip

    def _known(self, element: etree._Element, classes: set[str], place: Place) -> Iterator[Block]:
        tag = str(element.tag)
        if tag in _HEADINGS:
            yield from _kept(self.blocks(element, replace(place, style=_heading(tag, place, classes))))
        elif tag == "table":
            yield from self._table(element, place)
        elif tag == "figure":
            yield from self._figure(element, place)
        elif tag in ("nav",):
            yield from self.blocks(element, replace(place, contents=True))
        elif "glance" in classes:
            cells = tuple(tuple(self._number(item, place)) for item in _children(element))
            yield Strip(cells, place.direction)
        elif "cards" in classes:
            yield from self._cards(element, classes, place)
        elif "pair" in classes:
            yield from _side_by_side(self._each(element, place), apart=True)
        elif "count-tables" in classes or tag == "ol" and "annex" in classes:
            unlisted = [tuple(self.blocks(one, _inside(one, set(), place))) for one in _children(element)] if tag == "ol" else self._each(element, place)
            yield from _side_by_side(unlisted, apart=False)
        elif "band" in classes or "cover" in classes:
            yield self._panel(element, classes, place)
        elif tag in ("ul", "ol", "menu", "dir") and not classes & {"index"} and not place.contents:
            yield from self._list(element, place)
        elif tag in ("ul", "ol"):
            style = "Contents Line" if place.contents else place.style
            for item in _children(element):
                yield from self._line(item, replace(place, style=style))
        elif tag == "hr":
            yield Paragraph("Rule", direction=place.direction)
        else:
            yield from self.blocks(element, place)

    def _each(self, element: etree._Element, place: Place) -> list[tuple[Block, ...]]:
        return [tuple(self.block(one, place)) for one in _children(element)]

    def _line(self, item: etree._Element, place: Place) -> Iterator[Block]:
        """Give a line of the contents, with the page that it leads to; or one of an index."""
        for one in self.blocks(item, place):
            link = next((a.get("href") for a in item.iter("a")), "") or ""
            if place.contents and link.startswith("#") and isinstance(one, Paragraph):
                one = replace(one, inlines=(*one.inlines, PageOf(link[1:])))
            yield one

    def _number(self, item: etree._Element, place: Place) -> Iterator[Block]:
        """Give a number and, below it, what it counts."""
        for child in _children(item):
            style = "Number" if child.tag in ("b", "strong") else "Number Label"
            words = settled(inlines(child, replace(place.manner, bold=False)))
            if child.tag in ("b", "strong"):
                words = tuple(_unbolded(words))
            yield Paragraph(style, words, direction=place.direction, keep=style == "Number")
            if child.tail and child.tail.strip():
                rest = settled([place.manner.run(child.tail)])
                yield Paragraph("Number Label", rest, direction=place.direction)
        if item.text and item.text.strip():
            words = settled([place.manner.run(item.text)])
            yield Paragraph("Number Label", words, direction=place.direction)

    def _cards(self, element: etree._Element, classes: set[str], place: Place) -> Iterator[Block]:
        """Give cards: in two columns, unless there is one alone or one is long."""
        groups = []
        for card in _children(element):
            inner = _inside(card, set(), place)
            blocks = list(self.blocks(card, inner))
            if blocks and isinstance(blocks[0], Paragraph) and blocks[0].style == "Place":
                blocks[0] = replace(blocks[0], style="Card")
            together = [
                replace(one, keep=True) if isinstance(one, Paragraph) else one
                for one in blocks[:-1]
            ]
            names = [name for name in (card.get("id"),) if name]
            whole = [*together, *blocks[-1:]]
            groups.append(tuple(_first(whole, lambda one, n=names: replace(one, anchors=(*n, *one.anchors)))))  # fmt: skip
        if "n1" in classes or len(groups) == 1 or element.find("li[@class='card long']") is not None:
            yield from (block for group in groups for block in group)
        else:
            yield Columns(tuple(groups))

    def _figure(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give a figure, kept together: its last paragraph is its caption."""
        found = [*self.blocks(element, replace(place, figure=True))]
        for at, one in enumerate(found):
            if isinstance(one, Paragraph):
                label = "figure" if one.style == "Caption" else ""
                one = replace(one, keep=at + 1 < len(found), label=label)
            yield one

    def _table(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give a table's caption and the table."""
        for caption in element.iterchildren("caption"):
            for one in self.block(caption, place):
                yield replace(one, keep=True, label="table") if isinstance(one, Paragraph) else one

        def cell(one: etree._Element, head: bool) -> tuple[Block, ...]:
            style = "Table Heading" if head else "Table Text"
            inner = _inside(one, set(), replace(place, style=style, item=None))
            inner = replace(inner, manner=within(one, place.manner) if not head else inner.manner)
            inner = replace(inner, manner=replace(inner.manner, bold=False))
            at_end = "figure" in (one.get("class") or "").split()
            blocks = [
                replace(found, at_end=at_end) if isinstance(found, Paragraph) else found
                for found in self.blocks(one, inner)
            ]
            return tuple(_first(blocks, lambda found: replace(found, anchors=(*_ids(one), *found.anchors))))  # fmt: skip

        yield grid.table(element, cell, place.direction)

    def _list(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give a list with marks: only the first paragraph of an item has one."""
        level = place.item.level + 1 if place.item else 0
        if not place.item:
            self.lists += 1
        item = Item(self.lists, min(level, 8), element.tag == "ol")
        style = "List Number" if item.ordered else "List Bullet"
        for child in _children(element):
            inner = replace(_inside(child, set(), place), style=style, item=item)
            first = True
            for one in self.blocks(child, inner):
                if isinstance(one, Paragraph) and one.item == item:
                    one = replace(one, continues=not first)
                    first = False
                yield one

    def _panel(self, element: etree._Element, classes: set[str], place: Place) -> Panel:
        whole = "cover" in classes
        words: list[Block] = []
        cells: list[tuple[Block, ...]] = []
        for child in _children(element):
            if child.tag == "img" and not whole:
                picture = tuple(inlines(child, place.manner))
                cells.append((Paragraph("Picture", picture, direction=place.direction),))
            elif whole:
                cells.append(tuple(self.block(child, place)))
            elif _is_block(child):
                words += self.block(child, place)
            else:
                words += [self._paragraph(settled(inlines(child, place.manner)), place)]
        return Panel(tuple(cells) if whole else (tuple(words), *cells), whole, place.direction)


def _inside(element: etree._Element, classes: set[str], place: Place) -> Place:
    """Return where what is in an element stands."""
    style = next((STYLES[name] for name in sorted(classes) if name in STYLES), "")
    style = style or _BY_TAG.get(str(element.tag), place.style)
    if "quality" in classes:
        style = "Panel"
    manner = within(element, place.manner)
    direction = manner.direction or place.direction
    # what the paragraph says of itself need not be said by its words
    manner = replace(manner, direction="", bold=place.manner.bold)
    chapter = "chapter" in classes
    return replace(place, style=style, direction=direction, manner=manner, chapter=chapter)


def _heading(tag: str, place: Place, classes: set[str]) -> str:
    """Return the style of a heading: a figure's, a chapter's and a panel's differ in their looks."""
    level = int(tag[1])
    if place.style == "Panel":
        return f"Heading {level} Panel"
    if place.figure:
        return f"Heading {level} Figure"
    if "section" in classes:
        return f"Heading {level} Section"
    if place.chapter or place.contents:
        return f"Heading {level} Chapter"
    return _HEADINGS[tag]


def _begins_page(element: etree._Element, classes: set[str]) -> bool:
    """Say whether a chapter begins a page, as in the starter's style sheet."""
    if "chapter" not in classes:
        return False
    before = element.getprevious()
    others = set((before.get("class") or "").split()) if before is not None else set()
    return not ("flow" in classes and {"chapter", "flow"} <= others)


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if is_seen(child)]


def _ids(element: etree._Element) -> tuple[str, ...]:
    """Return the ids of a cell, and of its row in the row's first cell."""
    row = element.getparent()
    of_row = row.get("id") if row is not None and row[0] is element else None
    return tuple(name for name in (of_row, element.get("id")) if name)


def _is_block(element: etree._Element) -> bool:
    """Say whether an element is a block, or has one in it."""
    return any(one.tag in _BLOCKS for one in element.iter())


def _unbolded(words: Iterable[Inline]) -> Iterator[Inline]:
    for one in words:
        yield one if isinstance(one, Image | PageOf) else replace(one, bold=False)


def _kept(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give blocks of which each stays with the next."""
    for one in blocks:
        yield replace(one, keep=True) if isinstance(one, Paragraph) else one


def _first(blocks: Iterable[Block], change: object) -> Iterator[Block]:
    """Give blocks with the first paragraph among them changed."""
    done = False
    for one in blocks:
        if not done and isinstance(one, Paragraph):
            one, done = change(one), True  # type: ignore[operator]
        yield one


def _side_by_side(groups: Sequence[tuple[Block, ...]], *, apart: bool) -> Iterator[Block]:
    """Give groups in two columns; one alone needs none."""
    full = [group for group in groups if group]
    if len(full) > 1:
        yield Columns(tuple(full), apart)
    else:
        yield from (block for group in full for block in group)
