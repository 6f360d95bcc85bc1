"""Reading a Word document back, without what wrote it."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")


class Docx:
    """The parts of a document, parsed."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.parts = {
            name: etree.fromstring(content)
            for name, content in self.files.items()
            if name.endswith((".xml", ".rels"))
        }

    @property
    def body(self) -> Any:
        return self.parts["word/document.xml"][0]

    def of(self, name: str) -> list[Any]:
        """Return every element of a name in the body: ``of("tbl")``."""
        return list(self.body.iter(f"{W}{name}"))

    def styles(self) -> list[tuple[str, str]]:
        """Return style and words of each paragraph that has words."""
        return [
            (style(paragraph), words(paragraph))
            for paragraph in self.of("p")
            if words(paragraph).strip()
        ]

    def alts(self) -> list[str]:
        return [one.get("descr") for one in self.body.iter(f"{WP}docPr")]

    def around(self) -> str:
        """Return the words of all headers and footers."""
        return " ".join(
            words(part) for name, part in self.parts.items() if re.search("header|footer", name)
        )


def style(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "Normal" if found is None else found.get(f"{W}val")


def words(element: Any) -> str:
    """Return the words of an element, without marks of direction."""
    signs = {f"{W}br": " ", f"{W}tab": " ", f"{W}softHyphen": "\u00ad"}
    found = [
        one.text or "" if one.tag == f"{W}t" else signs.get(one.tag, "") for one in element.iter()
    ]
    return _MARKS.sub("", "".join(found))


def unlabelled(element: Any) -> str:
    """Return words without the labels of captions, which a page does not have."""
    return "".join(_unlabelled(paragraph) for paragraph in element.iter(f"{W}p"))


def _unlabelled(paragraph: Any) -> str:
    count = paragraph.find(f"{W}fldSimple")
    if count is None or " SEQ " not in count.get(f"{W}instr"):
        return words(paragraph)
    kids = list(paragraph)
    return "".join(words(one) for one in kids[kids.index(count) + 2 :])


def seen(page: str) -> tuple[str, str]:
    """Return what a page says without its spaces: its body, and what is running."""
    root = html.document_fromstring(page)
    body = root.find("body")
    running = [one for one in body if "running" in (one.get("class") or "").split()]
    for one in running:
        body.remove(one)
    return close("".join(_seen(body))), " ".join("".join(_seen(one)) for one in running)


def _seen(element: Any) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in ("style", "script", "template"):
        yield element.text or ""
        for child in element:
            yield from _seen(child)
            yield child.tail or ""


def close(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", "", _MARKS.sub("", text))
