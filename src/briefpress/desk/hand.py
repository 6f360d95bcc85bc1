"""What runs in the desk's worker: a brief's page first, then its PDF, from the same facts.

The code that makes them is the build's (press/make.py), so the bytes are too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from briefpress.documents.fit import Fit
from briefpress.documents.looks import sheets
from briefpress.documents.web import page as web
from briefpress.errors import BriefError
from briefpress.formatsconfig import PDF
from briefpress.model.finding import Place
from briefpress.press import make
from briefpress.press.make import Begun
from briefpress.press.task import Made, Task


class Keys(NamedTuple):
    """The hashes of what a process reads once: when one is another, it is read again."""

    code: str
    templates: str
    style: str


@dataclass(frozen=True)
class Page:
    """A brief as an HTML page, and the files beside it: its facts as JSON, its numbers as CSV."""

    html: bytes
    facts: bytes
    numbers: bytes = b""
    """The CSV that the page has a link to."""


@dataclass(frozen=True)
class Spot:
    """Where on the pages of the PDF a number of the facts is printed."""

    name: str
    page: int
    place: Place


@dataclass(frozen=True)
class Pages:
    """A brief as its PDF, as a build makes it, and where its numbers stand on it."""

    made: Made
    spots: tuple[Spot, ...]


@dataclass
class _Memory:
    """What this process knows of the last thing that it made."""

    keys: Keys | None = None
    begun: Begun | None = None


_memory = _Memory()


def page(task: Task, keys: Keys) -> Page:
    """Return the page of a brief. Raises BriefError."""
    begun = _begun(task, keys)
    try:
        html, numbers = web.page(begun.rendered), web.numbers(begun.rendered)
    except BriefError as error:
        raise error.of(task.job.brief) from error
    return Page(html.encode(), begun.as_data, numbers)


def pages(task: Task, keys: Keys) -> Pages:
    """Return the PDF of a brief; of what ``page`` was just asked for, nothing is made twice."""
    spots: list[Spot] = []
    begun = _begun(task, keys)
    job = replace(begun.task.job, kind=replace(begun.task.job.kind, formats=(PDF,)))
    begun = replace(begun, task=replace(begun.task, job=job))  # the page is made already
    made = make.finish(begun, lambda fitted: spots.extend(_spots(fitted)))
    return Pages(made, tuple(spots))


def warm(task: Task, keys: Keys) -> None:
    """Load what every brief of the project needs."""
    _settle(keys)
    make.warm(task.project)


def _begun(task: Task, keys: Keys) -> Begun:
    _settle(keys)
    last = _memory.begun
    if last is None or (last.task.job, last.task.fingerprint) != (task.job, task.fingerprint):
        last = make.begin(task)
        _memory.begun = last
    return last


def _settle(keys: Keys) -> None:
    """Forget what is no more as it was read. Code is another's to see to: a new process."""
    if _memory.keys and _memory.keys != keys:
        make.forget(style=_memory.keys.style != keys.style)
        _memory.begun = None
    _memory.keys = keys


def _spots(fitted: Fit) -> list[Spot]:
    return [
        Spot(name, node.page, node.place)
        for sheet in sheets.sheets(fitted.document)
        for node in sheet.nodes
        if node.tag == "data" and (name := node.get("data-name"))
    ]
