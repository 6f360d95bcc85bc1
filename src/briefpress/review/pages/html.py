"""Findings as one page that needs no other file and no script, with a picture of each place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from briefpress.model.finding import Judged
from briefpress.press import manifest
from briefpress.review.pages.cropped import cropped, opened
from briefpress.review.pages.found import LEVELS

MOST = 300
"""Pictures on one page: more nobody looks through, and each is some kilobytes."""

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
        found=list(zip(found, _pictures(found, out), strict=True)),
        levels=LEVELS,
        headings=_HEADINGS,
        counts=counts,
        data=data,
    )


def _pictures(found: Sequence[Judged], out: Path) -> list[str]:
    """Return a picture for each finding, "" where there is none to show."""
    entries, pictures = manifest.read(out)["briefs"], [""] * len(found)
    chosen = sorted(range(len(found))[:MOST], key=lambda at: found[at].brief)
    for brief, places in groupby(chosen, key=lambda at: found[at].brief):
        path = out / entries[brief]["pdf"]
        if not path.is_file():
            continue
        with opened(path) as pdf:
            for at in places:
                pictures[at] = cropped(pdf, found[at].finding.page, found[at].finding.place)
    return pictures
