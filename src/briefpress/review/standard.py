"""A project's IATI files against the standard: its rules and its code lists."""

from __future__ import annotations

from collections.abc import Iterator

from briefpress.config import Project
from briefpress.errors import Mistake, ProjectError
from briefpress.review import iatifile
from briefpress.sources import files_of, format_of, shown


def check(project: Project) -> Iterator[Mistake]:
    """Give what the standard says is wrong in each IATI file that can be read at all."""
    for source in project.sources:
        for path in files_of(source, project):
            if format_of(path, source) == "iati":
                try:
                    yield from iatifile.check(path, shown(path, project))
                except ProjectError:
                    continue  # reading the data says it already
