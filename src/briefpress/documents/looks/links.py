"""Links that lead nowhere, by what they are: nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from briefpress.documents.looks.sheets import Leaf, Node, Sheet, shown
from briefpress.model.finding import Finding

_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}|(?:xn--[\w-]+)|\d{1,3}(?:\.\d{1,3}){3}")
_ADDRESS = re.compile(r"[^@\s]+@(?:[\w-]+\.)+[^\W\d_]{2,}")


def links(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Give each link of a page whose target is not there or has an odd form."""
    ids = {node.get("id") for sheet in sheets for node in sheet.nodes}
    told = set()
    for sheet in sheets:
        for leaf in sheet.leaves:
            node = _link(leaf)
            if node is None or node.element in told:
                continue
            told.add(node.element)
            target = node.get("href") or ""
            if found := _wrong(target, ids):
                words = f"the link {shown(target, 60)} {found}"
                yield Finding("link", words, "Correct its href", sheet.page, leaf.place)


def _link(leaf: Leaf) -> Node | None:
    return next(
        (one for one in leaf.node.up() if one.tag == "a" and one.get("href") is not None),
        None,
    )


def _wrong(target: str, ids: set[str | None]) -> str:
    """Return what is wrong with a target, or ""."""
    if target.startswith("#"):
        return "" if target[1:] in ids else "leads to no place in the brief"
    if re.search(r"\s", target):
        return "has a space in it"
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "is no URL"
    if parts.scheme == "mailto":
        wrong = not _ADDRESS.fullmatch(target.removeprefix("mailto:").partition("?")[0])
        return "is no e-mail address" if wrong else ""
    if parts.scheme == "tel":
        return "" if re.fullmatch(r"tel:\+?[\d().-]+", target) else "is no telephone number"
    if parts.scheme not in ("http", "https"):
        return "is not of http, https, mailto or tel: on paper and in a mail it leads nowhere"
    if not _HOST.fullmatch(host):
        return "names no host"
    if re.search(r"https?:/", parts.path) or target[-1] in ".,;:)":
        return "looks like two that ran together, or has a sign too many at its end"
    return ""
