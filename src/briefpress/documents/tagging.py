"""The tags of a PDF, mended before it is written: what WeasyPrint leaves out or says otherwise.

All happens on WeasyPrint's objects in memory, so no file is opened for it. What is
mended, and after which clause of ISO 32000-1 or ISO 14289-1 (PDF/UA-1):

- a table, list or paragraph that goes on on the next page is one element, not two;
  the heading rows that are repeated there are artifacts (14.8.4.3.4);
- running titles and page numbers are pagination artifacts (14.8.2.2; UA-1 7.8);
- header cells have a scope, and the ids that cells refer to are in a tree (14.8.5.7, 14.7.2);
- a change of language is marked on the element (14.9.2; UA-1 7.2);
- a link says what it is for (UA-1 7.18.5);
- where a figure is is said in the page's own units (14.8.5.4.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags as weasyprint_tags

Element = Any
"""A dictionary of pydyf, which has no types."""

PAGINATION = "<</Type /Pagination>>"
"""ISO 32000-1, table 330."""

PIXEL = 0.75
"""Points."""


@dataclass(frozen=True)
class Tagged:
    """A structure element and the box that it was made from; those of margins are artifacts."""

    element: Element
    box: Any
    margin: bool


@contextmanager
def noted() -> Iterator[list[Tagged]]:
    """Note which structure element WeasyPrint makes from which box, while a file is written.

    It does not say so itself, and the element has nothing of the page's source. Meanwhile the
    references of the pages, which it asks for at each element, are made once.
    """
    found: list[Tagged] = []
    original = weasyprint_tags._build_box_tree
    references = pydyf.PDF.page_references
    pages: dict[int, tuple[bytes, ...]] = {}
    margins = 0
    known: set[int] = set()

    def build(box: Any, *rest: Any) -> Iterator[Element]:
        nonlocal margins
        box = getattr(box, "_box", box)  # what is placed absolutely stands in for its box
        inside = isinstance(box, boxes.MarginBox)
        margins += inside
        for element in original(box, *rest):
            if element.number not in known:  # a page and its body hand on what is in them
                known.add(element.number)
                found.append(Tagged(element, box, bool(margins)))
            yield element
        margins -= inside

    def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
        count = pdf.pages["Count"]
        if count not in pages:
            pages[count] = references.fget(pdf)
        return pages[count]

    weasyprint_tags._build_box_tree = build
    pydyf.PDF.page_references = property(page_references)
    try:
        yield found
    finally:
        weasyprint_tags._build_box_tree = original
        pydyf.PDF.page_references = references


def mend(document: Any, pdf: pydyf.PDF, tagged: list[Tagged]) -> None:
    """Mend the tags of a document that WeasyPrint has just made."""
    tree = _Tree(document, pdf, tagged)
    for one in tagged:
        if not one.margin:
            _scope(one)
            _purpose(one)
            tree.bound(one)
    tree.join_pages()
    tree.mark_languages()
    reached = tree.all()
    tree.make_artifacts(reached)
    tree.list_ids(reached)


def _scope(one: Tagged) -> None:
    """Say whether a header cell is of its row or of its column, and drop empty lists of headers."""
    attributes = one.element.get("A")
    if one.element["S"] == "/TH" and attributes is not None:
        attributes["Scope"] = "/Row" if one.box.element.get("scope") == "row" else "/Column"
    elif one.element["S"] == "/TD" and attributes and not attributes.get("Headers", True):
        del attributes["Headers"]


def _purpose(one: Tagged) -> None:
    """Let a link say what its words say, or its label; WeasyPrint puts in where it leads to."""
    annotation = getattr(one.box, "link_annotation", None)
    if annotation and one.box.element is not None:
        annotation["F"] = 4  # printed; ISO 32000-1, 12.5.3
        source = one.box.element
        said = source.get("aria-label") or source.get("title") or "".join(source.itertext())
        pictures = (image.get("alt") or "" for image in source.iter("img"))
        words = " ".join((said.strip() or " ".join(pictures)).split())
        if words:
            annotation["Contents"] = pydyf.String(words)


class _Tree:
    """The structure tree of one document."""

    def __init__(self, document: Any, pdf: pydyf.PDF, tagged: list[Tagged]) -> None:
        self.document, self.pdf = document, pdf
        self.box = {one.element.number: one.box for one in tagged}
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.top = self.at(self.root["K"][0])

    def at(self, reference: bytes) -> Any:
        """Return the object that a reference is to."""
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, element: Element) -> list[Element]:
        """Return the elements below one, in their order."""
        found = [self.at(kid) for kid in element["K"] if isinstance(kid, bytes)]
        return [kid for kid in found if kid.get("Type") == "/StructElem"]

    def bound(self, one: Tagged) -> None:
        """Say where a figure is in points from below; WeasyPrint does in pixels from above."""
        if one.element["S"] == "/Figure":
            left, top, right, bottom = (side * PIXEL for side in one.element["A"]["BBox"])
            height = self.at(one.element["Pg"])["MediaBox"][3]
            one.element["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))

    def join_pages(self) -> None:
        """Make one element of those that one element of the page's source has on several pages."""
        first, *others = self.kids(self.top) or [None]
        kept = [first] if first else []
        for element in others:
            if not self._joined(kept[-1], element):
                kept.append(element)
        self.top["K"] = pydyf.Array(element.reference for element in kept)

    def _joined(self, earlier: Element, later: Element) -> bool:
        """Put what is in the later of two elements into the earlier, if it goes on there."""
        if not self._goes_on(earlier, later):
            return False
        inside, new = self.kids(earlier), self.kids(later)
        if (
            later["S"] == "/Table"
            and new
            and new[0]["S"] == "/THead"
            and self._repeats(inside, new)
        ):
            new = new[1:]
        while inside and new and self._joined(inside[-1], new[0]):
            new = new[1:]
        for element in new:
            element["P"] = earlier.reference
            earlier["K"].append(element.reference)
        later.clear()
        return True

    def _goes_on(self, earlier: Element, later: Element) -> bool:
        one, two = (self.box.get(element.number) for element in (earlier, later))
        return (
            one is not None
            and two is not None
            and one.element is not None
            and one.element is two.element
            and one.element_tag == two.element_tag
            and earlier["S"] == later["S"]
            and earlier["Pg"] != later["Pg"]
            and not any(isinstance(kid, int) for kid in [*earlier["K"], *later["K"]])
            and not any(self.at(kid).get("Type") == "/OBJR" for kid in later["K"])
        )

    def _repeats(self, inside: list[Element], new: list[Element]) -> bool:
        """Say whether a table's heading is one that it had, and let cells refer to that one."""
        heading = next((element for element in inside if element["S"] == "/THead"), None)
        if heading is None:
            return False
        cells = zip(self._cells(heading), self._cells(new[0]), strict=False)
        for one, again in cells:
            again["ID"].string = one["ID"].string  # the cells below it hold the same object
        return True

    def _cells(self, element: Element) -> Iterator[Element]:
        for kid in self.kids(element):
            if "ID" in kid:
                yield kid
            else:
                yield from self._cells(kid)

    def mark_languages(self) -> None:
        """Mark each element that is in another language than what it stands in."""
        waiting = [(self.top, self.document.metadata.lang)]
        while waiting:
            element, language = waiting.pop()
            box = self.box.get(element.number)
            own = box.style["lang"] if box is not None else None
            if own and own != language:
                element["Lang"] = pydyf.String(own)
            waiting += [(kid, own or language) for kid in self.kids(element)]

    def make_artifacts(self, elements: list[Element]) -> None:
        """Turn what is not among the tree's elements into artifacts, on the pages too."""
        reached = {element.number for element in elements}
        pages = {reference: at for at, reference in enumerate(self.pdf.page_references)}
        lost: dict[int, set[int]] = {}
        for thing in self.pdf.objects:
            if (
                isinstance(thing, pydyf.Dictionary)
                and thing.get("Type") == "/StructElem"
                and thing.number not in reached
            ):
                marks = {kid for kid in thing["K"] if isinstance(kid, int)}
                lost.setdefault(pages[thing["Pg"]], set()).update(marks)
                thing.clear()
        numbers = self.at(self.root["ParentTree"])["Nums"]
        for page, marks in lost.items():
            owners = numbers[2 * page + 1]
            owners[:] = ["null" if at in marks else one for at, one in enumerate(owners)]
            _hide(self._stream(page), marks)

    def all(self) -> list[Element]:
        """Return the elements of the tree, each before what is in it."""
        found = [self.top]
        for one in found:  # grows
            found += self.kids(one)
        return found

    def _stream(self, page: int) -> list[Any]:
        found: list[Any] = self.at(self.at(self.pdf.page_references[page])["Contents"]).stream
        return found

    def list_ids(self, elements: list[Element]) -> None:
        """List the elements that others name (ISO 32000-1, 7.9.6), sorted as they are sought."""
        named = sorted((one["ID"].string, one) for one in elements if "ID" in one)
        if named:
            pairs = [part for _, one in named for part in (one["ID"], one.reference)]
            tree = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
            self.pdf.add_object(tree)
            self.root["IDTree"] = tree.reference


def _hide(stream: list[Any], marks: set[int]) -> None:
    """Make artifacts of marked content, by its numbers."""
    for at, operator in enumerate(stream):
        marked = operator == b"BDC" and isinstance(stream[at - 1], dict)
        if marked and stream[at - 1].get("MCID") in marks:
            stream[at - 2 : at] = ["/Artifact", PAGINATION]
