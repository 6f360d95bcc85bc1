"""Findings as one page that needs no other file and no script, with a picture of each place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefpress.model.finding import Judged
from briefpress.review.pages.cropped import pictures
from briefpress.review.pages.found import LEVELS

_HEADINGS = {"error": "Errors", "warning": "Warnings", "allowed": "Allowed"}


def to_html(title: str, found: Sequence[Judged], out: Path, data: Sequence[str] = ()) -> str:
    """Return the page; the pictures are cut out of the PDFs in ``out``.

    ``data`` are the lines that say what is wrong with the data.
    """
    from jinja2 import Environment, FileSystemLoader

    env = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    counts = {level: sum(one.level == level for one in found) for level in LEVELS}
    return env.get_template("pages.html").render(
        title=title,
        found=list(zip(found, pictures(found, out), strict=True)),
        levels=LEVELS,
        headings=_HEADINGS,
        counts=counts,
        data=data,
    )
