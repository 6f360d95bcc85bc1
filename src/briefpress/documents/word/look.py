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
class Density:
    """How close things stand: points of running text, its line in em, and millimetres.

    As in brief.css: ``gap`` between sections, ``half`` between the blocks of a page's head,
    ``head`` above and below the words of its band, ``picture`` the width of that in it.
    """

    size: float
    line: float
    gap: float
    half: float
    head: float
    picture: float


DENSITIES = {
    "roomy": Density(9.6, 1.46, 9.0, 7.0, 13.0, 46.0),
    "regular": Density(9.0, 1.46, 7.0, 5.0, 11.0, 46.0),
    "compact": Density(8.5, 1.38, 4.4, 3.6, 7.5, 38.0),
}
"""By the names that ``documents/fit.py`` has for them."""


@dataclass(frozen=True)
class Look:
    """What a document has from its project and its language."""

    colour: str
    logo: str
    folders: tuple[Path, ...]
    """Where files of templates are looked for, in order."""
    captions: tuple[tuple[str, str], ...]
    """``table`` and ``figure``: what stands before and after the number of each."""
    density: Density = DENSITIES["regular"]

    @property
    def tint(self) -> str:
        """Return the ground of panels."""
        return tint(self.colour, 0.07)


def look(project: Project, text: Text, density: str) -> Look:
    """Return the look of a project's document in one language, as dense as its PDF."""
    _ = text.gettext
    messages = {"table": _("Table {number}."), "figure": _("Figure {number}.")}
    captions = tuple((kind, message) for kind, message in messages.items())
    brand, folders = project.brand, tuple(project.folders)
    return Look(brand.colour, brand.logo, folders, captions, DENSITIES[density])


def find(folders: Sequence[Path], name: str) -> Path | None:
    """Return the file in the first folder that has it, never one outside of the folders."""
    for folder in folders:
        path = (folder / name).resolve()
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return path
    return None
