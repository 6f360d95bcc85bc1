"""What is handed to a worker, and what it gives back. Loads nothing that makes a brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefpress.config import Project
from briefpress.drawing.drawn import NOTHING, Drawn
from briefpress.language import Names
from briefpress.model.finding import Finding
from briefpress.model.slices import Slice
from briefpress.press.plan import Job


@dataclass(frozen=True)
class Task:
    """A job with everything it may see."""

    job: Job
    slice: Slice
    names: Names
    project: Project
    fingerprint: str
    drawn: Drawn = NOTHING


@dataclass(frozen=True)
class Made:
    """A finished brief as bytes, and what is to be said about it."""

    brief: str
    pdf: bytes
    facts: bytes
    thumbnail: bytes
    pages: int
    warnings: tuple[str, ...]
    gates: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    """What the checks of its pages saw."""
    about: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Codes of the countries, themes and donors in it, by dimension, for the gallery."""
    more: Mapping[str, bytes] = field(default_factory=dict)
    """Its further files by their ending, as ``.html``: see documents/formats.py."""
    seconds: float = field(default=0.0, compare=False)
    """How long it took; said, but not part of the brief."""
