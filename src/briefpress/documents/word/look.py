"""How a project's Word documents look: its colour, its files, the words that captions have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.colour import tint

if TYPE_CHECKING:
    from briefpress.config import Project
    from briefpress.language import Text

INK, SOFT, QUIET, LINE = "#14212B", "#3D4A54", "#55636E", "#D6DDE2"
"""Of words, of words beside them, of the smallest, and of lines: as in brief.css."""

LATIN, ARABIC, CHINESE = "Noto Sans", "Noto Naskh Arabic", "Noto Sans SC"
"""The bundled fonts by script. Word takes others where they are not installed (fontTable)."""


@dataclass(frozen=True)
class Look:
    """What a document has from its project and its language."""

    colour: str
    logo: str
    folders: tuple[Path, ...]
    """Where files of templates are looked for, in order."""
    captions: tuple[tuple[str, str], ...]
    """``table`` and ``figure``: what stands before and after the number of each."""

    @property
    def tint(self) -> str:
        """Return the ground of panels."""
        return tint(self.colour, 0.07)


def look(project: Project, text: Text) -> Look:
    """Return the look of a project's documents in one language."""
    _ = text.gettext
    messages = {"table": _("Table {number}."), "figure": _("Figure {number}.")}
    captions = tuple((kind, message) for kind, message in messages.items())
    return Look(project.brand.colour, project.brand.logo, tuple(project.folders), captions)


def find(folders: Sequence[Path], name: str) -> Path | None:
    """Return the file in the first folder that has it, never one outside of the folders."""
    for folder in folders:
        path = (folder / name).resolve()
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return path
    return None
