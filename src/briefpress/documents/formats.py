"""What a brief is made as beside its PDF: further files from the same facts and the same page.

A format is a function from ``Rendered`` to files by their ending. What it needs is
imported where it is asked for, so that who wants PDFs only loads and pays nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefpress.config import Kind, Project

if TYPE_CHECKING:
    from briefpress.documents.facts import Facts
    from briefpress.language import Text


@dataclass(frozen=True)
class Rendered:
    """A brief as its PDF was made of it: facts with their charts, and the page as HTML."""

    facts: Facts
    plain: Mapping[str, Any]
    """The facts as their JSON has them."""
    html: str
    text: Text
    project: Project
    kind: Kind
    stem: str
    """Where its files lie, without ending: ``country/PAK-pakistan.en``."""


def further(brief: Rendered, density: str) -> dict[str, bytes]:
    """Return the files of a brief's further formats by their ending: ``{".html": b"…"}``.

    ``density`` is the one that its PDF is printed in (``documents/fit.py``).

    The endings are ``formatsconfig.FORMATS``'s, and those of files beside them. The
    same brief gives the same bytes. Raises BriefError.
    """
    found: dict[str, bytes] = {}
    if "html" in brief.kind.formats:
        from briefpress.documents.web import page

        found |= {".html": page.page(brief).encode(), ".csv": page.numbers(brief)}
    if "word" in brief.kind.formats:
        from briefpress.documents.word.document import docx
        from briefpress.documents.word.look import look

        charts = {name: chart.picture for name, chart in brief.facts.charts().items()}
        day = brief.project.edition.data_date
        found[".docx"] = docx(brief.html, charts, look(brief.project, brief.text, density), day)
    return found


FILES = {
    "html": (
        "css/web.css",
        "css/web-project.css",
        "css/web.js",
        "web/bar.html",
        "web/chart.html",
        "web/foot.html",
    )
}
"""Files below templates/ that the PDF is not made of, by the format that is."""


def files(made_as: tuple[str, ...]) -> list[str]:
    """Return the files below templates/ that only further formats are made of."""
    return [name for one in made_as for name in FILES.get(one, ())]


def libraries(made_as: tuple[str, ...]) -> list[str]:
    """Return the packages whose versions a brief's files are also made of."""
    return ["python-docx"] if "word" in made_as else []
