"""Words in a line: from HTML to runs, with white space as a browser has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from briefpress.documents.word.blocks import Image, Inline, Run

SKIPPED = {"style", "script", "template", "head", "noscript"}
"""Elements that no reader sees."""

LINE = "\u2028"
"""Where a line ends within a paragraph."""

SPACE = re.compile(r"[ \t\r\n\f]+")
"""White space as HTML has it: a no-break space is none."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold."""

_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "px": 25.4 / 96, "": 25.4 / 96}
_LENGTH = re.compile(r"\s*([\d.]+)\s*(mm|cm|in|pt|px|)\s*")

STYLED = {"nr": "Number Mark", "where": "Quiet", "id": "Strong", "country": "Strong"}
"""Character styles by the classes of the starter's templates; another project's need none."""


@dataclass(frozen=True)
class Manner:
    """How words are written that stand in an element: what it and those around it say."""

    bold: bool = False
    italic: bool = False
    script: str = ""
    style: str = ""
    language: str = ""
    direction: str = ""
    link: str = ""
    kept: bool = False
    """Whether white space is printed as it is written (``pre``)."""

    def run(self, text: str) -> Run:
        """Return a text of the page in this manner, several spaces as one."""
        clean = _UNPRINTABLE.sub("", text.replace("\f", " "))
        words = clean.replace("\n", LINE) if self.kept else SPACE.sub(" ", clean)
        return Run(
            words,
            self.style,
            self.bold,
            self.italic,
            self.script,
            self.language,
            self.direction,
            self.kept,
            self.link,
        )


_BOLD, _ITALIC = {"b", "strong", "th"}, {"i", "em", "cite", "dfn", "var"}


def within(element: etree._Element, manner: Manner) -> Manner:
    """Return the manner of what stands in an element that itself stands in a ``manner``."""
    tag = element.tag
    language = element.get("lang")
    manner = replace(
        manner,
        bold=manner.bold or tag in _BOLD,
        italic=manner.italic or tag in _ITALIC,
        script={"sup": "superscript", "sub": "subscript"}.get(tag, manner.script),
        language=manner.language if language is None else language,
        kept=manner.kept or tag in ("pre", "textarea"),
    )
    if direction := element.get("dir") or ("auto" if tag == "bdi" else ""):
        found = first_strong("".join(element.itertext())) if direction == "auto" else direction
        manner = replace(manner, direction=found)
    if tag == "a" and (href := (element.get("href") or "").strip()):
        manner = replace(manner, link=href)
    for name in element.get("class", "").split():
        if name in STYLED:
            manner = replace(manner, style=STYLED[name])
    return manner


def is_seen(element: etree._Element) -> bool:
    """Say whether an element is one that a reader sees: not a comment, a script, a hidden one."""
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return False
    hidden = element.get("hidden") is not None
    return not hidden and not re.search(r"display\s*:\s*none", element.get("style", ""))


def inlines(element: etree._Element, manner: Manner) -> Iterator[Inline]:
    """Give the words and pictures of an element, white space not yet settled."""
    if element.tag == "br":
        yield manner.run(LINE)
        return
    if element.tag == "img":
        yield image(element)
        return
    if element.tag == "svg":
        yield drawing(element)
        return
    if element.tag == "input":
        yield manner.run(element.get("value", ""))
        return
    inner = within(element, manner)
    if element.text:
        yield inner.run(element.text)
    for child in element:
        if is_seen(child):
            yield from inlines(child, inner)
        if child.tail:
            yield inner.run(child.tail)


def image(element: etree._Element) -> Image:
    """Return an ``<img>``: its size is what its style or its attributes say."""
    style = dict(
        (name.strip(), value)
        for part in element.get("style", "").split(";")
        for name, _, value in [part.partition(":")]
    )
    width, height = (
        _length(style.get(side) or element.get(side) or "") for side in ("width", "height")
    )
    if "logo" in element.get("class", "").split() and not height:
        height = 5.0  # as high as the line of the organisation's name
    return Image(element.get("src", ""), element.get("alt", ""), width, height)


def drawing(element: etree._Element) -> Image:
    """Return an SVG that stands in the page itself; what it says is its title or its texts."""
    said = element.get("aria-label") or " ".join(" ".join(element.itertext()).split())
    sized = image(element)
    return Image("", said, sized.width, sized.height, etree.tostring(element, with_tail=False))


def _length(value: str) -> float:
    found = _LENGTH.fullmatch(value)
    return float(found[1]) * _MILLIMETRES[found[2]] if found else 0.0


def settled(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return inlines with one space where there are several, none at the ends of a line.

    Neighbours of one manner become one run.
    """
    out: list[Inline] = []
    after_space = True
    for part in parts:
        if not isinstance(part, Run) or part.kept:
            out.append(part)
            after_space = False
            continue
        words = part.words
        if after_space:
            words = words.lstrip(" ")
        words = re.sub(f" *{LINE} ?", LINE, words)
        if words.startswith(LINE):
            _trim(out)
        if words:
            out.append(replace(part, words=words))
            after_space = words.endswith((" ", LINE))
    _trim(out)
    return tuple(_joined(out))


def _trim(out: list[Inline]) -> None:
    """Take the space off the end of what is there."""
    while out and isinstance(last := out[-1], Run) and not last.kept:
        words = last.words.rstrip(" ")
        if words:
            out[-1] = replace(last, words=words)
            return
        out.pop()


def _joined(parts: Iterable[Inline]) -> Iterator[Inline]:
    def kind(part: Inline) -> object:
        return replace(part, words="") if isinstance(part, Run) else id(part)

    for _, same in groupby(parts, kind):
        group = list(same)
        first = group[0]
        if isinstance(first, Run):
            yield replace(first, words="".join(one.words for one in group if isinstance(one, Run)))
        else:
            yield first


def first_strong(words: str) -> str:
    """Return the direction of the first letter that has one (UAX 9, P2 and P3)."""
    for sign in words:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


_BETWEEN_DIGITS = ("CS", "ES", "ET")


def by_direction(words: str, around: str) -> Iterator[tuple[str, str]]:
    """Give words that stand in words of the direction ``around``, in pieces of one direction each.

    Letters of the other direction are a piece of their own, with all that lies between two of
    them (spaces, marks, digits); everything else goes with what is around. Digits in words from
    right to left are pieces too: they have the Latin font.
    """
    other = "rtl" if around == "ltr" else "ltr"
    strong = {"ltr": ("L",), "rtl": ("R", "AL")}
    kinds = [unicodedata.bidirectional(sign) for sign in words]
    digits = ("EN",) if other == "ltr" else ()
    start = at = 0
    while at < len(words):
        if kinds[at] in strong[other]:
            end = _end(kinds, at, strong[around], strong[other] + digits)
        elif kinds[at] in digits:
            end = _end_of_number(kinds, at)
        else:
            at += 1
            continue
        if start < at:
            yield words[start:at], around
        yield words[at:end], other
        start = at = end
    if start < len(words):
        yield words[start:], around


def _end(kinds: Sequence[str], at: int, until: Sequence[str], last: Sequence[str]) -> int:
    """Return where a piece ends: after the ``last`` kind of sign before one of ``until``."""
    end = at + 1
    for later in range(at + 1, len(kinds)):
        if kinds[later] in until:
            break
        if kinds[later] in last:
            end = later + 1
    return end


def _end_of_number(kinds: Sequence[str], at: int) -> int:
    """Return where digits end, with single separators between them."""
    while at < len(kinds) and (
        kinds[at] == "EN" or (kinds[at] in _BETWEEN_DIGITS and kinds[at + 1 : at + 2] == ["EN"])
    ):
        at += 1
    return at
