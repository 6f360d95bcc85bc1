"""HTML to tagged PDF through WeasyPrint. Nothing is fetched but what a template may name.

One Printer serves a whole process: fonts and style sheets are parsed once.
"""

from __future__ import annotations

import datetime as dt
import logging
import mimetypes
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pydyf  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.html import UA_STYLESHEET
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from briefpress.documents import (
    agent,
    archive,
    arrays,
    attachments,
    boxes,
    glyphs,
    missing,
    packing,
    parsing,
    strings,
    styles,
    tagging,
    wellformed,
)
from briefpress.documents.elements import Element
from briefpress.documents.height import guessed
from briefpress.documents.lines import Lines
from briefpress.documents.placing import Picture, finisher, shown
from briefpress.errors import BriefError

_LOG = logging.getLogger("weasyprint")


@dataclass(frozen=True)
class Pdf:
    """A finished PDF: its bytes, its number of pages, and what WeasyPrint warned of."""

    content: bytes
    pages: int
    warnings: tuple[str, ...]


class Assets(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """The only files a brief can reach: ``asset:`` below templates/, ``chart:`` and ``brand:``.

    Anything else, the network and ``file:`` included, stops the brief.
    """

    def __init__(self, folders: Sequence[Path], logo: str) -> None:
        super().__init__(allowed_protocols=["asset", "chart", "brand"], allow_redirects=False)
        self.folders, self.logo = folders, logo
        self.charts: Mapping[str, Picture] = {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a file's bytes, or stop the rendering."""
        scheme, _, name = url.partition(":")
        if scheme == "chart" and name in self.charts:
            picture = self.charts[name]
            kind = "image/svg+xml" if isinstance(picture, bytes) else "image/jpeg"
            return URLFetcherResponse(url, shown(name, picture), _headers(kind))
        if scheme == "asset":
            path = self.find(f"templates/{name.lstrip('/')}")
        elif url == "brand:logo":
            path = self.find(self.logo)
        else:
            path = None
        if path is None:
            raise FatalURLFetchingError(f"there is no '{url}' that a brief may show")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), _headers(kind))

    def find(self, name: str) -> Path | None:
        """Return the file in the first folder that has it, never one outside of the folders."""
        for folder in self.folders:
            path = (folder / name).resolve()
            if path.is_file() and path.is_relative_to(folder.resolve()):
                return path
        return None


@cache
def _headers(kind: str) -> EmailMessage:
    """Return the headers of a file: Python takes as long to make them as to draw a picture."""
    headers = EmailMessage()
    headers["Content-Type"] = kind
    return headers


class _Page(HTML):  # type: ignore[misc]
    """A page that WeasyPrint lays out with a style sheet of ours in the place of its own."""

    own: CSS

    def __init__(self, html: str, fetcher: URLFetcher) -> None:
        root = wellformed.parsed(html)
        if root is None:
            super().__init__(string=html, base_url="asset:", url_fetcher=fetcher)
        else:
            self.base_url, self.url_fetcher, self.media_type = "asset:", fetcher, "print"
            self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [self.own]


class Printer:
    """Prints the briefs of one project, one after the other.

    Raises BriefError for a style sheet, font or image that is missing.
    """

    def __init__(self, folders: Sequence[Path], logo: str) -> None:
        parsing.mend()
        arrays.mend()
        self.assets = Assets(folders, logo)
        self.fonts = FontConfiguration()
        self.families = bundled_families(folders)
        self.files = glyphs.font_files(folders)
        with _nothing_missing() as messages:
            self.sheets = [
                CSS(url=f"asset:css/{name}", url_fetcher=self.assets, font_config=self.fonts)
                for name in ("brief.css", "project.css")
                if self.assets.find(f"templates/css/{name}")
            ]
        self.lines = Lines()
        self.own = agent.lean(UA_STYLESHEET, self.sheets)
        self.warnings = tuple(messages.warnings)

    def sheets_of(
        self, html: str, charts: Mapping[str, Picture]
    ) -> tuple[Callable[[str], Document], float]:
        """Return what lays a brief out with a class on its root, and how high it may become.

        ``charts`` are its pictures. Its source is parsed once, however often it
        is laid out; see ``height.guessed``. Raises GlyphError for a sign that no
        bundled font has.
        """
        images: dict[str, object] = {}
        self.assets.charts = charts
        with _nothing_missing():
            source = _Page(html, self.assets)
        source.own = UA_STYLESHEET if agent.asks_for_more(html) else self.own
        root = source.etree_element
        glyphs.check(root, html, self.files)
        classes = root.get("class", "")

        def lay_out(density: str) -> Document:
            self.assets.charts = charts
            root.set("class", f"{classes} {density}".strip())
            # the old wrapper remembers the classes that it has seen
            source.wrapper_element = Element.from_html_root(root, content_language=None)
            with _nothing_missing(), self.lines.kept(), styles.direct(), boxes.direct():
                return source.render(
                    font_config=self.fonts,
                    stylesheets=self.sheets,
                    pdf_variant=archive.VARIANT,
                    output_intent="",
                    cache=images,
                )

        return lay_out, guessed(root)

    def write(
        self,
        document: Document,
        charts: Mapping[str, Picture],
        attached: Sequence[attachments.Attachment] = (),
        day: dt.date = dt.date.min,
    ) -> Pdf:
        """Return the file: PDF/UA-1 and PDF/A-3a, with files in it that are of one day.

        Raises BriefError when a reader would miss something.
        """
        with (
            _nothing_missing() as messages,
            tagging.noted() as tagged,
            self.lines.kept(),
            styles.direct(),
            strings.direct(),
        ):
            place = finisher(charts)

            def finish(document: Document, pdf: pydyf.PDF) -> None:
                place(document, pdf)
                tagging.mend(document, pdf, tagged)
                attachments.embed(pdf, attached, day)
                archive.intend_srgb(pdf)
                archive.sharp_pictures(pdf)
                archive.declare(pdf)
                missing.require(missing.in_objects(pdf), self.families)
                packing.pack(pdf)

            content = document.write_pdf(
                pdf_variant=archive.VARIANT, output_intent="", finisher=finish
            )
        return Pdf(content, len(document.pages), (*self.warnings, *messages.warnings))


def bundled_families(folders: Sequence[Path]) -> frozenset[str]:
    """Return the names, as a PDF has them, of all fonts under templates/fonts."""
    from fontTools.ttLib import TTFont

    names: set[str] = set()
    for path in glyphs.font_files(folders):
        with TTFont(path, lazy=True) as font:
            table = font["name"]
            families = {str(table.getDebugName(number)) for number in (1, 4, 16)}
            names |= families | {str(table.getBestFullName())}
    return frozenset(missing.joined(name) for name in names)


class _Messages(logging.Handler):
    """Keeps what WeasyPrint logs: an error there is a hole in the page."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        kept = self.errors if record.levelno >= logging.ERROR else self.warnings
        message = re.sub(r"\s+", " ", record.getMessage())
        if message not in kept:
            kept.append(message)


@contextmanager
def _nothing_missing() -> Iterator[_Messages]:
    """Listen to WeasyPrint; raise BriefError when it could not find or load something."""
    messages = _Messages()
    before = (_LOG.handlers[:], _LOG.propagate, _LOG.level)
    _LOG.handlers, _LOG.propagate = [messages], False
    _LOG.setLevel(logging.WARNING)
    try:
        yield messages
    except FatalURLFetchingError as error:  # a BaseException, so that WeasyPrint lets it through
        raise BriefError(str(error)) from None
    finally:
        _LOG.handlers, _LOG.propagate = before[0], before[1]
        _LOG.setLevel(before[2])
    if messages.errors:
        raise BriefError("; ".join(messages.errors))
