"""Disclosure control of a whole edition: done once, before anything is planned or measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefpress.config import FILE, Project
from briefpress.errors import ProjectError
from briefpress.model import slices
from briefpress.model.tables import Tables, records
from briefpress.press.plan import Job

if TYPE_CHECKING:
    from briefpress.disclosure.guard import Guarded
    from briefpress.press.data import Ready

LOG = ("cell", "indicator", "rule", "briefs")

Log = Sequence[tuple[str, str, str, str]]
"""Rows of the suppression log: the columns of ``LOG``; briefs as ``country/KEN``, in each
language, one after the other with spaces between."""


def of(project: Project, reading: Ready) -> Guarded:
    """Return the edition's tables with what must not be printed suppressed.

    Raises ProjectError where the data is larger than memory and has something
    sensitive, where a source is called as an agency that is not to be named, and
    what ``disclosure.guard.guarded`` raises.
    """
    from briefpress.disclosure.guard import Guarded, guarded

    if reading.store is not None:
        if project.disclosure.sensitive:
            raise ProjectError(
                "[disclosure] sensitive: counts are hidden in data that is read at once, and a"
                " source is partitioned. Give the results in a source that is not"
            )
        if project.disclosure.narrative:
            raise ProjectError(
                "[disclosure] narrative: texts are scanned in data that is read at once, and a"
                " source is partitioned. Leave the key out"
            )
        return Guarded(reading.tables)

    def cuts(part: Tables) -> Iterator[Tables]:
        for over in dict.fromkeys(_dimensions(project)):
            for key in slices.keys(part, project.edition, over):
                yield part.of(slices.touching(part, over, key))

    safe = guarded(reading.tables, project.disclosure, cuts, project.root)
    if safe.tables.unnamed:
        from briefpress.disclosure.agencies import agencies

        _require_neutral(project, agencies(reading.tables, set(safe.tables.unnamed)))
    return safe


def _require_neutral(project: Project, names: set[str]) -> None:
    """Refuse a source whose name, which each brief prints, is that of an agency."""
    from briefpress.disclosure.agencies import naming

    pattern = naming(names)
    for at, source in enumerate(project.sources, start=1):
        if pattern.search(source.name or source.path):
            raise ProjectError(
                f"{FILE}, [[source]] {at}: '{source.name or source.path}' is printed in each brief"
                " and names an organisation, and [disclosure] agency_identifiers is false. Call it"
                ' otherwise: name = "Consolidated records"'
            )


def log(project: Project, safe: Guarded) -> Log:
    """Return the log of what is not printed as it is, with the briefs that would have shown it.

    A sum concerns the briefs that have all activities that it is made of.
    """
    if not safe.log:
        return ()
    tables = safe.tables
    activity_of = dict(records(tables.results, "row", "activity"))
    briefs: dict[str, dict[str, None]] = {}
    touched = slices.Touched(tables)
    for kind in project.kinds:
        for key in slices.keys(tables, project.edition, kind.over):
            brief = Job(kind, key, "", "", "").brief.rstrip("/")
            for activity in touched.of(kind.over, key):
                briefs.setdefault(activity, {})[brief] = None
    found = []
    for one in safe.log:
        first, *others = dict.fromkeys(activity_of[row] for row in one.rows)
        shown = briefs.get(first, {})
        more = [briefs.get(activity, {}) for activity in others]
        concerned = [brief for brief in shown if all(brief in those for those in more)]
        found.append((one.cell, one.indicator, one.rule, " ".join(concerned)))
    return found


def _dimensions(project: Project) -> Iterator[str]:
    """Give what briefs are built over; an annual summary has chapters besides."""
    for kind in project.kinds:
        yield kind.over
    if any(kind.over == "edition" for kind in project.kinds):
        yield from ("country", "region", "theme", "donor")
