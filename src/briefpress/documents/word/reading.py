"""HTML to blocks: every element that a template can have becomes something, none loses its words.

What an element is decides; the classes of the starter's templates refine it (a card, a
strip of numbers). An element that is not known here is what it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import etree, html

from briefpress.documents.word import grid
from briefpress.documents.word.blocks import (
    Block,
    Columns,
    Image,
    Inline,
    Item,
    Page,
    PageOf,
    Pair,
    Panel,
    Paragraph,
    Run,
    Strip,
)
from briefpress.documents.word.inlines import SPACE, inlines, is_seen, settled, within
from briefpress.documents.word.place import (
    HEADINGS,
    ROWS,
    Place,
    begins_page,
    classes_of,
    heading,
    inside,
    is_block,
    leads_on,
)

RUNNING = ("title", "edition", "date")


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
    title = SPACE.sub(" ", root.findtext("head/title") or "").strip(" ")
    return Page(root.get("lang") or "en", direction, title, about, reader.running, blocks)


class _Reader:
    """Goes through a page once; knows how many lists there were."""

    def __init__(self) -> None:
        self.running: dict[str, Paragraph] = {}
        self.lists = 0

    def blocks(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give what an element holds: its words are paragraphs where they stand beside blocks."""
        words: list[Inline] = []
        names: list[str] = []

        def paragraph() -> Iterator[Block]:
            found = settled(words)
            words.clear()
            if found:
                yield replace(self._paragraph(found, place), anchors=tuple(names))
                names.clear()

        if element.text:
            words += [place.manner.run(element.text)]
        for child in element:
            if is_seen(child):
                if is_block(child):
                    yield from paragraph()
                    yield from self.block(child, place)
                else:
                    words += inlines(child, place.manner)
                    names += [name for one in child.iter() for name in _id(one)]
            if child.tail:
                words += [place.manner.run(child.tail)]
        yield from paragraph()

    def _paragraph(self, words: tuple[Inline, ...], place: Place) -> Paragraph:
        pictures = all(isinstance(one, Image) for one in words)
        style = "Picture" if pictures and place.style == "Normal" else place.style
        return Paragraph(style, words, direction=place.direction, item=place.item)

    def block(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give what one element is; its id goes with its first paragraph."""
        classes = classes_of(element)
        if "running" in classes and (name := next(iter(classes & {*RUNNING}), "")):
            words = settled(inlines(element, place.manner))
            self.running[name] = Paragraph("Running", words, direction=place.direction)
            return
        place = inside(element, classes, place)
        new_page = begins_page(element, classes)
        ruled = "chapter" in classes and not new_page
        leads = leads_on(element)

        def begun(one: Paragraph) -> Paragraph:
            style = "Kicker Ruled" if ruled and one.style == "Kicker" else one.style
            new = new_page or one.new_page
            return replace(one, style=style, new_page=new, keep=leads or one.keep)

        yield from _first(_anchored(self._known(element, classes, place), _id(element)), begun)

    def _known(self, element: etree._Element, classes: set[str], place: Place) -> Iterator[Block]:
        tag = str(element.tag)
        if tag in HEADINGS:
            place = replace(place, style=heading(tag, place, classes))
            for one in self.blocks(element, place):
                yield replace(one, keep=True) if isinstance(one, Paragraph) else one
        elif tag == "table":
            yield from self._table(element, place)
        elif tag == "figure":
            yield from self._figure(element, place)
        elif tag == "nav":
            yield from self.blocks(element, replace(place, contents=True))
        elif tag == "hr":
            yield Paragraph("Rule", direction=place.direction)
        elif not _only_elements(element):
            yield from self.blocks(element, place)
        elif "glance" in classes:
            big = "Sum" if "money" in classes else "Number"
            cells = tuple(tuple(self._number(item, big, place)) for item in _children(element))
            yield Strip(cells, place.direction)
        elif "cards" in classes:
            yield from self._cards(element, classes, place)
        elif "pair" in classes:
            yield from self._pair(element, place)
        elif "annex" in classes:
            items = _full(self._unmarked(one, place) for one in _children(element))
            yield from [Columns(items)] if len(items) > 1 else _flat(items)
        elif "band" in classes or "cover" in classes:
            yield self._panel(element, classes, place)
        elif tag not in ("ul", "ol", "menu", "dir"):
            yield from self.blocks(element, place)
        elif place.contents or "index" in classes:
            style = "Contents Line" if place.contents else place.style
            for item in _children(element):
                yield from self._line(item, replace(place, style=style))
        else:
            yield from self._list(element, place)

    def _unmarked(self, item: etree._Element, place: Place) -> Iterator[Block]:
        """Give a list's item without a mark of its own."""
        return _anchored(self.blocks(item, inside(item, set(), place)), _id(item))

    def _line(self, item: etree._Element, place: Place) -> Iterator[Block]:
        """Give a line of the contents, with the page that it leads to; or one of an index."""
        for one in self.blocks(item, place):
            link = next((a.get("href") for a in item.iter("a")), "") or ""
            if place.contents and link.startswith("#") and isinstance(one, Paragraph):
                words = (
                    replace(part, style=part.style or "Entry") if isinstance(part, Run) else part
                    for part in one.inlines
                )
                one = replace(one, inlines=(*words, PageOf(link[1:])))
            yield one

    def _number(self, item: etree._Element, big: str, place: Place) -> Iterator[Block]:
        """Give a number and, below it, what it counts; what stands beside both comes last."""
        rest = [place.manner.run(item.text or "")]
        for child in _children(item):
            style = big if child.tag in ("b", "strong") else "Number Label"
            words = settled(inlines(child, place.manner))
            if style == big:  # which is bold by itself
                words = tuple(replace(x, bold=False) if isinstance(x, Run) else x for x in words)
            yield Paragraph(style, words, direction=place.direction, keep=style == big)
            rest.append(place.manner.run(child.tail or ""))
        if beside := settled(rest):
            yield Paragraph("Number Label", beside, direction=place.direction)

    def _cards(self, element: etree._Element, classes: set[str], place: Place) -> Iterator[Block]:
        """Give cards: side by side, unless there is one alone or one is long."""
        groups = []
        for card in _children(element):
            blocks = list(self._unmarked(card, place))
            if blocks and isinstance(blocks[0], Paragraph) and blocks[0].style == "Place":
                blocks[0] = replace(blocks[0], style="Card")
            groups.append((*blocks[:-1], *map(_last, blocks[-1:])))
        long = any("long" in classes_of(card) for card in _children(element))
        if "n1" in classes or len(groups) == 1 or long:
            yield from _flat(groups)
        else:
            yield _beside(groups, place)

    def _pair(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give two figures beside each other; what else there is, one below the other."""
        children = _children(element)
        if len(children) != 2:
            yield from _flat(self.block(one, place) for one in children)
            return
        # the gap above is a paragraph of its own: a page that the pair begins does not have it
        keep = leads_on(element.getprevious())
        yield Paragraph("Gap", direction=place.direction, keep=keep)
        beside = replace(place, beside=True)
        yield _beside((self.block(one, beside) for one in children), place)

    def _figure(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give a figure, kept together: its last paragraph is its caption."""
        found = [*self.blocks(element, replace(place, figure=True))]
        for at, one in enumerate(found):
            if isinstance(one, Paragraph):
                label = "figure" if one.style == "Caption" else ""
                one = replace(one, keep=at + 1 < len(found), label=label)
            yield one

    def _table(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give a table's caption and the table, after what stands in it and belongs to neither."""
        for stray in grid.strays(element):
            if isinstance(stray, str):
                yield self._paragraph(settled([place.manner.run(stray)]), place)
            else:
                yield from self.block(stray, place)
        for caption in element.iterchildren("caption"):
            for one in self.block(caption, place):
                if isinstance(one, Paragraph):
                    style = "Table Caption" if one.style == "Caption" else one.style
                    one = replace(one, style=style, keep=True, label="table")
                yield one
        row = next((ROWS[name] for name in ROWS if name in classes_of(element)), "Table Text")

        def cell(one: etree._Element, head: bool) -> tuple[Block, ...]:
            style = "Table Heading" if head else row if one.tag == "th" else "Table Text"
            inner = inside(one, set(), replace(place, style=style, item=None))
            inner = replace(inner, manner=within(one, place.manner) if not head else inner.manner)
            inner = replace(inner, manner=replace(inner.manner, bold=False))
            at_end = "figure" in classes_of(one)
            blocks = [
                replace(found, at_end=at_end) if isinstance(found, Paragraph) else found
                for found in self.blocks(one, inner)
            ]
            return tuple(_anchored(blocks, _ids(one)))

        yield grid.table(element, cell, place.direction)

    def _list(self, element: etree._Element, place: Place) -> Iterator[Block]:
        """Give a list with marks: only the first paragraph of an item has one."""
        level = place.item.level + 1 if place.item else 0
        if not place.item:
            self.lists += 1
        item = Item(self.lists, min(level, 8), element.tag == "ol")
        style = "List Number" if item.ordered else "List Bullet"
        for child in _children(element):
            inner = replace(inside(child, set(), place), style=style, item=item)
            first = True
            for one in self.blocks(child, inner):
                if isinstance(one, Paragraph) and one.item == item:
                    one = replace(one, continues=not first)
                    first = False
                yield one

    def _panel(self, element: etree._Element, classes: set[str], place: Place) -> Panel:
        whole = "cover" in classes
        place = replace(place, cover=whole, band=not whole)
        words: list[Block] = []
        cells: list[tuple[Block, ...]] = []
        for child in _children(element):
            if child.tag == "img" and not whole:
                picture = tuple(inlines(child, place.manner))
                paragraph = Paragraph("Band Picture", picture, direction=place.direction)
                cells.append((replace(paragraph, at_end=True),))
            elif whole:
                cells.append(tuple(self.block(child, place)))
            elif is_block(child):
                words += self.block(child, place)
            else:
                words += [self._paragraph(settled(inlines(child, place.manner)), place)]
        return Panel(tuple(cells) if whole else (tuple(words), *cells), whole, place.direction)


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if is_seen(child)]


def _last(block: Block) -> Block:
    return replace(block, last=True) if isinstance(block, Paragraph) else block


def _only_elements(element: etree._Element) -> bool:
    """Say whether an element holds elements alone, and no words beside them."""
    beside = [element.text, *(child.tail for child in element)]
    return not any(text and text.strip() for text in beside)


def _id(element: etree._Element) -> tuple[str, ...]:
    name = element.get("id") if isinstance(element.tag, str) else None
    return (name,) if name else ()


def _ids(cell: etree._Element) -> tuple[str, ...]:
    """Return the ids of a cell, and of its row in the row's first cell."""
    row = cell.getparent()
    return (*(_id(row) if row is not None and row[0] is cell else ()), *_id(cell))


def _first(blocks: Iterable[Block], change: Callable[[Paragraph], Paragraph]) -> Iterator[Block]:
    """Give blocks with the first paragraph among them changed."""
    done = False
    for one in blocks:
        if not done and isinstance(one, Paragraph):
            one, done = change(one), True
        yield one


def _anchored(blocks: Iterable[Block], names: Sequence[str]) -> Iterator[Block]:
    """Give blocks, of which the first paragraph is what the ids are of."""
    return _first(blocks, lambda one: replace(one, anchors=(*names, *one.anchors)))


def _beside(groups: Iterable[Iterable[Block]], place: Place) -> Pair:
    """Return groups side by side; a row is kept together as it is, but not with the next."""

    def loose(one: Block) -> Block:
        return replace(one, keep=False, loose=True) if isinstance(one, Paragraph) else one

    return Pair(tuple(tuple(map(loose, group)) for group in groups), place.direction)


def _full(groups: Iterable[Iterable[Block]]) -> tuple[tuple[Block, ...], ...]:
    """Return the groups that have something in them."""
    return tuple(found for group in groups if (found := tuple(group)))


def _flat(groups: Iterable[Iterable[Block]]) -> Iterator[Block]:
    return (block for group in groups for block in group)
