"""Disclosure control of a whole edition: done once, before anything is planned or measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefpress.config import Project
from briefpress.errors import ProjectError
from briefpress.model import slices
from briefpress.model.tables import Tables

if TYPE_CHECKING:
    from briefpress.disclosure.guard import Guarded
    from briefpress.press.data import Ready

SUPPRESSION = "suppression.csv"
"""The file in the output folder that says which cells are hidden, and by which rule."""
LOG = ("cell", "indicator", "rule")


def of(project: Project, reading: Ready) -> Guarded:
    """Return the edition's tables with what must not be printed suppressed.

    Raises ProjectError where the data is larger than memory and has something
    sensitive, and what ``disclosure.guard.guarded`` raises.
    """
    from briefpress.disclosure.guard import Guarded, guarded

    if reading.store is not None:
        if project.disclosure.sensitive:
            raise ProjectError(
                "[disclosure] sensitive: counts are hidden in data that is read at once, and a"
                " source is partitioned. Give the results in a source that is not"
            )
        return Guarded(reading.tables)

    def cuts(part: Tables) -> Iterator[Tables]:
        for over in dict.fromkeys(_dimensions(project)):
            for key in slices.keys(part, project.edition, over):
                yield part.of(slices.touching(part, over, key))

    return guarded(reading.tables, project.disclosure, cuts, project.root)


def _dimensions(project: Project) -> Iterator[str]:
    """Give what briefs are built over; an annual summary has chapters besides."""
    for kind in project.kinds:
        yield kind.over
    if any(kind.over == "edition" for kind in project.kinds):
        yield from ("country", "region", "theme", "donor")
