"""A page whose tags are all written out, parsed at once: ten times as fast as a parser that mends.

HTML has rules for what is left out, misplaced or not closed. Where nothing is, they do nothing,
and tags only need to be read. A page with anything else, or with an element that has rules
of its own (HTML standard, 13.2.6), is left to the parser that WeasyPrint has.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, TreeBuilder

_TOKEN = re.compile(
    r"<(?:/([a-z][a-z0-9]*)"
    r'|([a-z][a-z0-9]*)((?:[ \t\n]+[a-z][a-z0-9-]*="[^"<]*")*)[ \t\n]*(/?))>'
    r"|([^<]+)"
)
_ATTRIBUTE = re.compile(r'([a-z][a-z0-9-]*)="([^"]*)"')
_BEGINNING = re.compile(r"[ \t\n]*<!doctype html>[ \t\n]*(?=<html[ >])", re.IGNORECASE)
_ENDING = re.compile(r"</body>([ \t\n]*)</html>([ \t\n]*)\Z")
_STRANGE = re.compile("[\0\r\f\ufeff\ud800-\udfff]")
"""Signs that a parser drops or changes."""

_REFERENCE = re.compile("&([a-z0-9#]*;?)")
_SIGNS = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "#34;": '"', "#39;": "'"}
_SIGNS |= {"nbsp;": "\xa0"}

_PLACES = {
    "html": {""},
    "head": {"html"}, "body": {"html"},
    "title": {"head"}, "meta": {"head"}, "style": {"head"},
    "li": {"ul", "ol"},
    "caption": {"table"}, "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"},
    "tr": {"thead", "tbody", "tfoot"}, "th": {"tr"}, "td": {"tr"},
}  # fmt: skip
"""What these elements must be in, for nothing to be put in between, or closed."""

_EMPTY = frozenset({"meta", "img", "br", "wbr"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "address", "article", "aside", "blockquote", "div", "figcaption", "figure", "footer",
    "header", "main", "nav", "ol", "p", "section", "table", "ul",
}  # fmt: skip
"""They end a paragraph."""

_FORMATTING = frozenset({"a", "b", "code", "em", "i", "s", "small", "strong", "u"})
"""They go on in what follows, where they are not closed in their place."""

_KNOWN = _BLOCKS | _FORMATTING | {
    "abbr", "bdi", "bdo", "br", "cite", "data", "dfn", "img", "kbd", "mark", "q", "span",
    "sub", "sup", "time", "var", "wbr",
}  # fmt: skip
_NO_WORDS = frozenset({"", "html", "head", "table", "thead", "tbody", "tfoot", "tr"})
_NO_ELEMENTS = _NO_WORDS | {"title", "style"}
_FRAME = ["html", "head", "body"]


class _NotPlainError(Exception):
    """There is something that only a whole parser knows what to make of."""


def parsed(html: str) -> Element | None:
    """Return the root of a page, as the parser of HTML has it; None if that is to be asked."""
    beginning = _BEGINNING.match(html)
    ending = _ENDING.match(html, max(html.rfind("</body>"), 0))
    if beginning is None or ending is None or _STRANGE.search(html):
        return None
    try:
        return _built(html, beginning.end(), ending.start(), ending[1] + ending[2])
    except _NotPlainError:
        return None


def _built(html: str, at: int, end: int, after: str) -> Element:
    builder = TreeBuilder()
    inside, frame = [""], list[str]()
    for token in _TOKEN.finditer(html, at, end):
        if token.start() != at:
            raise _NotPlainError
        at = token.end()
        closed, opened, attributes, slash, text = token.groups()
        if text is not None:
            _write(builder, text, inside[-1], "head" in frame)
        elif opened:
            if not _begins(opened, inside, slash):
                raise _NotPlainError
            if opened in _FRAME:
                frame.append(opened)
            builder.start(opened, _attributes(attributes) if attributes else {})
            if opened in _EMPTY:
                builder.end(opened)
            else:
                inside.append(opened)
        elif closed != inside.pop():
            raise _NotPlainError
        else:
            builder.end(closed)
    if at != end or inside != ["", "html", "body"] or frame != _FRAME:
        raise _NotPlainError
    builder.data(after)  # belongs to the body still
    builder.end("body")
    builder.end("html")
    return builder.close()


def _begins(opened: str, inside: list[str], slash: str) -> bool:
    """Say whether an element begins where it stands, and nothing else begins or ends with it."""
    parent = inside[-1]
    if slash and opened not in _EMPTY:
        return False
    if opened in _PLACES:
        return parent in _PLACES[opened]
    return (
        opened in _KNOWN
        and parent not in _NO_ELEMENTS
        and not (opened in _BLOCKS and "p" in inside)
        and not (opened in _HEADINGS and parent in _HEADINGS)
        and not (opened in _FORMATTING and opened in inside)
    )


def _write(builder: TreeBuilder, text: str, parent: str, headed: bool) -> None:
    if parent in _NO_WORDS:
        if text.strip(" \t\n"):
            raise _NotPlainError
        if not headed:
            return
    elif parent != "style" and "&" in text:
        text = _REFERENCE.sub(_sign, text)
    builder.data(text)


def _attributes(source: str) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(source)
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotPlainError
    if "&" in source:
        return {name: _REFERENCE.sub(_sign, value) for name, value in found.items()}
    return found


def _sign(reference: re.Match[str]) -> str:
    try:
        return _SIGNS[reference[1]]
    except KeyError:
        raise _NotPlainError from None
